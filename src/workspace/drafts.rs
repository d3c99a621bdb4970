//! Files as they would be: texts and names that are not written yet, and that a run reads instead of the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its content when it was read.
    pub before: Arc<Vec<u8>>,
    /// Its content after the fix.
    pub after: Arc<Vec<u8>>,
    /// Where it would be.
    pub path: PathBuf,
}

impl Draft {
    /// A file that stays as it was read.
    pub fn unchanged(path: PathBuf, bytes: Vec<u8>) -> Self {
        let bytes = Arc::new(bytes);
        Self { before: Arc::clone(&bytes), after: bytes, path }
    }
}

/// Files as they would be, by the absolute paths that they have now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafts(BTreeMap<PathBuf, Draft>);

impl Drafts {
    /// The draft of a file, by the path that it has now.
    pub fn get(&self, path: &Path) -> Option<&Draft> {
        self.0.get(path)
    }

    /// The path that the file has now which would be at `path`.
    pub fn origin_of(&self, path: &Path) -> Option<&Path> {
        let moved = || self.0.iter().find(|(_, draft)| draft.path == path).map(|(now, _)| now.as_path());
        self.0
            .get_key_value(path)
            .filter(|(now, draft)| draft.path == **now)
            .map(|(now, _)| now.as_path())
            .or_else(moved)
    }

    /// Takes a draft in, in the place of an earlier one.
    pub fn insert(&mut self, path: PathBuf, draft: Draft) {
        self.0.insert(path, draft);
    }

    /// Forgets a draft.
    pub fn remove(&mut self, path: &Path) {
        self.0.remove(path);
    }

    /// All drafts with the paths that the files have now, by these.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Draft)> {
        self.0.iter().map(|(path, draft)| (path.as_path(), draft))
    }

    /// Whether there are no drafts.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
