//! The API version that files prove by their own elements.
//!
//! A project often declares an older version than the one that its files were retrieved with. A file cannot contain an
//! element that its version does not have, so the higher of the two versions counts.

use crate::parse::{Document, NodeId};
use crate::schema::{EARLIEST, RELEASES, SCOPES, TypeFacts};

/// The path below which a connected app lists its scopes.
const SCOPES_PATH: &str = "oauthConfig/scopes";

/// The version of the newest element, type or scope of a file; 0 if its type has no table. A version that is only
/// inferred proves nothing, and neither does "47 or earlier".
pub fn proven_version(document: &Document) -> u16 {
    let root = document.root().and_then(|root| Some((root, TypeFacts::find(document.name(root))?)));
    let Some((root, facts)) = root else { return 0 };
    let mut newest = if facts.is_since_inferred { 0 } else { proven(facts.since) };
    let mut groups: Vec<(NodeId, &'static str)> = vec![(root, "")];
    while let Some((group, parent)) = groups.pop() {
        for node in document.own_children(group) {
            let Some(row) = facts.element(parent, document.name(node)) else { continue };
            if !row.is_since_inferred {
                newest = newest.max(proven(row.since));
            }
            if row.path == SCOPES_PATH {
                newest = newest.max(scope_version(document, node));
            }
            groups.push((node, row.path));
        }
    }
    newest
}

fn scope_version(document: &Document, node: NodeId) -> u16 {
    let text = document.value(node);
    let name = text.trimmed().map_or("", |value| value.text);
    let known = SCOPES.iter().find(|scope| scope.name == name && !scope.is_since_inferred);
    known.map_or(0, |scope| proven(scope.since))
}

/// The version that something in a file proves by its first version in a table.
fn proven(since: u16) -> u16 {
    if since == EARLIEST { 0 } else { since }
}

/// Whether no file can prove a newer version than a declared one.
pub fn is_newest(declared: u16) -> bool {
    RELEASES.last().is_none_or(|(newest, _)| declared >= *newest)
}
