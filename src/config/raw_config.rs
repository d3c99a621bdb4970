//! Types of keys for the JSON Schema alone, where what is read says too little.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::rules::PACKS;

use super::rule_schema::rules_schema;

pub(super) fn pack_names(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
    json_schema!({ "type": "array", "items": { "enum": names } })
}

pub(super) fn rules_of(_: &mut SchemaGenerator) -> Schema {
    rules_schema()
}

/// `66`, `66.0` or `"66.0"`.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it describes the file for editors")]
pub(super) enum RawApiVersion {
    Whole(u16),
    Fraction(f64),
    Text(String),
}
