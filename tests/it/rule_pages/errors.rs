//! The page of what Salesforce answers to requests that fail.

use std::collections::BTreeMap;

use calint::testing::{CONDITIONS, ConditionFacts, FLOWS, PAGES, TokenError};

use super::{links, sentence};
use crate::common::tables::{code, known_by, table};

/// A heading for each text, because a search looks at headings first.
pub(super) fn of_all() -> String {
    let mut rows: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for condition in CONDITIONS {
        for error in condition.error {
            rows.entry(answer(error)).or_default().push(row(condition, error));
        }
    }
    let mut text = "<!-- Generated. CALINT_WRITE_DOCS=1 cargo test --test it rule_pages rewrites it. -->\n\n\
        # Errors of Salesforce\n\n\
        Each heading is what Salesforce answers to a token request that fails. The table below it lists the conditions that are not\n\
        met. calint knows the texts, too: `calint explain \"user hasn't approved this consumer\"`. [flows.md](flows.md) explains the\n\
        conditions.\n"
        .to_owned();
    for (answer, rows) in rows {
        let table = table(&["because", "flows", "rules", "known from"], rows.into_iter());
        text.extend([format!("\n## `{answer}`\n\n{table}")]);
    }
    text
}

/// `invalid_grant: user hasn't approved this consumer`
fn answer(error: &TokenError) -> String {
    let word = if error.word.is_empty() { String::new() } else { format!("{}: ", error.word) };
    format!("{word}{}", error.description)
}

fn row(condition: &ConditionFacts, error: &TokenError) -> Vec<String> {
    let flows: Vec<&str> =
        FLOWS.iter().filter(|flow| flow.conditions.contains(&condition.name)).map(|flow| flow.name.as_str()).collect();
    let names = |text: &str| text.to_lowercase().contains(&error.description.to_lowercase());
    let rules: Vec<&str> =
        PAGES.iter().filter(|page| names(&page.body_without_samples().concat())).map(|page| page.name).collect();
    let at = error.at.map(|at| format!("At the {at} endpoint: ")).unwrap_or_default();
    let note = if error.note.is_empty() { String::new() } else { format!(" {}", sentence(error.note)) };
    let known = known_by(error.evidence, error.sources);
    vec![format!("{at}{}{note}", sentence(condition.unmet)), code(&flows), links(&rules, "rules/"), known]
}
