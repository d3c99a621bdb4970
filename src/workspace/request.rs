//! What a run is to look at.
//!
//! Each yes-or-no decision is an enum of its own: as `bool` arguments, two of them could be swapped without an error.

use std::path::PathBuf;
use std::sync::Arc;

use globset::GlobMatcher;

use crate::schema::Need;

use super::ignore_files::IgnoreFiles;
use super::needs::Needs;
use super::snapshot::Snapshot;

/// What the user named.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file or a directory.
    Path(PathBuf),
    /// An earlier state of a whole repository.
    Snapshot(Arc<Snapshot>),
    /// One file on standard input, with the name that gives its kind.
    Stdin {
        /// The name, as if the file were there.
        name: PathBuf,
        /// What was read.
        bytes: Vec<u8>,
    },
}

/// Types of which a run has to know all files, besides those that decide over apps. Projects have thousands of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Census {
    /// Connected apps, External Client Apps, and what names them.
    pub apps: bool,
    /// Apex classes.
    pub apex_classes: bool,
    /// Profiles, permission sets, and groups.
    pub permission_lists: bool,
}

impl Census {
    /// Whether all that another census asks for is asked for here, too.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.with(other) == self
    }

    /// All types.
    pub const ALL: Self = Self { apps: true, apex_classes: true, permission_lists: true };

    /// The types that some needs ask for.
    pub fn of(needs: Needs) -> Self {
        Self {
            apps: needs.has(Need::AppNames),
            apex_classes: needs.has(Need::ApexClasses),
            permission_lists: needs.has(Need::Labels),
        }
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            apps: self.apps || other.apps,
            apex_classes: self.apex_classes || other.apex_classes,
            permission_lists: self.permission_lists || other.permission_lists,
        }
    }
}

/// What becomes of a path that the user named and that a link makes one outside of the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedLinks {
    /// It is looked at: the user wants it.
    Follow,
    /// It is a problem: a stranger may have made the link, or calint is to write.
    KeepInside,
}

/// Files that are not linted. Rules about other files may still use their content.
#[derive(Debug, Clone)]
pub struct Exclusion {
    /// The folder that the glob is relative to, absolute.
    pub folder: PathBuf,
    /// Which files below it.
    pub glob: GlobMatcher,
}

/// Where to look.
#[derive(Debug, Clone)]
pub struct Request {
    /// What the user named, in any order.
    pub inputs: Vec<Input>,
    /// Whether `.gitignore` counts.
    pub ignore_files: IgnoreFiles,
    /// What the rules need.
    pub needs: Needs,
    /// Files that are not linted, although they are named or met.
    pub exclude: Vec<Exclusion>,
    /// Whether named paths may lead out of the repository.
    pub named_links: NamedLinks,
    /// The directory that relative names start from.
    pub working_directory: PathBuf,
}

#[cfg(test)]
impl Request {
    /// All of a folder, for the tests of other stages.
    pub fn of_folder(folder: &std::path::Path) -> Self {
        Self {
            inputs: vec![Input::Path(folder.to_owned())],
            ignore_files: IgnoreFiles::Disregard,
            needs: [Need::OtherFiles].into_iter().collect(),
            exclude: Vec::new(),
            named_links: NamedLinks::Follow,
            working_directory: folder.to_owned(),
        }
    }
}
