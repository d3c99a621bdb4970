//! The lists of permissions that apps and users name, collected before any list is read.
//!
//! calint keeps the tree of a named list while it reads all of them for another reason. If it collected the names
//! later, it would read the file once more.

use std::collections::BTreeSet;
use std::path::Path;

use crate::parse::Document;
use crate::schema::{Kind, StandardProfile};
use crate::workspace::{ListNames, Source};

use super::users::{Assigned, User};

/// Names of lists of permissions: API names and labels, in lower case.
#[derive(Debug, Default)]
pub(crate) struct NamedLists(BTreeSet<String>);

impl NamedLists {
    /// Adds the lists of a user.
    pub(crate) fn of_user(&mut self, user: &User) {
        if let Some(profile) = &user.profile {
            self.profile(profile);
        }
        for assigned in user.assignments.known() {
            let (Assigned::PermissionSet(name) | Assigned::Group(name)) = assigned;
            self.add(name);
        }
    }

    /// Adds a profile, by all its names.
    pub(crate) fn profile(&mut self, name: &str) {
        for name in names_of(Kind::Profile, name).into_iter().flatten() {
            self.add(name);
        }
    }

    /// Adds a name.
    pub(crate) fn add(&mut self, name: &str) {
        self.0.insert(name.to_lowercase());
    }

    /// Adds the members of a permission set group.
    pub(crate) fn of_group(&mut self, group: &Document) {
        let Some(root) = group.root() else { return };
        for list in ["permissionSets", "mutingPermissionSets"] {
            for member in group.children_named(root, list) {
                if let Some(name) = group.value(member).trimmed() {
                    self.add(name.text);
                }
            }
        }
    }

    /// Whether a name is among them.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.contains(&name.to_lowercase())
    }
}

impl ListNames for NamedLists {
    fn include(&self, source: &Source, label: Option<&str>) -> bool {
        let of_part = || set_of_part(&source.path).filter(|_| source.kind == Kind::PermissionSetPart);
        self.contains(&source.name)
            || label.is_some_and(|label| self.contains(label))
            || of_part().is_some_and(|set| self.contains(set))
    }
}

/// The names of a component: a profile's file may have another one than users see.
pub(crate) fn names_of(kind: Kind, name: &str) -> [Option<&str>; 3] {
    let standard = StandardProfile::find(name).filter(|_| kind == Kind::Profile);
    [Some(name), standard.map(|profile| profile.name), standard.map(|profile| profile.file)]
}

/// The permission set that a part belongs to: the folder below the last `permissionsets`.
pub(crate) fn set_of_part(path: &Path) -> Option<&str> {
    let steps: Vec<&str> = path.iter().filter_map(|step| step.to_str()).collect();
    let folder = steps.iter().rposition(|step| *step == "permissionsets")?;
    steps.get(folder + 1).copied()
}
