//! A name or a value is right except for its letter case.

use crate::parse::NodeId;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile, Standing};
use crate::schema::{ElementFacts, Profile, Severity, ValueKind};
use crate::workspace::Place;

/// Salesforce's own texts spell the values of this element in two ways.
const LOOSE: &str = "ipRelaxationPolicyType";

fn wrong_case(place: Place, written: &str, meant: &str) -> Finding {
    let message = format!("`{written}` is spelled `{meant}` in metadata");
    Finding::new(place, message, format!("write `{meant}`")).value(written)
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for visit in &schema.visits {
        let (Standing::Known(row) | Standing::WrongCase(row)) = visit.standing else { continue };
        let name = schema.name(visit);
        if name != row.name {
            let finding = wrong_case(schema.tag(visit.node), name, row.name);
            findings.push(finding.fix(respelled(schema, visit.node, row)));
        }
        if let Content::Text(text, place) = schema.content(visit) {
            let fix = |meant: &str| Fix::safe(format!("write `{meant}`"), [Change::Write(*place, meant.to_owned())]);
            let finding = meant(row, text).map(|meant| wrong_case(*place, text, meant).fix(fix(meant)));
            // There is no report on whether Salesforce refuses a value for its letter case.
            findings.extend(finding.map(|finding| finding.severity(Severity::Warning).profile(Profile::Strict)));
        }
    }
    findings
}

/// The fix to the right name, unless there would then be two of it.
fn respelled(schema: &SchemaFile<'_>, node: NodeId, row: &ElementFacts) -> Option<Fix> {
    let mut siblings = schema.document.parent(node).into_iter().flat_map(|it| schema.document.own_children(it));
    let is_namesake = |other: NodeId| other != node && schema.document.name(other).eq_ignore_ascii_case(row.name);
    let is_free = row.repeatable || !siblings.any(is_namesake);
    is_free.then(|| Fix::safe(format!("write `{}`", row.name), [Change::Respell(schema.tag(node), row.name)]))
}

/// The known value that a text is but for its letter case.
fn meant(row: &ElementFacts, text: &str) -> Option<&'static str> {
    let words: &[&'static str] = match row.kind {
        ValueKind::Boolean => &["true", "false"],
        ValueKind::Enum if row.name != LOOSE => row.values,
        _ => return None,
    };
    let meant = words.iter().find(|word| word.eq_ignore_ascii_case(text))?;
    (!words.contains(&text)).then_some(*meant)
}
