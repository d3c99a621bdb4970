//! `calint explain "user hasn't approved this consumer"`: what calint knows of the text of an error.
//!
//! People come with a line of a log, and do not know the name of a rule. The table of flows contains Salesforce's
//! answers
//! and in the pages, as it is written there.

use std::io::{self, Write};

use crate::report::Screen;
use crate::rules::{PAGES, Page};
use crate::schema::{CONDITIONS, ConditionFacts, FLOWS, Flow};
use crate::verdict::ExitCode;

use super::command_error::CommandError;
use super::output;
use super::page_layout::wrapped;

/// Letters of the shortest text that is searched for. A shorter one is a mistyped name.
const SHORTEST: usize = 6;

/// Shows what the text of an error is about; nothing if no flow and no page knows it.
pub(super) fn run(text: &str, screen: Screen) -> Option<Result<ExitCode, CommandError>> {
    let wanted = plain(text);
    // Names of rules have no blanks, and texts of errors do or have an underscore.
    if wanted.len() < SHORTEST || !wanted.contains([' ', '_']) {
        return None;
    }
    let conditions: Vec<&ConditionFacts> = CONDITIONS.iter().filter(|row| answers(row, &wanted)).collect();
    let pages: Vec<&Page> = PAGES.iter().copied().filter(|page| speaks_of(page, &wanted)).collect();
    if conditions.is_empty() && pages.is_empty() {
        return None;
    }
    Some(output::write_stdout(|out| write((&conditions, &pages), screen, out)).map(|()| ExitCode::Clean))
}

/// Letter case, quotation marks, and what joins the words of an address do not count.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['+', '\u{2019}'], " ").replace("%20", " ").replace("%27", "'");
    let text: String = text.chars().filter(|it| !matches!(it, '`' | '"' | '\'')).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a request is answered so if a condition is not met. A line of a log holds more than the description.
fn answers(row: &ConditionFacts, wanted: &str) -> bool {
    row.error.iter().any(|error| {
        let description = plain(error.description);
        let whole = plain(&format!("{}: {}", error.word, error.description));
        whole.contains(wanted) || wanted.contains(&description) || plain(error.note).contains(wanted)
    })
}

fn speaks_of(page: &Page, wanted: &str) -> bool {
    let claims = page.claims.iter().map(|claim| claim.says);
    page.body_without_samples().into_iter().chain(claims).any(|text| plain(text).contains(wanted))
}

fn write((conditions, pages): (&[&ConditionFacts], &[&Page]), screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let item = |text: String| wrapped(screen, &text, "  ");
    if !conditions.is_empty() {
        writeln!(out, "Flows are answered so where a step is missing:\n")?;
    }
    for row in conditions {
        let flows = FLOWS.iter().filter(|flow| flow.conditions.contains(&row.name));
        let flows: Vec<&str> = flows.map(|flow| Flow::as_str(flow.name)).collect();
        writeln!(out, "{}\n{}", item(format!("- {}", row.unmet)), item(format!("  in {}", flows.join(", "))))?;
        for error in row.error {
            let word = if error.word.is_empty() { String::new() } else { format!("{}: ", error.word) };
            writeln!(out, "{}", item(format!("  answer: {word}{} ({})", error.description, error.evidence)))?;
        }
    }
    if !pages.is_empty() {
        let between = if conditions.is_empty() { "" } else { "\n" };
        writeln!(out, "{between}Rules that speak of it (`calint explain RULE`):\n")?;
    }
    for page in pages {
        writeln!(out, "{}", item(format!("- {}: {}", page.name, page.summary)))?;
    }
    Ok(())
}
