//! An element that Salesforce keeps to itself or means to drop.

use crate::rules::finding::Finding;
use crate::rules::registry::Context;
use crate::rules::schema::SchemaFile;

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, _: &Context<'_>) -> Vec<Finding> {
    let deprecated = schema.known().filter_map(|(visit, row)| Some((visit, row, row.deprecated?)));
    let finding = deprecated.map(|(visit, row, why)| {
        let message = format!("`{}` of `{}` should not be set: {why}", row.name, schema.file.name);
        Finding::new(schema.tag(visit.node), message, format!("delete `{}`", row.name)).value(row.name)
    });
    finding.collect()
}
