//! The namespaces of managed packages.

/// Characters of the longest namespace that Salesforce allows.
const LONGEST: usize = 15;

/// Whether a managed package contains the component with this name: `ns__Name`.
pub fn has_namespace(name: &str) -> bool {
    // Every rule asks this of every app, so that the search for two bytes is a plain one.
    let parts = name.as_bytes().windows(2).position(|pair| pair == b"__").and_then(|at| name.split_at_checked(at));
    parts.is_some_and(|(namespace, name)| is_namespace(namespace) && name.len() > 2)
}

/// Whether a text can be the namespace of a managed package. A namespace may contain an underscore, as in
/// `sf_chttr_apps`.
pub fn is_namespace(text: &str) -> bool {
    let is_short = (1..=LONGEST).contains(&text.len());
    is_short && text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_')
}

#[cfg(test)]
mod tests {
    use super::has_namespace;

    #[test]
    fn names_with_and_without_a_namespace() {
        for name in ["acme__Portal", "sf_chttr_apps__Chatter_for_iOS", "DS_Denali__DialSource"] {
            assert!(has_namespace(name), "{name}");
        }
        for name in ["Portal", "acme__", "__Portal", "a name__Portal", "sixteen_letters_1__Portal", "acme_Portal"] {
            assert!(!has_namespace(name), "{name}");
        }
    }
}
