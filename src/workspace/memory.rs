//! The contents of each file that was read, so that calint reads no file twice.
//!
//! A run reads a list of permissions for up to three reasons: a rule looks through it, an app names it by its label,
//! and a run-as user has it. Each reason needs another depth. The memory hands out what it has, and reads a file again
//! only for a greater depth. The rounds of a fix run and several configurations of one repository share a lasting
//! memory, which keeps all that was read: they read only the files that changed.

use std::collections::HashMap;
use std::hash::Hash;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::parse::{Document, PlainText};
use crate::secrets::PrivateKey;

use super::plain_file::PlainFile;
use super::request::Census;
use super::source::Source;

/// What a file beside the metadata contains, if it contains a mark of a secret.
#[derive(Debug, Clone)]
pub struct Contents {
    /// Its text, if it is one.
    pub text: Option<Arc<PlainText>>,
    /// The private key that the file is.
    pub key: Option<PrivateKey>,
}

impl Contents {
    /// Bytes of its text.
    pub fn size(&self) -> usize {
        self.text.as_ref().map_or(0, |text| text.as_str().len())
    }
}

/// How much of a file is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The label of a permission set.
    Label,
    /// The label, and the sections of a list of permissions that rules read.
    Permissions,
    /// Every element.
    Whole,
}

/// What was parsed of a file.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// How deep.
    pub depth: Depth,
    /// The tree; nothing if the reader of a list of permissions did not want to keep it.
    pub tree: Option<Arc<Document>>,
    /// The label of a list of permissions, in lower case.
    pub label: Option<String>,
}

/// What is remembered of a file.
#[derive(Debug, Clone)]
struct Remembered {
    parsed: Parsed,
    /// The bytes that it was read from, if they are not written to the disk.
    draft: Option<Arc<Vec<u8>>>,
}

type Table<K, V> = Mutex<HashMap<K, V>>;

/// The bytes of a file, or why they cannot be had.
type Bytes = Result<Arc<Vec<u8>>, (io::ErrorKind, String)>;

#[derive(Debug, Default)]
struct Tables {
    documents: Table<PathBuf, Remembered>,
    others: Table<PathBuf, Option<Contents>>,
    bytes: Table<PathBuf, Bytes>,
    listings: Table<PathBuf, Vec<PathBuf>>,
    surveys: Table<(PathBuf, Census), Vec<Source>>,
}

/// What was read. Clones share it. The default remembers only what one run asks for more than once.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    tables: Arc<Tables>,
    lasts: bool,
}

impl Memory {
    /// A memory that keeps all that was read until it is dropped.
    pub fn lasting() -> Self {
        Self { lasts: true, ..Self::default() }
    }

    /// The memory for some readers. What one of several reads, the others do not read again.
    pub fn shared_by(&self, readers: usize) -> Self {
        if readers > 1 && !self.lasts { Self::lasting() } else { self.clone() }
    }

    /// What was parsed of a file, if it is enough, or else what `read` parses. A draft is another text of its file.
    pub(super) fn document<E>(
        &self,
        source: &Source,
        is_enough: impl Fn(&Parsed) -> bool,
        read: impl FnOnce() -> Result<Parsed, E>,
    ) -> Result<Parsed, E> {
        // A run asks for any other file once.
        if !self.lasts && !source.kind.is_permission_list() {
            return read();
        }
        let draft = source.unwritten();
        let is_same = |known: &Remembered| match (&known.draft, &draft) {
            (None, None) => true,
            (Some(known), Some(draft)) => Arc::ptr_eq(known, draft),
            _ => false,
        };
        let known = locked(&self.tables.documents).get(&source.path).cloned();
        if let Some(known) = known.filter(|known| is_same(known) && is_enough(&known.parsed)) {
            return Ok(known.parsed);
        }
        let parsed = read()?;
        let remembered = Remembered { parsed: parsed.clone(), draft };
        locked(&self.tables.documents).insert(source.path.clone(), remembered);
        Ok(parsed)
    }

    /// What a file beside the metadata contains. Fixes never change such files.
    pub fn other(&self, file: &PlainFile, read: impl FnOnce() -> Option<Contents>) -> Option<Contents> {
        self.kept(&self.tables.others, file.path.as_path(), read)
    }

    /// The bytes of a file that is no metadata.
    ///
    /// # Errors
    ///
    /// The files that `read` returned.
    pub fn bytes(&self, path: &Path, read: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<Arc<Vec<u8>>> {
        let read = || read().map(Arc::new).map_err(|error| (error.kind(), error.to_string()));
        self.kept(&self.tables.bytes, path, read).map_err(|(kind, reason)| io::Error::new(kind, reason))
    }

    /// The paths in a folder.
    pub fn listing(&self, folder: &Path, list: impl FnOnce() -> Vec<PathBuf>) -> Vec<PathBuf> {
        self.kept(&self.tables.listings, folder, list)
    }

    /// The files of a project that a survey found.
    pub(super) fn survey(&self, key: (PathBuf, Census), search: impl FnOnce() -> Vec<Source>) -> Vec<Source> {
        if !self.lasts {
            return search();
        }
        let known = locked(&self.tables.surveys).get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = search();
            locked(&self.tables.surveys).insert(key, found.clone());
            found
        })
    }

    /// A value by path. The lock is not held while a file is read.
    fn kept<V: Clone>(&self, table: &Table<PathBuf, V>, path: &Path, read: impl FnOnce() -> V) -> V {
        if !self.lasts {
            return read();
        }
        let known = locked(table).get(path).cloned();
        known.unwrap_or_else(|| {
            let new = read();
            locked(table).insert(path.to_owned(), new.clone());
            new
        })
    }
}

/// A panic elsewhere leaves a table whole: it only ever gains entries.
fn locked<K: Hash + Eq, V>(table: &Table<K, V>) -> MutexGuard<'_, HashMap<K, V>> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}
