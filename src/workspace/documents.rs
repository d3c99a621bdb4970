//! How deep each file is parsed, and which trees are kept.
//!
//! A project may have thousands of permission sets, and rules look into few of them. So calint drops the tree of one
//! that no rule and no name asks for. To ask before it reads, it has to know all names first: apps and users are read
//! before lists of permissions. The other order would read those that a user has once more.

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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{ListNames, NoNames};
    use crate::workspace::{Census, Memory, Names, ProjectRoot, Source};

    /// A name by which a set is asked for.
    struct Named(&'static str);

    impl ListNames for Named {
        fn include(&self, source: &Source, label: Option<&str>) -> bool {
            source.name == self.0 || label == Some(self.0)
        }
    }

    fn set(permission: &str) -> String {
        format!(
            "<PermissionSet><label>Billing Feed</label><userPermissions><enabled>true</enabled><name>{permission}</name>\
             </userPermissions></PermissionSet>"
        )
    }

    fn source(folder: &Path) -> Source {
        let root = ProjectRoot { path: folder.into(), is_marked: true, archive: None };
        let names = Names::new(folder.to_owned());
        let all = crate::workspace::survey::survey(&root, &[folder.to_owned()], (Census::ALL, &names));
        all.into_iter().next().expect("the set is there")
    }

    /// Whether each of the three readers sees the first text although the file has another one by then.
    fn readers_of_the_first_text(names: &dyn ListNames) -> [bool; 3] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("Billing.permissionset-meta.xml");
        fs::write(&file, set("ApiEnabled")).expect("a file can be written");
        let (memory, source) = (Memory::default(), source(folder.path()));
        let label = memory.label(&source, names);
        fs::write(&file, set("UseAnyApiClient")).expect("a file can be written");
        let is_first =
            |tree: Option<std::sync::Arc<super::Document>>| tree.is_some_and(|tree| tree.text().contains("ApiEnabled"));
        let linted = memory.linted(&source, names).expect("it can be read").tree;
        let tree = memory.named(&source).expect("it can be read").tree;
        [label.as_deref() == Some("billing feed"), is_first(linted), is_first(tree)]
    }

    #[test]
    fn a_list_that_something_names_is_read_once() {
        for name in ["Billing", "billing feed"] {
            assert_eq!(readers_of_the_first_text(&Named(name)), [true; 3], "{name}");
        }
    }

    #[test]
    fn a_list_that_nothing_names_is_read_for_its_label_and_again_for_more() {
        assert_eq!(readers_of_the_first_text(&NoNames), [true, false, false]);
    }
}
