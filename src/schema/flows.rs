//! The rows of `rules/schema/flows.toml`: OAuth flows, what each of them needs, and what a request is answered.

use super::evidence::{Evidence, Reference};
use super::flow_words::{Condition, ConditionRole, Endpoint, Flow};
use super::table_words::RetiringFeature;

/// An OAuth flow.
#[derive(Debug)]
pub struct FlowFacts {
    /// Its word.
    pub name: Flow,
    /// Whether a person logs in.
    pub person: bool,
    /// How Salesforce rates it.
    pub advice: &'static str,
    /// What the calendar calls its end.
    pub retires: Option<RetiringFeature>,
    /// Conditions that show that it is meant, if they are met.
    pub signs: &'static [Condition],
    /// What it needs, in the order in which one sets it up.
    pub conditions: &'static [Condition],
    /// What a caller sends, as lines of a shell without any value of a file.
    pub request: &'static [&'static str],
}

/// What flows need.
#[derive(Debug)]
pub struct ConditionFacts {
    /// Its word.
    pub name: Condition,
    /// The part that it plays.
    pub role: ConditionRole,
    /// The words for a condition that is met.
    pub met: &'static str,
    /// The words for a condition that is not met.
    pub unmet: &'static str,
    /// Elements of a `ConnectedApp` that decide it.
    pub connected_app: &'static [&'static str],
    /// Elements of the types of an External Client App that decide it, as in `Type/element`.
    pub external_client_app: &'static [&'static str],
    /// Elements of settings of the org that decide it, as in `Type/element`.
    pub org: &'static [&'static str],
    /// Exports that decide it, by the names of their queries.
    pub facts: &'static [&'static str],
    /// How it is known.
    pub evidence: Evidence,
    /// Documents that say so.
    pub sources: &'static [&'static Reference],
    /// The answer to a request if it is not met, by endpoint; empty if no report has an answer.
    pub error: &'static [TokenError],
}

/// What Salesforce answers.
#[derive(Debug)]
pub struct TokenError {
    /// The endpoint, if not both answer so.
    pub at: Option<Endpoint>,
    /// The word of OAuth, such as `invalid_grant`; empty where reports differ.
    pub word: &'static str,
    /// The description, as the platform writes it.
    pub description: &'static str,
    /// What else helps to tell this answer from others; a sentence, or empty.
    pub note: &'static str,
    /// How it is known.
    pub evidence: Evidence,
    /// Documents that quote it.
    pub sources: &'static [&'static Reference],
}

impl Flow {
    /// Its row.
    pub fn facts(self) -> &'static FlowFacts {
        FLOWS.get(self as usize).expect("the build demands a row for each word, in their order")
    }
}

impl Condition {
    /// Its row.
    pub fn facts(self) -> &'static ConditionFacts {
        CONDITIONS.get(self as usize).expect("the build demands a row for each word, in their order")
    }

    /// What a request of a flow is answered if it is not met.
    pub fn error(self, flow: Flow) -> Option<&'static TokenError> {
        let at = if flow.facts().person { Endpoint::Browser } else { Endpoint::Token };
        self.facts().error.iter().find(|error| error.at.is_none_or(|other| other == at))
    }
}

include!(concat!(env!("OUT_DIR"), "/flows.rs"));
