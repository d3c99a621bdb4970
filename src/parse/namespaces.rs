//! Namespace declarations in force while the reader walks.

use std::collections::HashMap;

use super::span::Span;
use super::tree::Namespace;

/// The namespace of every Salesforce metadata file.
pub const METADATA_NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";

/// Which prefix means which namespace, for every open element.
#[derive(Debug, Default)]
pub(super) struct Namespaces<'d> {
    meanings: HashMap<&'d str, Vec<Namespace>>,
    /// Prefixes that each open element declared.
    declared: Vec<Vec<&'d str>>,
}

impl<'d> Namespaces<'d> {
    pub(super) fn open(&mut self) {
        self.declared.push(Vec::new());
    }

    /// Declares a prefix (empty for the default namespace) for the innermost open element.
    pub(super) fn declare(&mut self, prefix: &'d str, uri: &str, place: Span) {
        let namespace = match uri {
            METADATA_NAMESPACE => Namespace::Metadata,
            "" => Namespace::None,
            _ => Namespace::Other(place),
        };
        self.meanings.entry(prefix).or_default().push(namespace);
        if let Some(declared) = self.declared.last_mut() {
            declared.push(prefix);
        }
    }

    pub(super) fn close(&mut self) {
        for prefix in self.declared.pop().unwrap_or_default() {
            if let Some(meanings) = self.meanings.get_mut(prefix) {
                meanings.pop();
            }
        }
    }

    /// The namespace of an element with this prefix (empty for none).
    pub(super) fn resolve(&self, prefix: &str) -> Namespace {
        let known = self.meanings.get(prefix).and_then(|meanings| meanings.last());
        let unknown = if prefix.is_empty() { Namespace::None } else { Namespace::Undeclared };
        known.copied().unwrap_or(unknown)
    }
}
