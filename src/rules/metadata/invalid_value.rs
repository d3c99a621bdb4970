//! An element has a value that its type does not allow.

use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile, is_secret};
use crate::schema::{ElementFacts, Severity, ValueKind};
use crate::words::{choice, count, quoted_choice};
use crate::workspace::Place;

/// Characters that a consumer key or secret may have.
const KEY_LENGTH: std::ops::RangeInclusive<usize> = 8..=256;

fn invalid(schema: &SchemaFile<'_>, row: &ElementFacts, text: &str, place: Place) -> Finding {
    let secret = || format!("of {}", count(text.chars().count(), "character"));
    let value = if is_secret(row.name) { secret() } else { format!("`{text}`") };
    let message = format!("`{}` of `{}` cannot be {value}", row.name, schema.file.name);
    Finding::new(place, message, "").value(text)
}

fn empty(schema: &SchemaFile<'_>, row: &ElementFacts, place: Place) -> Finding {
    Finding::new(place, format!("`{}` of `{}` is empty", row.name, schema.file.name), "")
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    let judged = schema.known().filter_map(|(visit, row)| {
        let (finding, help) = match schema.content(visit) {
            Content::Text(text, place) => {
                let help = wrong(row, text)?;
                (invalid(schema, row, text, *place), help)
            }
            Content::Blank => {
                let help = blank(row)?;
                (empty(schema, row, schema.tag(visit.node)), help)
            }
            Content::Placeholder | Content::Hidden => return None,
        };
        // The guide's own sample of an ID token has a validity of 0, outside the range that it states,
        // and orgs tell it.
        let tolerated = row.name.starts_with("idTokenValidity") && finding.value == "0";
        let finding = if tolerated { finding.severity(Severity::Info) } else { finding };
        Some(Finding { help, ..finding })
    });
    judged.collect()
}

/// What to write instead of a value that the element cannot have.
fn wrong(row: &ElementFacts, text: &str) -> Option<String> {
    let among = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match row.kind {
        ValueKind::Boolean => (!among(&["true", "false", "1", "0"])).then(|| "write `true` or `false`".to_owned()),
        ValueKind::Enum => (!among(row.values)).then(|| format!("write {}", quoted_choice(row.values))),
        ValueKind::Int => number(row, text),
        ValueKind::String if matches!(row.name, "consumerKey" | "consumerSecret") => {
            let fits = KEY_LENGTH.contains(&text.chars().count());
            (!fits).then(|| "use 8 to 256 characters, or leave the element out".to_owned())
        }
        ValueKind::String | ValueKind::Group => None,
    }
}

fn number(row: &ElementFacts, text: &str) -> Option<String> {
    let Ok(number) = text.parse::<i64>() else { return Some("write a whole number".to_owned()) };
    if let Some((least, most)) = row.range.filter(|(least, most)| number < *least || number > *most) {
        return Some(format!("write a number from {least} to {most}"));
    }
    let allowed = row.allowed.is_empty() || row.allowed.contains(&number);
    (!allowed).then(|| format!("write {}", choice(row.allowed)))
}

/// What to write into an empty element; nothing if it may be empty. A required one is the business of
/// `missing-required-element`.
fn blank(row: &ElementFacts) -> Option<String> {
    if row.required {
        return None;
    }
    match row.kind {
        ValueKind::Boolean => Some("write `true` or `false`, or delete the element".to_owned()),
        ValueKind::Enum => Some(format!("write {}, or delete the element", quoted_choice(row.values))),
        ValueKind::Int => Some("write a number, or delete the element".to_owned()),
        ValueKind::String | ValueKind::Group => None,
    }
}
