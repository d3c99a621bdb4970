//! An element that Salesforce keeps to itself or means to drop.

use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::registry::Context;
use crate::rules::schema::SchemaFile;

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, context: &Context<'_>) -> Vec<Finding> {
    let deprecated = schema.known().filter_map(|(visit, row)| Some((visit, row, row.deprecated?)));
    let finding = deprecated.map(|(visit, row, why)| {
        let message = format!("`{}` of `{}` should not be set: {why}", row.name, schema.file.name);
        let place = schema.tag(visit.node);
        // One that moved elsewhere has an effect in the versions that still have it.
        let is_idle = !why.starts_with("moved") || !row.is_in(context.api());
        let delete = || Fix::safe(format!("delete `{}`", row.name), [Change::Remove(place)]);
        let finding = Finding::new(place, message, format!("delete `{}`", row.name)).value(row.name);
        finding.fix(is_idle.then(delete))
    });
    finding.collect()
}
