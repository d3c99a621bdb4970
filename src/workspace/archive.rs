//! Zip archives, as `sf project retrieve start --target-metadata-dir` leaves them, read in place.
//!
//! No entry is written anywhere: an archive from a stranger may name any path, and may unpack to any size. calint
//! checks the sizes that an archive states before it unpacks anything, and again while it does, because they may be
//! wrong. It reports names that lead out of the archive or occur twice, and does not choose a meaning for them: another
//! reader could choose another one, and see another app.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use zip::ZipArchive;

use crate::schema::NamedKind;
use crate::words::count;

use super::budget::{Budget, Counted};
use super::reading::{MAX_FILE_SIZE, too_large};

/// Archives with more entries are refused: a retrieve contains 10,000 at most.
const MAX_ENTRIES: usize = 100_000;

/// Entries that would unpack to more times their size are refused, unless they are small. Deflate reaches 1,032 times,
/// but only if a few bytes are repeated over and over.
const MAX_RATIO: u64 = 250;

/// Below this many bytes (1 MiB) the ratio does not matter, because a small entry does no harm.
const SMALL: u64 = 1024 * 1024;

/// A zip archive.
#[derive(Debug)]
pub(super) struct Archive {
    path: PathBuf,
    /// Names with forward slashes, and their numbers in the archive, by name.
    entries: Vec<(String, usize)>,
    /// Why some entries are not read.
    hidden: Vec<String>,
    /// Whether an entry that is not read is a file of an app.
    hides_app: bool,
    zip: Mutex<ZipArchive<BufReader<File>>>,
    /// What the run may still unpack.
    budget: Arc<Budget>,
}

impl Archive {
    /// Opens an archive and reads its directory.
    ///
    /// # Errors
    ///
    /// It cannot be opened, is no zip archive, has too many entries or some that overlap, or the run has no room for
    /// it.
    pub(super) fn open(path: &Path, budget: &Arc<Budget>) -> io::Result<Self> {
        if !path.metadata()?.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        let mut zip = ZipArchive::new(BufReader::new(File::open(path)?))?;
        if zip.len() > MAX_ENTRIES {
            let message = format!("the archive has {}; calint reads {MAX_ENTRIES} at most", count(zip.len(), "entry"));
            return Err(io::Error::other(message));
        }
        budget.archive(zip.len())?;
        let mut entries = Vec::new();
        let mut hidden = BTreeSet::new();
        let mut hides_app = false;
        for number in 0..zip.len() {
            let entry = zip.by_index_raw(number)?;
            if entry.is_file() {
                let written = entry.name()?;
                if let Some(name) = inner_name(&written) {
                    entries.push((name, number));
                } else {
                    hides_app |= is_app(&written);
                    hidden.insert(format!("the name of the entry `{written}` leads out of the archive"));
                }
            }
        }
        entries.sort_unstable();
        // The reader keeps the last of several entries of one name, so their names come from the directory itself.
        let start = zip.central_directory_start();
        let names = directory_names(BufReader::new(File::open(path)?), start)?;
        let twice = names.windows(2).filter(|pair| matches!(pair, [a, b] if a == b)).flatten();
        hidden.extend(twice.map(|name| format!("the archive has several entries named `{name}`")));
        let hidden = hidden.into_iter().collect();
        // A few kilobytes that many entries share would unpack to gigabytes.
        let is_known = |name: &str| NamedKind::of(name.rsplit('/').next().unwrap_or(name)).is_some();
        if entries.iter().any(|(name, _)| is_known(name)) && zip.has_overlapping_entries()? {
            return Err(io::Error::other("entries of the archive overlap"));
        }
        let (zip, budget) = (Mutex::new(zip), Arc::clone(budget));
        Ok(Self { path: path.to_owned(), entries, hidden, hides_app, zip, budget })
    }

    /// Why some entries are not read, one sentence for each.
    pub(super) fn hidden(&self) -> &[String] {
        &self.hidden
    }

    /// Whether an entry that is not read is a file of an app.
    pub(super) fn hides_app(&self) -> bool {
        self.hides_app
    }

    /// Whether the run was to unpack more than it may.
    pub(super) fn is_cut(&self) -> bool {
        self.budget.is_exceeded()
    }

