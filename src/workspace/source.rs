//! One file to read: what it is, where it is, and which project it belongs to.
//!
//! A source has no content. Most files that a search finds are only looked up by name, so each is read where it is
//! needed, and a project of any size costs a path for each file. Disk, draft, standard input, and archive differ only
//! here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::schema::{Kind, NamedKind};

use super::container::Container;
use super::drafts::Draft;
use super::names::{Names, RepoPath};
use super::reading::{MAX_FILE_SIZE, is_inside, read_file, read_inside, too_large};

/// A file of a kind that calint knows.
#[derive(Debug, Clone)]
pub struct Source {
    /// As reports show it.
    pub shown: RepoPath,
    /// The metadata type, which the suffix says.
    pub kind: Kind,
    /// The component's name, from the file name.
    pub name: String,
    /// The suffix as it is written, if it is another spelling of the registered one.
    pub wrong_suffix: Option<String>,
    /// The project that the file belongs to.
    pub project: ProjectRoot,
    /// Where it is, or would be if it came from standard input.
    pub path: PathBuf,
    /// The number of the configuration that applies to it.
    pub configuration: usize,
    /// Where its bytes are.
    pub(super) origin: Origin,
}

/// Where a file lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// On the disk.
    Disk,
    /// Nowhere: it came from standard input.
    Stdin,
    /// In an archive, which is read only.
    Archive,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    /// On the disk, at its path.
    Disk,
    /// They are not written to the disk yet.
    Draft(Arc<Vec<u8>>),
    /// They came from standard input.
    Stdin(Arc<Vec<u8>>),
    /// In an archive or a commit, under this name.
    Archive(Arc<Container>, String),
}

impl Origin {
    /// The same with other bytes, unless it is in an archive.
    pub(super) fn with_bytes(self, bytes: &Arc<Vec<u8>>) -> Self {
        match self {
            Self::Disk | Self::Draft(_) => Self::Draft(Arc::clone(bytes)),
            Self::Stdin(_) => Self::Stdin(Arc::clone(bytes)),
            archive @ Self::Archive(..) => archive,
        }
    }
}

impl Source {
    /// A file of a project, by the name that gives its kind.
    pub(super) fn new(
        shown: RepoPath,
        path: PathBuf,
        (named, project): (NamedKind, ProjectRoot),
        origin: Origin,
    ) -> Self {
        let NamedKind { kind, name, wrong_suffix } = named;
        Self { shown, kind, name, wrong_suffix, project, path, configuration: 0, origin }
    }

    /// Where the file lives.
    pub fn home(&self) -> Home {
        match self.origin {
            Origin::Disk | Origin::Draft(_) => Home::Disk,
            Origin::Stdin(_) => Home::Stdin,
            Origin::Archive(..) => Home::Archive,
        }
    }

    /// Its bytes, if they are not written to the disk.
    pub(super) fn unwritten(&self) -> Option<Arc<Vec<u8>>> {
        match &self.origin {
            Origin::Draft(bytes) | Origin::Stdin(bytes) => Some(Arc::clone(bytes)),
            Origin::Disk | Origin::Archive(..) => None,
        }
    }

    /// The file as a draft has it; nothing if it would be none of ours.
    pub(super) fn drafted(&self, draft: &Draft, names: &Names) -> Option<Self> {
        let origin = self.origin.clone().with_bytes(&draft.after);
        if draft.path == self.path {
            return Some(Self { origin, ..self.clone() });
        }
        let NamedKind { kind, name, wrong_suffix } = NamedKind::of(&draft.path.file_name()?.to_string_lossy())?;
        let (shown, path) = (names.file(&draft.path), draft.path.clone());
        Some(Self { shown, kind, name, wrong_suffix, path, origin, ..self.clone() })
    }

    /// How many bytes it has on the disk, or would have. What is unpacked has a bound of its own, and counts nothing.
    pub fn size(&self) -> u64 {
        match &self.origin {
            Origin::Disk => self.path.metadata().map_or(0, |metadata| metadata.len()),
            Origin::Draft(bytes) | Origin::Stdin(bytes) => bytes.len() as u64,
            Origin::Archive(..) => 0,
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    ///
    /// It cannot be opened or read, is not a regular file, or is over 64 MiB.
    pub fn read(&self) -> Result<Vec<u8>, Unreadable> {
        let read = match &self.origin {
            Origin::Stdin(bytes) if bytes.len() as u64 > MAX_FILE_SIZE => Err(too_large()),
            Origin::Stdin(bytes) | Origin::Draft(bytes) => Ok(bytes.to_vec()),
            Origin::Disk => read_file(&self.path),
            Origin::Archive(archive, name) => archive.read(name),
        };
        read.map_err(|error| Unreadable { path: self.shown.clone(), reason: error.to_string() })
    }
}

/// The folder of a project, on the disk or in an archive.
#[derive(Debug, Clone)]
pub struct ProjectRoot {
    /// Where it is; in an archive, behind the path of the archive and a `!`.
    pub path: Arc<Path>,
    /// Whether `sfdx-project.json`, `package.xml` or a Git repository marks it, so that the whole project
    /// must be inside.
    pub is_marked: bool,
    /// The archive that contains it, with the folder inside.
    pub(super) archive: Option<(Arc<Container>, String)>,
}

impl ProjectRoot {
    /// Whether it is in an archive.
    pub fn is_archive(&self) -> bool {
        self.archive.is_some()
    }

    /// Reads a file of the project by its path below the root.
    ///
    /// # Errors
    ///
    /// It is not there, cannot be read, or is over 64 MiB.
    pub fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match &self.archive {
            Some((archive, folder)) if folder.is_empty() => archive.read(name),
            Some((archive, folder)) => archive.read(&format!("{folder}/{name}")),
            None => read_inside(&self.path, name),
        }
    }

    /// Whether a file of the project is a link to one outside, which [`read`](Self::read) refuses.
    pub fn links_outside(&self, name: &str) -> bool {
        let path = self.path.join(name);
        self.archive.is_none() && path.is_symlink() && is_inside(&self.path, &path).is_ok_and(|is_inside| !is_inside)
    }

    /// The names of the files in a folder of the project, sorted.
    pub fn list(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = if let Some((archive, root)) = &self.archive {
            let prefix = if root.is_empty() { format!("{folder}/") } else { format!("{root}/{folder}/") };
            let inside = archive.names().filter_map(|name| name.strip_prefix(&prefix));
            inside.filter(|name| !name.contains('/')).map(str::to_owned).collect()
        } else {
            let entries = fs::read_dir(self.path.join(folder)).into_iter().flatten().flatten();
            let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
            files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        names.sort_unstable();
        names
    }

    /// The path of a file of the project as reports show it.
    pub fn shown(&self, name: &str, names: &Names) -> RepoPath {
        match &self.archive {
            Some((archive, folder)) if folder.is_empty() => archive.shown(name, names),
            Some((archive, folder)) => archive.shown(&format!("{folder}/{name}"), names),
            None => names.file(&self.path.join(name)),
        }
    }
}

/// Something in scope that could not be looked into.
#[derive(Debug, Clone)]
pub struct Unreadable {
    /// What.
    pub path: RepoPath,
    /// Why, in a few words.
    pub reason: String,
}

/// The same before the path is shortened.
#[derive(Debug)]
pub struct UnreadablePath {
    pub(super) path: PathBuf,
    pub(super) reason: String,
}

impl UnreadablePath {
    /// With the path as reports show it.
    pub fn shown(self, names: &Names) -> Unreadable {
        Unreadable { path: names.file(&self.path), reason: self.reason }
    }
}
