//! A file of facts: what it contains, and when it was exported.

use std::collections::BTreeMap;
use std::path::Path;

use crate::workspace::RepoPath;
use jiff::Timestamp;

use super::object::Object;
use super::recipe::Unanswered;

/// A file of facts that was read.
#[derive(Debug)]
pub struct FactsFile {
    /// As reports show it.
    pub path: RepoPath,
    /// When the org was asked.
    pub exported: Option<Exported>,
    /// How many records of which object there are: 0 if the answer to its query is empty.
    pub rows: BTreeMap<Object, usize>,
    /// How many records are of no object that calint reads.
    pub unread: usize,
    /// The columns of the first of them, as the file spells them.
    pub unread_columns: Vec<String>,
    /// What an answer without records means; nothing if there are records, or if it is unknown what the query was.
    pub none: Option<&'static str>,
    /// Why there is no answer, if none is needed.
    pub unanswered: Option<Unanswered>,
}

/// When the org was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// The time.
    pub at: Timestamp,
    /// What says so.
    pub by: DatedBy,
}

/// What says when a file was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedBy {
    /// `manifest.json` beside the file.
    Manifest,
    /// The time at which the file was last written. A copy or a checkout of the file changes it.
    FileTime,
}

impl FactsFile {
    /// Facts that are older than this many days may no longer be true. The number is a choice: no document
    /// gives one.
    pub const FRESH_DAYS: i64 = 30;

    /// A file of which nothing but its name and its time is known.
    pub(super) fn new(path: RepoPath, exported: Option<Exported>) -> Self {
        let (rows, unread_columns) = (BTreeMap::new(), Vec::new());
        Self { path, exported, rows, unread: 0, unread_columns, none: None, unanswered: None }
    }

    /// Whole days since the export; nothing if its time is unknown.
    pub fn age(&self, now: Timestamp) -> Option<i64> {
        self.exported.map(|exported| ((now.as_second() - exported.at.as_second()) / 86_400).max(0))
    }
}

/// Whether a file in a directory of facts has the name of an answer: JSON or CSV.
pub fn has_suffix_of_export(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| ["json", "csv"].iter().any(|known| suffix.eq_ignore_ascii_case(known)))
}

/// When a file was exported, which the manifest of its folder says, or else the time of the file.
pub(super) fn exported(path: &Path, manifest: Option<Timestamp>) -> Option<Exported> {
    let written = || path.metadata().and_then(|metadata| metadata.modified()).ok();
    let by_file = || Some(Exported { at: Timestamp::try_from(written()?).ok()?, by: DatedBy::FileTime });
    manifest.map(|at| Exported { at, by: DatedBy::Manifest }).or_else(by_file)
}
