//! A file of facts: what it contains, and when it was exported.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;

use crate::workspace::{Memory, RepoPath, read_file};

use super::object::Object;
use super::recipe::Unanswered;

/// The file that the printed commands write beside the answers.
const MANIFEST: &str = "manifest.json";

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

    /// Whole days since the export; nothing if its time is unknown.
    pub fn age(&self, now: Timestamp) -> Option<i64> {
        self.exported.map(|exported| ((now.as_second() - exported.at.as_second()) / 86_400).max(0))
    }
}

#[derive(Deserialize)]
struct Manifest {
    exported: String,
}

/// Whether a file in a directory of facts has the name of an answer: JSON or CSV.
pub fn has_suffix_of_export(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| ["json", "csv"].iter().any(|known| suffix.eq_ignore_ascii_case(known)))
}

/// Whether a file is a manifest and not an answer.
pub(super) fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(MANIFEST))
}

/// When a file was exported, which the manifest of its folder says, or else the time of the file.
pub(super) fn exported(path: &Path, manifest: Option<Timestamp>) -> Option<Exported> {
    let written = || path.metadata().and_then(|metadata| metadata.modified()).ok();
    let by_file = || Some(Exported { at: Timestamp::try_from(written()?).ok()?, by: DatedBy::FileTime });
    manifest.map(|at| Exported { at, by: DatedBy::Manifest }).or_else(by_file)
}

/// The time of the exports in a folder, by its manifest.
pub(super) fn exported_by_manifest(folder: &Path, memory: &Memory) -> Option<Timestamp> {
    let manifest = folder.join(MANIFEST);
    // A link may lead to a file that never ends.
    if manifest.is_symlink() {
        return None;
    }
    let text = memory.bytes(&manifest, || read_file(&manifest)).ok()?;
    serde_json::from_slice::<Manifest>(&text).ok()?.exported.parse().ok()
}
