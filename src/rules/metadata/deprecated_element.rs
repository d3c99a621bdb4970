//! A file contains an element that is reserved, deprecated, or for Salesforce's internal use.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile, Visit};
use crate::schema::Kind;

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, context: &Context<'_>) -> Vec<Finding> {
    // Only Salesforce can change its own apps.
    let is_foreign = context.project.app_of(schema.file.file).is_some_and(App::is_salesforces_own);
    let known = schema.known().filter(|_| !is_foreign);
    let deprecated = known.filter_map(|(visit, row)| Some((visit, row, row.deprecated?)));
    // A switch that is off does no harm where it stays, and each retrieve brings it back.
    let is_off = |visit: &Visit| matches!(schema.content(visit), Content::Text(text, _) if text == "false");
    let deprecated =
        deprecated.filter(|(visit, row, why)| why.starts_with("moved") || row.until.is_some() || !is_off(visit));
    let finding = deprecated.map(|(visit, row, why)| {
        let message = format!("`{}` of `{}` should not be set: {why}", row.name, schema.file.name);
        let place = schema.tag(visit.node);
        // An element that moved elsewhere shows what was meant, and settings of the org are not part of an app.
        let is_of_app = !matches!(schema.file.kind, Kind::Settings(_));
        let is_idle = is_of_app && !why.starts_with("moved");
        let delete = || Fix::safe(format!("delete `{}`", row.name), [Change::Remove(place)]);
        let finding = Finding::new(place, message, format!("delete `{}`", row.name)).value(row.name);
        finding.fix(is_idle.then(delete))
    });
    finding.collect()
}
