//! Something that contains whole files under names: a zip archive, or an earlier state of a repository.
//!
//! One enum and not a trait: there are two kinds, so the few differences, such as what is not unpacked, fit into one
//! `match` each. Who reads a file asks by its name, and does not see which kind answers.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::archive::Archive;
use super::names::{Names, RepoPath};
use super::snapshot::Snapshot;

/// Files under names with forward slashes.
#[derive(Debug)]
pub(super) enum Container {
    /// A zip archive.
    Zip(Archive),
    /// A commit.
    Commit(Arc<Snapshot>),
}

impl Container {
    /// Where it is. Behind a `!`, names of files make paths that no file on the disk has.
    pub(super) fn path(&self) -> PathBuf {
        match self {
            Self::Zip(archive) => archive.path().to_owned(),
            Self::Commit(snapshot) => snapshot.path(),
        }
    }

    /// The names of the files, sorted.
    pub(super) fn names(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Self::Zip(archive) => Box::new(archive.names()),
            Self::Commit(snapshot) => Box::new(snapshot.names()),
        }
    }

    /// Why some files are not read, one sentence for each.
    pub(super) fn hidden(&self) -> &[String] {
        match self {
            Self::Zip(archive) => archive.hidden(),
            Self::Commit(_) => &[],
        }
    }

    /// Whether a file that is not read is one of an app.
    pub(super) fn hides_app(&self) -> bool {
        match self {
            Self::Zip(archive) => archive.hides_app(),
            Self::Commit(_) => false,
        }
    }

    /// Whether something of it was not unpacked because the run unpacked too much.
    pub(super) fn is_cut(&self) -> bool {
        match self {
            Self::Zip(archive) => archive.is_cut(),
            // The command line names the commit, so the run ends there.
            Self::Commit(_) => false,
        }
    }

    /// Whether there is a file of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        match self {
            Self::Zip(archive) => archive.has(name),
            Self::Commit(snapshot) => snapshot.has(name),
        }
    }

    /// A file's path as reports show it. A file of a commit is shown where it was in the repository.
    pub(super) fn shown(&self, name: &str, names: &Names) -> RepoPath {
        match self {
            Self::Zip(archive) => names.entry(archive.path(), name),
            Self::Commit(snapshot) => names.file(&snapshot.repository().join(name)),
        }
    }

    /// Reads a file into memory.
    ///
    /// # Errors
    ///
    /// No file has that name, or it cannot be read whole.
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match self {
            Self::Zip(archive) => archive.read(name),
            Self::Commit(snapshot) => snapshot.read(name),
        }
    }

    /// Reads a file piece by piece.
    ///
    /// # Errors
    ///
    /// No file has that name, or it cannot be read.
    pub(super) fn stream<T>(&self, name: &str, look: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<T> {
        match self {
            Self::Zip(archive) => archive.stream(name, look),
            Self::Commit(snapshot) => snapshot.stream(name, look),
        }
    }
}
