//! Settings that a deployment replaces. Projects replace keys, users, names, and addresses for each org. What else a
//! deployment replaces, such as a scope or a policy, calint would otherwise have checked.

use crate::parse::{Document, NodeId, Span};
use crate::schema::{SETTING_TEXTS, TypeFacts, ValueKind};

use super::source_file::SourceFile;

/// Whether a deployment replaces something of a file besides texts that differ from org to org.
pub fn replaces_setting(source: &SourceFile, document: &Document) -> bool {
    let facts = TypeFacts::find(source.kind.type_name());
    let is_text = |node: &NodeId| {
        let name = document.name(*node);
        let mut rows = facts.iter().flat_map(|facts| facts.elements).filter(|row| row.name == name);
        rows.any(|row| row.kind == ValueKind::String) && !SETTING_TEXTS.contains(&name)
    };
    source.replaced.iter().any(|replaced| !leaf_around(document, *replaced).as_ref().is_some_and(is_text))
}

/// The element whose text contains all of a stretch, if it has no children: what is replaced elsewhere may be an
/// element.
fn leaf_around(document: &Document, stretch: Span) -> Option<NodeId> {
    let mut around = document.root()?;
    loop {
        let contains = |node: &NodeId| {
            let (whole, tag) = (document.span(*node), document.start_tag(*node));
            whole.end >= tag.end && Span { start: tag.end, end: whole.end }.contains(stretch)
        };
        match document.children(around).find(contains) {
            Some(inner) => around = inner,
            None => return (document.children(around).next().is_none()).then_some(around),
        }
    }
}
