//! Files beside the metadata: calint keeps only those with a mark of a secret.
//!
//! A project has thousands of sources, and almost none of them contains a mark. One search for all marks of all rules
//! decides whether a file is decoded and kept at all, so the rules after it see few files. To search per rule would
//! read each file as many times as there are rules. Files are read by all threads if everything fits into memory, and
//! otherwise one by one, because what is kept must not depend on which thread was first.

use std::collections::BTreeMap;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use regex::bytes::Regex;

use crate::parse::{PlainText, Span};
use crate::secrets::{PrivateKey, named_secrets, private_key_of_file, private_keys, tokens};
use crate::workspace;
use crate::workspace::{Ask, Buffer, Contents, FileId, LARGE, Library, Names, Place, ReadError};

/// A file beside the metadata.
#[derive(Debug)]
pub struct OtherFile {
    /// The file.
    pub file: FileId,
    /// Where it is.
    pub path: PathBuf,
    /// The number of the configuration that applies to it.
    pub configuration: usize,
    /// Its name, suffix included.
    pub name: String,
    /// The private key that the file as a whole is.
    pub key: Option<PrivateKey>,
}

impl OtherFile {
    /// A place in it.
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file, node: None, absent: None, span }
    }
}

const KEYS: &str = "-----BEGIN |LS0tLS1CRUdJTi";
const TOKENS: &str = "force://|5Aep|3MVG9|00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?!";
const RECORDS: &str = "<CustomMetadata[ >]|<CustomLabels[ >]";
const CERTIFICATES: &str = "<certificateName>|<certificate>|<clientCertificate>|setClientCertificateName";
const LOGINS: &str = "(?i:grant_?type)|services/Soap/|jsforce|security_token|securityToken";

/// Marks without which no rule has anything to say of a text: of keys, tokens, records with named values, names of
/// certificates, and logins with a password. One search for all of them takes no longer than one for each.
static MARKS: LazyLock<Regex> = LazyLock::new(|| pattern(&[KEYS, TOKENS, RECORDS, CERTIFICATES, LOGINS]));

/// Marks of a text that is kept for them alone. A record without a secret is not kept: a project has thousands.
static ALONE: LazyLock<Regex> = LazyLock::new(|| pattern(&[KEYS, TOKENS, "<CustomLabels[ >]", CERTIFICATES, LOGINS]));

/// Marks of secrets alone, for files that are too large to be scripts.
static SECRETS: LazyLock<Regex> = LazyLock::new(|| pattern(&[KEYS, TOKENS, RECORDS]));

fn pattern(parts: &[&str]) -> Regex {
    Regex::new(&format!("(?-u){}", parts.join("|"))).expect("the patterns are constants")
}

/// Reads the files that were found, each once, and keeps those with something to report.
pub fn read(found: &[workspace::PlainFile], names: &mut Names, library: &mut Library) -> Vec<OtherFile> {
    let seen = all_at_once(found, library).unwrap_or_else(|| one_by_one(found, names, library));
    let cut: BTreeMap<_, _> =
        found.iter().filter_map(|file| file.cut_archive(names)).map(|cut| (cut.path.clone(), cut)).collect();
    library.troubles.extend(cut.into_values().map(ReadError::from));
    let mut others = Vec::new();
    for (file, seen) in found.iter().zip(seen) {
        let Some(Contents { text, key }) = seen else { continue };
        let id = library.add_other(file.shown(names), text);
        let (path, configuration) = (file.path.clone(), file.configuration);
        others.push(OtherFile { file: id, path, configuration, name: file.name(), key });
    }
    others
}

/// What all files contain; nothing if it is more than a run keeps.
fn all_at_once(found: &[workspace::PlainFile], library: &Library) -> Option<Vec<Option<Contents>>> {
    let (memory, room, kept) = (library.memory(), library.room(), AtomicUsize::new(0));
    let look = |buffer: &mut Buffer, file: &workspace::PlainFile| {
        if kept.load(Ordering::Relaxed) > room {
            return None;
        }
        let contents = memory.other(file, || look(file, buffer));
        kept.fetch_add(contents.as_ref().map_or(0, Contents::size), Ordering::Relaxed);
        contents
    };
    let seen: Vec<Option<Contents>> = found.par_iter().with_min_len(64).map_init(Buffer::default, look).collect();
    (kept.into_inner() <= room).then_some(seen)
}

