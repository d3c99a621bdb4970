//! The JSON Schema of a configuration file, for editors and for validators other than calint.

use schemars::schema_for;
use serde_json::json;

use super::raw::RawConfig;

/// The schema (JSON Schema 2020-12), as pretty JSON with a line end.
///
/// # Panics
///
/// Never: a schema is made of texts, numbers and lists.
pub fn json_schema() -> String {
    let mut schema = schema_for!(RawConfig);
    // An empty file is valid.
    schema.remove("required");
    schema.insert("title".to_owned(), json!("calint.toml"));
    let text = serde_json::to_string_pretty(&schema).expect("a schema is made of texts, numbers and lists");
    text + "\n"
}
