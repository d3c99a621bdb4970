//! Entries of a baseline, and what became of them.

use std::path::PathBuf;

/// A finding that was there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file, relative to the folder of the baseline, with forward slashes.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// Type and name of the component, for people.
    pub component: String,
    /// The element path without indices, for people.
    pub element: String,
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// The fingerprint without the component's name, by which a renamed file is known again.
    pub shape: String,
}

/// What became of the entries in a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaselineReport {
    /// The file, absolute.
    pub path: PathBuf,
    /// How many entries it has.
    pub count: usize,
    /// Entries whose findings are fixed.
    pub stale: Vec<Entry>,
    /// Findings in files that were moved or renamed, or whose fingerprints are made in another way: the entry as
    /// written, and as it is now.
    pub moved: Vec<(Entry, Entry)>,
    /// What the baseline would be now, for the files of this run.
    pub current: Vec<Entry>,
}
