//! The table of flows, `rules/schema/flows.toml`: what each OAuth flow needs, and how that is known.
//!
//! Each condition and each flow has a word of its own in the program, so the build demands a row for each of them: a
//! flow without a row would open nothing, and a condition without one could not be explained. It looks elements up in the
//! tables of their types and exports in the table of queries, since a person would look for them by these names.

use std::collections::BTreeSet;
use std::fmt::Display;

use toml::Spanned;

use super::claims::{Evidence, Known};
use super::flow_words::{Condition, ConditionRole, Endpoint, Flow};
use super::lists::read;
use super::literal::Word;
use super::references::{Documents, References};
use super::row::{lists, row};
use super::source::Source;
use super::table_words::RetiringFeature;
use super::types::Elements;

lists! {
    Flows {
        /// OAuth flows, in the order of their words.
        flow: Vec<FlowFacts> => "pub static FLOWS: &[FlowFacts]";
        /// What flows need, in the order of their words.
        condition: Vec<ConditionFacts> => "pub static CONDITIONS: &[ConditionFacts]";
    }
}

row! {
    FlowFacts {
        name: Spanned<Flow>,
        person: bool,
        advice: String,
        retires: Option<RetiringFeature>,
        #[serde(default)]
        signs: Vec<Condition>,
        conditions: Vec<Condition>,
        request: Vec<String>,
    }
}

row! {
    ConditionFacts {
        name: Spanned<Condition>,
        role: ConditionRole,
        met: String,
        unmet: String,
        #[serde(rename = "connected-app", default)]
        connected_app: Vec<Spanned<String>>,
        #[serde(rename = "external-client-app", default)]
        external_client_app: Vec<Spanned<String>>,
        #[serde(default)]
        org: Vec<Spanned<String>>,
        #[serde(default)]
        facts: Vec<Spanned<String>>,
        #[serde(skip)]
        evidence: Evidence,
        #[serde(default)]
        sources: References,
        #[serde(default)]
        error: Vec<TokenError>,
    }
    besides {
        #[serde(rename = "evidence")]
        known: Spanned<Word<Known>>,
        #[serde(default)]
        reports: u8,
    }
}

row! {
    TokenError {
        at: Option<Endpoint>,
        word: String,
        description: String,
        #[serde(default)]
        note: String,
        #[serde(skip)]
        evidence: Evidence,
        sources: References,
    }
    besides {
        #[serde(rename = "evidence")]
        known: Spanned<Word<Known>>,
        #[serde(default)]
        reports: u8,
    }
}

pub(super) fn flows(documents: &Documents, elements: &Elements, queries: &[String]) -> Result<String, String> {
    let (source, mut table) = read::<Flows>("flows")?;
    complete(&mut table, &source, documents)?;
    check_names(&table, &source, (elements, queries))?;
    table.code(&source)
}

/// Gives each row its evidence and its documents. Refuses a table that lacks a word, or has one twice.
pub(super) fn complete(table: &mut Flows, source: &Source, documents: &Documents) -> Result<(), String> {
    expect_all(source, table.flow.iter().map(|flow| &flow.name), Flow::ALL)?;
    expect_all(source, table.condition.iter().map(|condition| &condition.name), Condition::ALL)?;
    let used: BTreeSet<Condition> = table.flow.iter().flat_map(|flow| flow.conditions.iter().copied()).collect();
    for condition in &mut table.condition {
        if !used.contains(condition.name.get_ref()) {
            return source.refuse(condition.name.span(), format!("no flow needs {}", condition.name.get_ref()));
        }
        condition.evidence = known(&condition.known, condition.reports, (&condition.sources, source))?;
        condition.sources.look_up(source, documents)?;
        for error in &mut condition.error {
            error.evidence = known(&error.known, error.reports, (&error.sources, source))?;
            error.sources.look_up(source, documents)?;
        }
    }
    Ok(())
}

fn known(
    word: &Spanned<Word<Known>>,
    reports: u8,
    (sources, source): (&References, &Source),
) -> Result<Evidence, String> {
    let evidence = Evidence::of(word, reports, source)?;
    if word.get_ref().0 != Known::Inferred && sources.is_empty() {
        return source.refuse(word.span(), format!("what is known by {} names its sources", word.get_ref().0));
    }
    Ok(evidence)
}

/// All words of an enum, in their order.
fn expect_all<'n, T: Copy + PartialEq + Display + 'n>(
    source: &Source,
    names: impl Iterator<Item = &'n Spanned<T>>,
    all: &[T],
) -> Result<(), String> {
    let mut wanted = all.iter();
    for name in names {
        match wanted.next() {
            Some(next) if next == name.get_ref() => {}
            Some(next) => return source.refuse(name.span(), format!("{next} comes here, not {}", name.get_ref())),
            None => return source.refuse(name.span(), format!("{} is a duplicate", name.get_ref())),
        }
    }
    wanted.next().map_or(Ok(()), |missing| {
        Err(source.refusal(source.text.len()..source.text.len(), format!("{missing} has no row")))
    })
}

/// Elements and exports have the names of other tables.
pub(super) fn check_names(
    table: &Flows,
    source: &Source,
    (elements, queries): (&Elements, &[String]),
) -> Result<(), String> {
    for condition in &table.condition {
        let of_connected_apps =
            condition.connected_app.iter().map(|path| (path, elements.has("ConnectedApp", path.get_ref())));
        let typed = condition.external_client_app.iter().chain(&condition.org).map(|path| {
            let known = path.get_ref().split_once('/').is_some_and(|(name, element)| elements.has(name, element));
            (path, known)
        });
        if let Some((path, _)) = of_connected_apps.chain(typed).find(|(_, is_known)| !is_known) {
            return source.refuse(path.span(), format!("no table has the element {}", path.get_ref()));
        }
        if let Some(name) = condition.facts.iter().find(|name| !queries.contains(name.get_ref())) {
            return source.refuse(name.span(), format!("rules/schema/queries.toml has no {}", name.get_ref()));
        }
    }
    Ok(())
}
