//! The JSON Schema of a configuration file, for editors and for validators other than calint.

use crate::packed::unpacked;

/// The schema (JSON Schema 2020-12), as pretty JSON with a line end. It is made of the types that a file is read into
/// and of the pages of the rules, by a test.
pub fn json_schema() -> String {
    unpacked(SCHEMA)
}

include!(concat!(env!("OUT_DIR"), "/schema.rs"));

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::{env, fs};

    use schemars::schema_for;
    use serde_json::json;

    use super::json_schema;
    use crate::config::keys::{KEYS, RawConfig};

    /// Asks the test to rewrite the schema if it no longer matches the types and pages.
    const WRITE: &str = "CALINT_WRITE_SCHEMA";

    #[test]
    fn the_schema_is_that_of_types_and_pages() {
        let mut schema = schema_for!(RawConfig);
        // An empty file is valid.
        schema.remove("required");
        schema.insert("title".to_owned(), json!("calint.toml"));
        let keys = schema.get("properties").and_then(|keys| keys.as_object()).expect("a file has keys");
        let keys: BTreeSet<&str> = keys.keys().map(String::as_str).collect();
        assert_eq!(keys, KEYS.iter().copied().collect(), "`RawConfig` and the reader know the same keys");
        let text = serde_json::to_string_pretty(&schema).expect("a schema is made of texts, numbers and lists") + "\n";
        let is_told_to_write = env::var_os(WRITE).is_some();
        if is_told_to_write {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/config/calint.schema.json");
            fs::write(file, &text).expect("the sources can be written");
        }
        assert!(
            text == json_schema() || is_told_to_write,
            "src/config/calint.schema.json is out of date: {WRITE}=1 cargo test --lib the_schema_is rewrites it"
        );
    }
}
