//! One file to read: where it is, what it is, and the reading itself.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::kind::Kind;
use super::names::{Names, RepoPath};

/// Files over this many bytes (64 MiB) are refused.
pub const MAX_FILE_SIZE: u64 = 64 * 1024 * 1024;

/// A file to lint.
#[derive(Debug)]
pub struct Source {
    /// As reports show it.
    pub shown: RepoPath,
    /// The metadata type, told by the suffix.
    pub kind: Kind,
    /// The component's name, told by the file name.
    pub name: String,
    /// The folder of the project that the file belongs to.
    pub project: PathBuf,
    /// Where it is, or would be if it came from standard input.
    pub path: PathBuf,
    /// What came from standard input.
    pub bytes: Option<Vec<u8>>,
}

impl Source {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// It cannot be opened or read, is not a regular file, or is over 64 MiB.
    pub fn read(&self) -> Result<Vec<u8>, Unreadable> {
        let read = match &self.bytes {
            Some(bytes) if bytes.len() as u64 > MAX_FILE_SIZE => Err(too_large()),
            Some(bytes) => Ok(bytes.clone()),
            None => read_file(&self.path),
        };
        read.map_err(|error| Unreadable { path: self.shown.clone(), reason: error.to_string() })
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
    pub fn shown(self, names: &mut Names) -> Unreadable {
        let path = if self.path.is_dir() { names.directory(&self.path) } else { names.file(&self.path) };
        Unreadable { path, reason: self.reason }
    }
}

/// Reads a regular file of at most 64 MiB.
///
/// # Errors
///
/// It cannot be opened or read, is not a regular file, or is too large.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = path.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    if metadata.len() > MAX_FILE_SIZE {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    match metadata.len() {
        // Some file systems tell no length.
        0 => file.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes)?,
        // One call reads all: asking for the end of each of thousands of files costs.
        length => {
            bytes.reserve_exact(usize::try_from(length).unwrap_or(0));
            file.take(length).read_to_end(&mut bytes)?
        }
    };
    if bytes.len() as u64 > MAX_FILE_SIZE {
        return Err(too_large());
    }
    Ok(bytes)
}

fn too_large() -> io::Error {
    io::Error::other("the file is over 64 MiB, which no Salesforce metadata is")
}
