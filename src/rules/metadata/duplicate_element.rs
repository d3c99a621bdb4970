//! An element that may occur once occurs twice, or a list names something twice.

use std::collections::BTreeMap;

use crate::parse::NodeId;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix, Separator};
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile, Visit};
use crate::schema::{ElementFacts, Severity, ValueKind};
use crate::workspace::Place;

/// Bytes of the longest element that is compared with others for a fix. Callbacks, the longest ones, have at most 2000
/// characters.
const MAX_COMPARED: usize = 16 * 1024;

fn twice(schema: &SchemaFile<'_>, row: &ElementFacts, place: Place) -> Finding {
    let message = format!("`{}` occurs twice in `{}`, and only one of the two counts", row.name, schema.file.name);
    let help = if row.name == "callbackUrl" {
        "write all callbacks into one `callbackUrl`, one per line"
    } else {
        "keep the intended one"
    };
    Finding::new(place, message, help).value(row.path)
}

fn repeated(schema: &SchemaFile<'_>, row: &ElementFacts, text: &str, place: Place) -> Finding {
    let message = format!("`{}` of `{}` lists `{text}` twice", row.name, schema.file.name);
    Finding::new(place, message, "delete one of the two").severity(Severity::Warning).value(text)
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    // By parent, name and, in a list, value.
    let mut first: BTreeMap<(Option<NodeId>, &str, String), Place> = BTreeMap::new();
    let mut findings = Vec::new();
    let with_namesakes = schema.known().filter(|(visit, _)| schema.document.ordinal(visit.node) > 0);
    for (visit, row) in with_namesakes {
        let Some((text, finding)) = candidate(schema, visit, row) else { continue };
        let key = (schema.document.parent(visit.node), row.name, text);
        match first.get(&key) {
            Some(first) => {
                let fix = once(schema, row, *first, schema.tag(visit.node));
                findings.push(finding.related(*first, "the first one").fix(fix));
            }
            None => {
                first.insert(key, finding.place);
            }
        }
    }
    findings
}

/// One of the two goes, if they say the same; callbacks of both go into one.
fn once(schema: &SchemaFile<'_>, row: &ElementFacts, first: Place, second: Place) -> Option<Fix> {
    let document = schema.document;
    if document.slice(document.span(first.node?)).len() > MAX_COMPARED {
        return None;
    }
    let words = |node| document.slice(document.span(node)).split_whitespace();
    let title = format!("delete the repeated `{}`", row.name);
    let same = || Some(Fix::safe(title, [Change::Remove(second)]));
    match (schema.read(first.node?), schema.read(second.node?)) {
        (Content::Text(a, _), Content::Text(b, _)) if a == b => same(),
        (Content::Text(a, _), Content::Text(b, _)) if row.name == "callbackUrl" => {
            let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
            let there = lines(&a);
            let new = lines(&b).into_iter().filter(|line| !line.is_empty() && !there.contains(line));
            let append = new.map(|line| Change::Append(first, Separator::Line, line));
            let changes: Vec<Change> = append.chain([Change::Remove(second)]).collect();
            Some(Fix::safe("write all callbacks into one `callbackUrl`", changes))
        }
        (Content::Blank, Content::Blank) if words(first.node?).eq(words(second.node?)) => same(),
        _ => None,
    }
}

/// The finding about an element if the same one came before; nothing if it may repeat.
fn candidate(schema: &SchemaFile<'_>, visit: &Visit, row: &ElementFacts) -> Option<(String, Finding)> {
    if !row.repeatable {
        return Some((String::new(), twice(schema, row, schema.tag(visit.node))));
    }
    match schema.content(visit) {
        Content::Text(text, place) if row.kind != ValueKind::Group => {
            Some((text.clone(), repeated(schema, row, text, *place)))
        }
        _ => None,
    }
}
