//! Files beside the metadata that may contain a secret: scripts, settings, sources, keys.
//!
//! A project has thousands of files, and most contain neither apps nor secrets. So calint asks three questions, from
//! the cheapest to the most expensive: whether the name is promising, whether the first 8 KiB are, and only then what
//! the file contains. A large file is read window by window, and is in memory as a whole only after a mark was found.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use super::names::{Names, RepoPath};
use super::reading::{MAX_FILE_SIZE, read_file};
use super::source::{Origin, Unreadable};

/// A file beside the metadata.
#[derive(Debug, Clone)]
pub struct PlainFile {
    /// Where it is; in an archive, behind the path of the archive and a `!`.
    pub path: PathBuf,
    /// The number of the configuration that applies to it.
    pub configuration: usize,
    /// Where its bytes are.
    pub(super) origin: Origin,
}

/// Bytes at the start of a file that show what it is (8 KiB). One call reads a file that is smaller.
const HEAD: usize = 8 * 1024;

/// Files of this many bytes (1 MiB) are large. They are searched in windows of this size.
pub const LARGE: usize = 1024 * 1024;

/// Bytes of the longest mark. Windows overlap by as many, so that no mark is cut in two.
const MAX_MARK: usize = 64;

/// Room for one file after the other.
#[derive(Debug)]
pub struct Buffer {
    /// What was read of a file.
    pub bytes: Vec<u8>,
    /// A buffer for the first bytes, reused so that calint does not allocate one for each of thousands of files.
    head: [u8; HEAD],
}

impl Default for Buffer {
    fn default() -> Self {
        Self { bytes: Vec::new(), head: [0; HEAD] }
    }
}

impl PlainFile {
    /// A file on the disk.
    pub(super) fn on_disk(path: PathBuf) -> Self {
        Self { path, configuration: 0, origin: Origin::Disk }
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// As reports show it.
    pub fn shown(&self, names: &Names) -> RepoPath {
        match &self.origin {
            Origin::Archive(archive, name) => archive.shown(name, names),
            Origin::Disk | Origin::Stdin(_) | Origin::Draft(_) => names.file(&self.path),
        }
    }

    /// Reads the file into a buffer that is used again for the next, and tells whether there is anything to look at.
    /// The rest of a file is read only if the first 8 KiB are wanted. One of over 1 MiB is read window by window, and
    /// is taken into memory only if a window has a mark; one of over 64 MiB never is. One that cannot be read is passed
    /// over, because the command line does not name it.
    pub fn read(&self, ask: &Ask<'_>, Buffer { bytes, head }: &mut Buffer) -> bool {
        bytes.clear();
        let found = match &self.origin {
            Origin::Disk => File::open(&self.path).and_then(|mut file| {
                // Less than was asked for is all that there is, so that a small file takes one call.
                let filled = file.read(head)?;
                bytes.extend_from_slice(head.get(..filled).unwrap_or_default());
                look(&mut file.take(MAX_FILE_SIZE), ask, bytes)
            }),
            Origin::Stdin(_) | Origin::Draft(_) => return false,
            Origin::Archive(archive, name) => archive.stream(name, |entry| {
                entry.take(HEAD as u64).read_to_end(bytes)?;
                look(entry, ask, bytes)
            }),
        };
        match found {
            Ok(Found::Whole) => true,
            Ok(Found::Mark) => self.read_whole(bytes).is_ok(),
            Ok(Found::Nothing) | Err(_) => false,
        }
    }

    /// The archive that was not unpacked to its end because the run unpacked too much, if it is in one.
    pub fn cut_archive(&self, names: &Names) -> Option<Unreadable> {
        let Origin::Archive(archive, _) = &self.origin else { return None };
        let reason = "the archives of this run unpack to over 400 MiB; calint does not read the rest".to_owned();
        archive.is_cut().then(|| Unreadable { path: names.file(&archive.path()), reason })
    }

    fn read_whole(&self, bytes: &mut Vec<u8>) -> io::Result<()> {
        bytes.clear();
        *bytes = match &self.origin {
            Origin::Archive(archive, name) => archive.read(name)?,
            Origin::Disk | Origin::Stdin(_) | Origin::Draft(_) => read_file(&self.path)?,
        };
        Ok(())
    }
}

/// What makes a file worth looking at.
pub struct Ask<'a> {
    /// Whether the first bytes look like such a file.
    pub is_wanted: &'a dyn Fn(&[u8]) -> bool,
    /// Whether a stretch of a large file contains a mark, of 64 bytes at most.
    pub is_marked: &'a dyn Fn(&[u8]) -> bool,
}

/// What a first look at a file found.
enum Found {
    /// It is not wanted, or is large and has no mark.
    Nothing,
    /// It is in the buffer as a whole.
    Whole,
    /// It is large and has a mark.
    Mark,
}

/// Looks at a file whose first bytes are in the buffer.
fn look(file: &mut dyn Read, ask: &Ask<'_>, bytes: &mut Vec<u8>) -> io::Result<Found> {
    if !(ask.is_wanted)(bytes) {
        return Ok(Found::Nothing);
    }
    if bytes.len() == HEAD {
        file.take((LARGE - HEAD) as u64).read_to_end(bytes)?;
    }
    if bytes.len() < LARGE {
        return Ok(Found::Whole);
    }
    loop {
        if (ask.is_marked)(bytes) {
            return Ok(Found::Mark);
        }
        // A mark may stand across the border.
        bytes.drain(..bytes.len().saturating_sub(MAX_MARK));
        if file.take((LARGE - MAX_MARK) as u64).read_to_end(bytes)? == 0 {
            return Ok(Found::Nothing);
        }
    }
}
