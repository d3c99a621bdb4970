//! How deep each file is parsed, and which trees are kept.
//!
//! A project may have thousands of permission sets, and rules look into few of them. So calint drops the tree of one that no
//! rule and no name asks for. To ask before it reads, it has to know all names first: apps and users are read before lists
//! of permissions. The other order would read those that a user has once more.

use std::sync::Arc;

use crate::parse::{self, Document};
use crate::schema::Kind;

use super::memory::{Depth, Memory, Parsed};
use super::permission_sections::{label, matters_to_rules, parse_label, parse_permissions};
use super::source::{Source, Unreadable};

/// Which lists of permissions something names, by API name or by label.
pub trait ListNames: Sync {
    /// Whether something names this file.
    fn include(&self, source: &Source, label: Option<&str>) -> bool;
}

/// Nothing names a list of permissions.
#[cfg(test)]
pub(super) struct NoNames;

#[cfg(test)]
impl ListNames for NoNames {
    fn include(&self, _: &Source, _: Option<&str>) -> bool {
        false
    }
}

impl Memory {
    /// The tree of a file that rules look at; of a list of permissions only if it matters.
    pub(super) fn linted(&self, source: &Source, names: &dyn ListNames) -> Result<Parsed, Unreadable> {
        let depth = depth(source.kind);
        self.document(source, |known| known.depth >= depth, || read((source, depth), names))
    }

    /// The tree of a file that something names.
    pub(super) fn named(&self, source: &Source) -> Result<Parsed, Unreadable> {
        let depth = depth(source.kind);
        let is_enough = |known: &Parsed| known.depth >= depth && known.tree.is_some();
        self.document(source, is_enough, || read((source, depth), &AllNames))
    }

    /// The tree of a file that something names; nothing if it cannot be read.
    pub fn tree(&self, source: &Source) -> Option<Arc<Document>> {
        self.named(source).ok()?.tree
    }

    /// The label of a permission set; nothing if it has none or cannot be read. If something names it by the label, its
    /// tree is kept.
    pub fn label(&self, source: &Source, names: &dyn ListNames) -> Option<String> {
        self.document(source, |_| true, || read((source, Depth::Label), names)).ok()?.label
    }
}

/// A file that is read because something names it.
struct AllNames;

impl ListNames for AllNames {
    fn include(&self, _: &Source, _: Option<&str>) -> bool {
        true
    }
}

fn depth(kind: Kind) -> Depth {
    if kind.is_permission_list() { Depth::Permissions } else { Depth::Whole }
}

fn read((source, depth): (&Source, Depth), names: &dyn ListNames) -> Result<Parsed, Unreadable> {
    let bytes = source.read()?;
    let document = match depth {
        Depth::Whole => return Ok(Parsed { depth, tree: Some(Arc::new(parse::parse(bytes))), label: None }),
        Depth::Permissions => parse_permissions(bytes),
        Depth::Label => {
            let label = label(&parse_label(bytes.clone()));
            if !names.include(source, label.as_deref()) {
                return Ok(Parsed { depth, tree: None, label });
            }
            parse_permissions(bytes)
        }
    };
    let label = label(&document);
    let is_kept =
        (depth == Depth::Permissions && matters_to_rules(&document)) || names.include(source, label.as_deref());
    let tree = is_kept.then(|| Arc::new(document));
    Ok(Parsed { depth: Depth::Permissions, tree, label })
}
