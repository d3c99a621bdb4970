//! An element that belongs under another parent, or into another file of the app.

use crate::model::ElementFacts;
use crate::rules::finding::Finding;
use crate::rules::registry::Context;
use crate::rules::schema::{SchemaFile, Standing, Visit};

fn misplaced(schema: &SchemaFile<'_>, visit: &Visit, kind: &str, row: &ElementFacts) -> Finding {
    let here = if visit.parent.is_empty() { schema.facts.name } else { visit.parent };
    let there = if row.parent.is_empty() { kind.to_owned() } else { format!("{kind}/{}", row.parent) };
    let message = format!("`{}` does not belong in `{here}`: a deployment refuses it there", row.name);
    let help = if kind == "ConnectedApp" && schema.facts.name != kind {
        format!("`{}` is an element of connected apps (`{there}`): use its counterpart", row.name)
    } else {
        format!("move it to `{there}`")
    };
    Finding::new(schema.tag(visit.node), message, help).value(row.name)
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    let visits = schema.visits.iter().filter_map(|visit| match visit.standing {
        Standing::Misplaced(kind, row) => Some(misplaced(schema, visit, kind, row)),
        _ => None,
    });
    visits.collect()
}
