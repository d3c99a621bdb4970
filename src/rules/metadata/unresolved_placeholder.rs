//! A template text that nothing fills in.

use crate::model::{ElementFacts, Place};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;
use crate::rules::schema::{SchemaFile, is_secret};

const HELP: &str = "fill it in, or declare under `replacements` in sfdx-project.json what replaces it";

fn unresolved(schema: &SchemaFile<'_>, row: &ElementFacts, place: Place) -> Finding {
    let text = schema.document.slice(place.span);
    let named = || format!("the placeholder `{text}`");
    let shown = if is_secret(row.name) { "a placeholder".to_owned() } else { named() };
    let message = format!("`{}` of `{}` is {shown}, and nothing replaces it", row.name, schema.file.name);
    Finding::new(place, message, HELP).value(text)
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    let places = schema.known().flat_map(|(visit, row)| {
        let places = schema.placeholders(visit).into_iter();
        places.map(move |place| unresolved(schema, row, place))
    });
    places.collect()
}
