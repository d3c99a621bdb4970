//! A file lacks an element that Salesforce requires.

use crate::parse::NodeId;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile};
use crate::schema::{Confidence, ElementFacts, Severity, ValueKind};
use crate::workspace::Place;

fn missing(schema: &SchemaFile<'_>, row: &ElementFacts, place: Place) -> Finding {
    let parent = if row.parent.is_empty() { schema.facts.name } else { row.parent };
    let (file, name) = (&schema.file.name, row.name);
    let message = if row.is_absence_tolerated {
        format!("`{file}` has no `{name}`, which the schema of `{parent}` requires; some deployments accept that")
    } else if row.required {
        format!("`{file}` has no `{name}`: Salesforce refuses a `{parent}` without it")
    } else {
        format!("`{file}` has no `{name}`: the schema does not require it, but deployments without it were refused")
    };
    let finding = Finding::new(place, message, format!("add `<{name}>` to `{parent}`")).value(row.path);
    let finding = finding.fix((row.path == "label").then(|| named_like_the_file(schema, place)));
    if row.required && !row.is_absence_tolerated {
        finding
    } else {
        finding.severity(Severity::Warning).confidence(Confidence::Medium)
    }
}

fn named_like_the_file(schema: &SchemaFile<'_>, place: Place) -> Fix {
    let name = &schema.file.name;
    Fix::risky(format!("set the label `{name}`, after the file's name"), [Change::Write(place, name.clone())])
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    let Some(root) = schema.document.root().filter(|_| schema.document.is_whole()) else { return Vec::new() };
    let groups = schema.known().filter(|(_, row)| row.kind == ValueKind::Group);
    let groups = groups.map(|(visit, row)| (visit.node, row.path));
    let mut findings = Vec::new();
    for (group, path) in std::iter::once((root, "")).chain(groups) {
        for row in schema.facts.children(path).filter(|row| row.required || row.reported_required) {
            findings.extend(place(schema, group, row).map(|place| missing(schema, row, place)));
        }
    }
    findings
}

/// Where a required element is missed; nothing if it is there, or may be.
fn place(schema: &SchemaFile<'_>, group: NodeId, row: &ElementFacts) -> Option<Place> {
    let Some(node) = schema.document.children_named(group, row.name).next() else {
        let replaced = schema.file.replaced.iter().any(|replaced| replaced.touches(schema.document.span(group)));
        let absence = Place { absent: Some(row.name), ..schema.tag(group) };
        return (!replaced && !stands_elsewhere(schema, row)).then_some(absence);
    };
    let is_empty = matches!(schema.read(node), Content::Blank) && schema.document.children(node).next().is_none();
    is_empty.then(|| schema.tag(node))
}

/// Whether the element is there in the wrong place or letter case, which other rules report.
fn stands_elsewhere(schema: &SchemaFile<'_>, row: &ElementFacts) -> bool {
    use crate::rules::schema::Standing::{Misplaced, WrongCase};
    schema.visits.iter().any(|visit| match visit.standing {
        WrongCase(other) | Misplaced(_, other) => other.path == row.path,
        _ => false,
    })
}
