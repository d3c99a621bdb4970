//! What earlier runs found in the same files, so that the rounds of a fix run read only the files that they changed.
//!
//! A fix run checks everything again after each round, because a fix in one file may change a finding in another.
//! Without a memory each round would read the whole project. It keeps trees and not findings: which findings depend on
//! a changed file is not known, and trees of unchanged files stay true.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::plain_file::PlainFile;
use crate::parse::{Document, PlainText};
use crate::secrets::PrivateKey;

use super::source::Source;

/// What a file beside the metadata contains, if it contains a mark of a secret.
#[derive(Debug, Clone)]
pub struct Contents {
    pub(crate) text: Option<Arc<PlainText>>,
    pub(crate) key: Option<PrivateKey>,
}

impl Contents {
    /// Bytes of its text.
    pub(crate) fn size(&self) -> usize {
        self.text.as_ref().map_or(0, |text| text.as_str().len())
    }
}

/// The tree of a file; nothing for a list of permissions in which no rule looks for anything.
pub(crate) type Tree = Option<Arc<Document>>;

/// How much of a file was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Depth {
    /// What rules check.
    Linted,
    /// What another file needs of it.
    LookedUp,
}

/// What earlier runs found. Clones share it. The default remembers nothing.
#[derive(Debug, Clone, Default)]
pub struct Memory(Option<Arc<Remembered>>);

#[derive(Debug, Default)]
struct Remembered {
    trees: Table<(PathBuf, Depth), Tree>,
    labels: Table<PathBuf, Option<String>>,
    others: Table<PathBuf, Option<Contents>>,
}

type Table<K, V> = Mutex<HashMap<K, V>>;

impl Memory {
    /// A memory that remembers all files until it is dropped.
    pub fn lasting() -> Self {
        Self(Some(Arc::default()))
    }

    /// The tree of a file. A file with changes that are not written yet is always read.
    pub(crate) fn tree<E>(
        &self,
        (source, depth): (&Source, Depth),
        read: impl FnOnce() -> Result<Tree, E>,
    ) -> Result<Tree, E> {
        match self.0.as_ref().filter(|_| !source.is_draft()) {
            Some(remembered) => get(&remembered.trees, (source.path.clone(), depth), read),
            None => read(),
        }
    }

    /// The label in a file.
    pub(crate) fn label(&self, source: &Source, read: impl FnOnce() -> Option<String>) -> Option<String> {
        match self.0.as_ref().filter(|_| !source.is_draft()) {
            Some(remembered) => always(&remembered.labels, source.path.clone(), read),
            None => read(),
        }
    }

    /// What a file beside the metadata contains. Fixes never change such files.
    pub fn other(&self, file: &PlainFile, read: impl FnOnce() -> Option<Contents>) -> Option<Contents> {
        match &self.0 {
            Some(remembered) => always(&remembered.others, file.path.clone(), read),
            None => read(),
        }
    }
}

fn always<K: std::hash::Hash + Eq, V: Clone>(table: &Table<K, V>, key: K, read: impl FnOnce() -> V) -> V {
    let Ok(value) = get(table, key, || Ok::<_, std::convert::Infallible>(read()));
    value
}

/// The value of a key, which is read if it is not known. The lock is not held while a file is read. After a panic the
/// table is still valid, because it only gains entries.
fn get<K: std::hash::Hash + Eq, V: Clone, E>(
    table: &Table<K, V>,
    key: K,
    read: impl FnOnce() -> Result<V, E>,
) -> Result<V, E> {
    let known = table.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let new = read()?;
    table.lock().unwrap_or_else(PoisonError::into_inner).insert(key, new.clone());
    Ok(new)
}
