//! Files beside the metadata in which a secret may stand: scripts, settings, sources, keys.
//!
//! Thousands of files of a project hold nothing but fields and layouts. They are told by their names, so that
//! nothing of them is opened.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::names::{Names, RepoPath};
use super::source::Origin;

/// Whether files beside the metadata are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OtherFiles {
    /// They are.
    Find,
    /// They are passed over.
    #[default]
    Skip,
}

/// A file beside the metadata.
#[derive(Debug, Clone)]
pub struct OtherFile {
    /// Where it is; in an archive, behind the path of the archive and a `!`.
    pub path: PathBuf,
    /// Where its bytes are.
    pub(super) origin: Origin,
}

/// Bytes that tell what a file is.
const HEAD: usize = 8 * 1024;

/// Types of source format in which one can write any text. Those of thousands of others hold switches and labels.
const TYPES_WITH_TEXT: [&str; 6] = ["authprovider", "externalCredential", "flow", "labels", "md", "namedCredential"];

/// Suffixes of files that are no text, or that hold metadata without free text.
const WITHOUT_TEXT: [&str; 58] = [
    "7z",
    "aac",
    "app",
    "avi",
    "avif",
    "bmp",
    "br",
    "class",
    "dashboard",
    "dll",
    "doc",
    "docx",
    "dylib",
    "eot",
    "exe",
    "field",
    "flexipage",
    "flac",
    "gif",
    "gz",
    "ico",
    "jar",
    "jpeg",
    "jpg",
    "layout",
    "listView",
    "lock",
    "map",
    "mov",
    "mp3",
    "mp4",
    "object",
    "objectTranslation",
    "ogg",
    "otf",
    "pdf",
    "permissionset",
    "png",
    "ppt",
    "pptx",
    "profile",
    "quickAction",
    "recordType",
    "report",
    "so",
    "svg",
    "tab",
    "tar",
    "tgz",
    "tif",
    "tiff",
    "translation",
    "ttf",
    "wasm",
    "wav",
    "webm",
    "webp",
    "zip",
];

/// Whether a file may hold a secret, by its name alone.
pub(super) fn may_hold_secret(name: &str) -> bool {
    if let Some(metadata) = name.strip_suffix("-meta.xml") {
        return metadata.rsplit_once('.').is_some_and(|(_, kind)| TYPES_WITH_TEXT.contains(&kind));
    }
    let Some((_, suffix)) = name.rsplit_once('.') else { return true };
    !WITHOUT_TEXT.iter().any(|known| known.eq_ignore_ascii_case(suffix))
}

impl OtherFile {
    /// A file on the disk.
    pub(super) fn on_disk(path: PathBuf) -> Self {
        Self { path, origin: Origin::Disk }
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// As reports show it.
    pub fn shown(&self, names: &mut Names) -> RepoPath {
        match &self.origin {
            Origin::Archive(archive, name) => names.entry(archive.path(), name),
            Origin::Disk | Origin::Stdin(_) | Origin::Draft(_) => names.file(&self.path),
        }
    }

    /// Reads the file into a buffer that is used again for the next, and tells whether there is anything to look at.
    /// The rest of a file is read only if `is_wanted` says so of its first 8 KiB; one of over `limit` bytes is not
    /// looked at, and neither is one that cannot be read: nobody named it.
    pub fn read(&self, limit: usize, is_wanted: impl Fn(&[u8]) -> bool, bytes: &mut Vec<u8>) -> bool {
        bytes.clear();
        match &self.origin {
            Origin::Disk => read(&self.path, limit, is_wanted, bytes).is_some(),
            Origin::Stdin(_) | Origin::Draft(_) => false,
            Origin::Archive(archive, name) => {
                let Ok(read) = archive.read_small(name, limit) else { return false };
                let head = read.get(..read.len().min(HEAD)).unwrap_or_default();
                let wanted = is_wanted(head);
                *bytes = read;
                wanted
            }
        }
    }
}

fn read(path: &Path, limit: usize, is_wanted: impl Fn(&[u8]) -> bool, bytes: &mut Vec<u8>) -> Option<()> {
    let mut file = File::open(path).ok()?;
    bytes.resize(HEAD, 0);
    let filled = file.read(bytes).ok()?;
    bytes.truncate(filled);
    if !is_wanted(bytes) {
        return None;
    }
    // Of a file on a disk, less than was asked for is all that there is.
    if filled == HEAD {
        file.take((limit - HEAD) as u64 + 1).read_to_end(bytes).ok()?;
    }
    (bytes.len() <= limit).then_some(())
}

#[cfg(test)]
mod tests {
    use super::{WITHOUT_TEXT, may_hold_secret};

    #[test]
    fn names_tell_what_need_not_be_opened() {
        for name in ["server.key", "Dockerfile", ".env", "deploy.sh", "A.cls", "A.md-meta.xml", "x.resource", "a.b/c"] {
            assert!(may_hold_secret(name), "{name}");
        }
        for name in ["A.field-meta.xml", "A.cls-meta.xml", "logo.PNG", "A.layout", "lib.zip"] {
            assert!(!may_hold_secret(name), "{name}");
        }
        assert!(WITHOUT_TEXT.iter().all(|suffix| !suffix.is_empty()));
    }
}
