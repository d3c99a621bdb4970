//! A file contains an element that no version of its type has.

use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::rules::schema::{SchemaFile, Standing, Visit};
use crate::schema::{ApiVersion, Severity};

/// Letters that a suggested name may differ by. With more, unrelated names would be suggested.
const CLOSE: usize = 2;

/// Letters that the beginning of a name needs for the whole name to be suggested.
const LONG: usize = 8;

fn unknown(schema: &SchemaFile<'_>, visit: &Visit, context: &Context<'_>) -> Finding {
    let name = schema.name(visit);
    let parent = if visit.parent.is_empty() { schema.facts.name } else { visit.parent };
    let newest = ApiVersion::newest().number;
    let message = format!("`{parent}` has no element `{name}` in any version up to API {newest}.0");
    let place = schema.tag(visit.node);
    let finding = match meant(schema, visit.parent, name) {
        Some(near) => Finding::new(place, message, format!("did you mean `{near}`?")),
        None => Finding::new(place, message, format!("delete `{name}`: Salesforce refuses to deploy it"))
            .fix(Fix::risky(format!("delete `{name}`"), [Change::Remove(place)])),
    };
    let finding = finding.value(name);
    // A newer version than the tables know may have it.
    if context.project.api_version.is_beyond_tables() { finding.severity(Severity::Info).fix(None) } else { finding }
}

/// The known name that is probably meant: one that differs in a few letters, or the only one that goes on after it.
fn meant(schema: &SchemaFile<'_>, parent: &str, name: &str) -> Option<&'static str> {
    let known = || schema.facts.children(parent).map(|row| row.name);
    let length = name.chars().count();
    // A difference in length tells most names apart without comparing their letters.
    let alike = known().filter(|other| other.len().abs_diff(length) <= CLOSE);
    let near = alike.map(|other| (strsim::levenshtein(other, name), other));
    let close = near.filter(|(distance, _)| *distance <= CLOSE).min().map(|(_, near)| near);
    let longer = || {
        let mut longer = known().filter(|other| name.len() >= LONG && other.starts_with(name));
        longer.next().filter(|_| longer.next().is_none())
    };
    close.or_else(longer)
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, context: &Context<'_>) -> Vec<Finding> {
    // A partial table does not know every element.
    if schema.facts.partial {
        return Vec::new();
    }
    let unknown_elements = schema.visits.iter().filter(|visit| matches!(visit.standing, Standing::Unknown));
    unknown_elements.map(|visit| unknown(schema, visit, context)).collect()
}
