//! What a search found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::left_out::LeftOut;
use super::names::RepoPath;
use super::plain_file::PlainFile;
use super::source::{Source, Unreadable};

/// What a run looks at.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The files to lint, sorted by path, each once.
    pub sources: Vec<Source>,
    /// Files that are opened only when something names them, sorted by path.
    pub unopened: Vec<Source>,
    /// Files beside the metadata in which a secret may stand, sorted by path, if they are looked for.
    pub others: Vec<PlainFile>,
    /// Directories, files and archives that could not be looked into.
    pub unreadable: Vec<Unreadable>,
    /// Named directories and archives that contain no file to check although their configuration does not allow it.
    pub empty: Vec<EmptyDirectory>,
    /// Named files of no kind that calint reads.
    pub skipped: Vec<RepoPath>,
    /// What was met and is not checked, by reason and path.
    pub left_out: Vec<LeftOut>,
    /// Directories that were walked, absolute.
    pub walked: Vec<PathBuf>,
    /// Which exclusions kept a file out: of which configuration, by index.
    pub excluded_by: BTreeMap<usize, BTreeSet<usize>>,
    /// The folder that shown paths are relative to.
    pub base: PathBuf,
    /// The directory that relative names start from.
    pub working_directory: PathBuf,
}

/// A named directory or archive that contains no file to check.
#[derive(Debug, Clone)]
pub struct EmptyDirectory {
    /// The directory.
    pub path: RepoPath,
    /// How many files were passed over.
    pub passed_over: usize,
}

/// The command line names something that is not there.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// No such file or directory.
    #[error("{path}: no such file or directory")]
    Missing {
        /// As it was named.
        path: String,
    },
}
