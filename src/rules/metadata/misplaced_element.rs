//! An element belongs under another parent, or in another file of the app.

use crate::parse::NodeId;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile, Standing, Visit, is_secret};
use crate::schema::ElementFacts;
use crate::workspace::Place;

/// The most findings of a file that get a fix, and the most bytes of a repeated element that gets one. An app has far
/// fewer, and a hostile file must not cost more than others.
const MAX_REPAIRS: usize = 100;
const MAX_DOUBLED: usize = 4096;

fn misplaced(schema: &SchemaFile<'_>, visit: &Visit, kind: &str, row: &ElementFacts) -> Finding {
    let here = if visit.parent.is_empty() { schema.facts.name } else { visit.parent };
    let there = if row.parent.is_empty() { kind.to_owned() } else { format!("{kind}/{}", row.parent) };
    let message = format!("`{}` does not belong in `{here}`: Salesforce refuses to deploy it there", row.name);
    let help = if kind == "ConnectedApp" && schema.facts.name != kind {
        format!("`{}` is an element of connected apps (`{there}`): use its counterpart", row.name)
    } else {
        format!("move it to `{there}`")
    };
    Finding::new(schema.tag(visit.node), message, help).value(row.name)
}

/// What would put it right in this file.
fn repair(schema: &SchemaFile<'_>, visit: &Visit, kind: &str, row: &ElementFacts) -> Option<Fix> {
    let is_doubled = visit.parent == row.path;
    let fix = || if is_doubled { doubled(schema, visit, row) } else { moved(schema, visit, row) };
    (kind == schema.facts.name).then(fix).flatten()
}

/// `<scopes><scopes>Api</scopes></scopes>`
fn doubled(schema: &SchemaFile<'_>, visit: &Visit, row: &ElementFacts) -> Option<Fix> {
    let outer = schema.document.parent(visit.node)?;
    if schema.document.slice(schema.document.span(outer)).len() > MAX_DOUBLED {
        return None;
    }
    let inner = schema.document.children(outer).all(|child| schema.document.name(child) == row.name);
    inner.then(|| Fix::safe(format!("remove the outer `{}`", row.name), [Change::Unwrap(schema.tag(outer))]))
}

/// The move to the one element of the file that it can belong to, if that lacks it.
fn moved(schema: &SchemaFile<'_>, visit: &Visit, row: &ElementFacts) -> Option<Fix> {
    let is_only_place = schema.facts.elements.iter().filter(|other| other.name == row.name).count() == 1;
    let parent = parent(schema, row).filter(|_| is_only_place && !is_secret(row.name))?;
    let place = schema.tag(visit.node);
    let there: Vec<NodeId> = schema.document.children_named(parent, row.name).collect();
    let text = |node| match schema.read(node) {
        Content::Text(text, _) => Some(text),
        _ => None,
    };
    let own = text(visit.node);
    if own.is_some() && there.iter().any(|node| text(*node) == own) {
        return Some(Fix::risky(format!("delete `{}`, which is there, too", row.name), [Change::Remove(place)]));
    }
    let to = Place { absent: Some(row.name), ..schema.tag(parent) };
    let title = format!("move `{}` to `{}`", row.name, schema.document.path(parent));
    (row.repeatable || there.is_empty()).then(|| Fix::risky(title, [Change::Move(place, to)]))
}

/// The one element that a row's element belongs to.
fn parent(schema: &SchemaFile<'_>, row: &ElementFacts) -> Option<NodeId> {
    if row.parent.is_empty() {
        return schema.document.root();
    }
    let mut groups = schema.known().filter(|(_, other)| other.path == row.parent).map(|(group, _)| group.node);
    groups.next().filter(|_| groups.next().is_none())
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    let misplaced_ones = schema.visits.iter().filter_map(|visit| match visit.standing {
        Standing::Misplaced(kind, row) => Some((visit, kind, row)),
        _ => None,
    });
    let finding = |(index, (visit, kind, row))| {
        let repair = (index < MAX_REPAIRS).then(|| repair(schema, visit, kind, row)).flatten();
        misplaced(schema, visit, kind, row).fix(repair)
    };
    misplaced_ones.enumerate().map(finding).collect()
}
