//! `[rules]` as JSON Schema: every rule, with the options that its page names and bounds.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value, json};

use crate::rules::{OptionKind, PAGES, Page, RuleOption};

/// What a rule may be set to.
const LEVELS: [&str; 4] = ["error", "warning", "info", "off"];

/// Every rule with its options.
pub(super) fn rules_schema() -> Schema {
    let properties: Map<String, Value> = PAGES.iter().map(|page| (page.name.to_owned(), rule(page))).collect();
    json_schema!({
        "description": "Severities and options of rules.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn rule(page: &Page) -> Value {
    let mut options: Map<String, Value> =
        page.options.iter().map(|option| (option.name.to_owned(), value(option))).collect();
    options.insert("severity".to_owned(), json!({ "enum": LEVELS }));
    json!({
        "description": page.summary,
        "anyOf": [
            { "enum": LEVELS },
            { "type": "object", "properties": options, "additionalProperties": false },
        ],
    })
}

fn value(option: &RuleOption) -> Value {
    match option.kind {
        OptionKind::Count { minimum, maximum, default } => json!({
            "description": option.about, "type": "integer", "minimum": minimum, "maximum": maximum, "default": default,
        }),
        OptionKind::Names => json!({ "description": option.about, "type": "array", "items": { "type": "string" } }),
    }
}