    /// The path of the archive itself.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The names of the entries, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// Whether there is an entry of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.number(name).is_some()
    }

    fn number(&self, name: &str) -> Option<usize> {
        let found = self.entries.binary_search_by(|(known, _)| known.as_str().cmp(name));
        found.ok().and_then(|index| self.entries.get(index)).map(|(_, number)| *number)
    }

    /// Unpacks an entry of at most 64 MiB piece by piece.
    ///
    /// # Errors
    ///
    /// No entry has that name, it is encrypted or damaged, or the run has no room for it.
    pub(super) fn stream<T>(&self, name: &str, look: impl FnOnce(&mut dyn Read) -> io::Result<T>) -> io::Result<T> {
        let number = self.number(name).ok_or(io::ErrorKind::NotFound)?;
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = zip.by_index(number)?;
        look(&mut Counted { inner: entry.take(MAX_FILE_SIZE), budget: &self.budget })
    }

    /// Unpacks an entry into memory.
    ///
    /// # Errors
    ///
    /// No entry has that name, it is over 64 MiB, encrypted or damaged, it would unpack to far more than it
    /// packs, or the run has no room for it.
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let number = self.number(name).ok_or(io::ErrorKind::NotFound)?;
        // A thread that broke off leaves nothing behind that matters here.
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entry = zip.by_index(number)?;
        let size = entry.size();
        if size > MAX_FILE_SIZE {
            return Err(too_large());
        }
        if size > SMALL && size / entry.compressed_size().max(1) > MAX_RATIO {
            return Err(io::Error::other("it would unpack to over 250 times its size"));
        }
        self.budget.take(size)?;
        let mut bytes = Vec::new();
        entry.by_ref().take(size + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > size {
            return Err(io::Error::other("it unpacks to more than the archive says"));
        }
        Ok(bytes)
    }
}

/// Whether a name is the name of an app's file, even if its path leads out of the archive.
fn is_app(name: &str) -> bool {
    let file_name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    NamedKind::of(file_name).is_some_and(|named| named.kind.is_app())
}

/// The names of all entries by the directory of an archive, normalized and sorted.
fn directory_names(mut file: BufReader<File>, start: u64) -> io::Result<Vec<String>> {
    const SIGNATURE: [u8; 4] = *b"PK\x01\x02";
    file.seek(SeekFrom::Start(start))?;
    let mut names = Vec::new();
    let mut header = [0; 46];
    while names.len() <= MAX_ENTRIES && file.read_exact(&mut header).is_ok() && header.starts_with(&SIGNATURE) {
        let [.., n0, n1, x0, x1, c0, c1, _, _, _, _, _, _, _, _, _, _, _, _] = header;
        let mut name = vec![0; usize::from(u16::from_le_bytes([n0, n1]))];
        file.read_exact(&mut name)?;
        let behind = i64::from(u16::from_le_bytes([x0, x1])) + i64::from(u16::from_le_bytes([c0, c1]));
        file.seek_relative(behind)?;
        let name = String::from_utf8_lossy(&name).into_owned();
        names.extend(inner_name(&name).filter(|_| !name.ends_with('/')));
    }
    names.sort_unstable();
    Ok(names)
}

/// The name of an entry with forward slashes; nothing if it leads out of the archive.
fn inner_name(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let steps = Path::new(&name).components().map(|step| match step {
        Component::Normal(step) => step.to_str(),
        Component::CurDir => Some(""),
        Component::ParentDir | Component::RootDir | Component::Prefix(_) => None,
    });
    let steps: Vec<&str> = steps.collect::<Option<_>>()?;
    Some(steps.into_iter().filter(|step| !step.is_empty()).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::inner_name;

    #[test]
    fn names_stay_inside() {
        assert_eq!(inner_name("unpackaged/package.xml").as_deref(), Some("unpackaged/package.xml"));
        assert_eq!(inner_name("./a\\b.profile").as_deref(), Some("a/b.profile"));
        for name in ["../x", "/etc/x", "a/../../x", "..\\x"] {
            assert_eq!(inner_name(name), None, "{name}");
        }
    }
}