/// What the first files contain, as far as there is room, so that each run keeps the same files.
fn one_by_one(found: &[workspace::PlainFile], names: &mut Names, library: &mut Library) -> Vec<Option<Contents>> {
    let (mut room, mut buffer) = (Some(library.room()), Buffer::default());
    let keep = |file: &workspace::PlainFile| {
        let contents = look(file, &mut buffer)?;
        room = room.and_then(|room| room.checked_sub(contents.size()));
        if room.is_none() {
            library.no_room_for(&file.shown(names));
        }
        room.map(|_| contents)
    };
    found.iter().map(keep).collect()
}

fn look(file: &workspace::PlainFile, buffer: &mut Buffer) -> Option<Contents> {
    let ask = Ask {
        is_wanted: &|head| is_text(head) || may_be_key(head),
        is_marked: &|window| is_utf16(window) || SECRETS.is_match(window),
    };
    if !file.read(&ask, buffer) {
        return None;
    }
    let bytes = &mut buffer.bytes;
    if !is_text(bytes.get(..bytes.len().min(8192))?) || bytes.starts_with(b"Salted__") {
        let key = private_key_of_file(&file.name(), bytes)?;
        return Some(Contents { text: None, key: Some(key) });
    }
    if bytes.len() >= LARGE {
        let text = PlainText::lossy(mem::take(bytes));
        return holds_secret(text.as_str()).then(|| Contents { text: Some(Arc::new(text)), key: None });
    }
    if is_utf16(bytes) || MARKS.is_match(bytes) {
        let text = PlainText::lossy(bytes.clone());
        let is_kept = is_utf16(bytes) || ALONE.is_match(bytes) || holds_secret(text.as_str());
        return is_kept.then(|| Contents { text: Some(Arc::new(text)), key: None });
    }
    None
}

/// Whether a text contains a secret and not only a mark. A large text is kept only then.
fn holds_secret(text: &str) -> bool {
    !private_keys(text).is_empty() || !tokens(text).is_empty() || !named_secrets(text).is_empty()
}

fn is_text(head: &[u8]) -> bool {
    is_utf16(head) || memchr::memchr(0, head).is_none()
}

/// The byte order mark that editors on Windows write.
fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF])
}

/// Whether a file starts like a key in DER, a keystore, or an encrypted file.
fn may_be_key(head: &[u8]) -> bool {
    let starts: [&[u8]; 6] =
        [b"\x30", b"\xFE\xED\xFE\xED", b"\xCE\xCE\xCE\xCE", b"Salted__", b"\0GITCRYPT", b"openssh-key"];
    starts.iter().any(|start| head.starts_with(start))
}

/// Puts each file to the project whose folder it shares the most with.
pub(crate) fn nearest(roots: &[&Path], path: &Path) -> Option<usize> {
    let shared = |root: &Path| root.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let mut best: Option<(usize, usize)> = None;
    for (index, root) in roots.iter().enumerate() {
        let shared = shared(root);
        if best.is_none_or(|(most, _)| shared > most) {
            best = Some((shared, index));
        }
    }
    best.map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use crate::workspace::{self, Names, Request};

    use super::*;
    use crate::workspace::Memory;

    #[test]
    fn the_first_files_are_kept_until_there_is_no_room() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = "-----BEGIN PRIVATE KEY-----\n".repeat(10);
        for name in ["a.txt", "b.txt", "c.txt", "d.md"] {
            std::fs::write(folder.path().join(name), if name == "d.md" { "no mark" } else { &text }).expect("written");
        }
        let found = workspace::discover(&Request::of_folder(folder.path())).expect("the folder is there");
        for (room, kept, told) in [(3, 3, 0), (2, 2, 1), (0, 0, 3)] {
            let mut library = Library::with_room(room * text.len(), Memory::default());
            let mut names = Names::new(folder.path().to_owned());
            let others = read(&found.others, &mut names, &mut library);
            assert_eq!((others.len(), library.troubles.len()), (kept, told), "{room}");
            assert!(library.troubles.iter().all(|trouble| trouble.message.contains("over 400 MiB")));
        }
    }
}
