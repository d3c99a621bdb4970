//! The walk through a directory, and the way up to the project that contains a folder.
//!
//! The walk notes what it does not enter, too: a report has to say which apps were not checked. An ignore file does not
//! decide alone. Git tracks, and people deploy, files that an ignore rule names, so calint asks Git for these
//! afterwards, but only if a rule left out something that it could read.

use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::vec;

use crate::schema::NamedKind;

use super::ignore_files::{IgnoreFiles, IgnoreStack};
use super::names::{below, text};
use super::secret_names::may_hold_secret;
use super::source::UnreadablePath;
use super::tracked::add_tracked;
use super::walked::{Walked, is_archive, is_closed, misspelled};

/// Files that make a folder a project.
pub(super) const PROJECT_FILES: [&str; 2] = ["sfdx-project.json", "package.xml"];

/// Walks a directory. Links to directories are not followed. Each folder is listed once and gone through by name, so
/// that what is found is in order by itself: to sort all paths of a large project takes longer than to list it.
pub fn find(root: &Path, ignore_files: IgnoreFiles) -> Walked {
    let ignored = IgnoreStack::above(root, ignore_files);
    let mut walk = Walk { ignored, hides: false, walked: Walked::default() };
    walk.all_below(root);
    let Walk { ignored, hides, mut walked, .. } = walk;
    if let Some(file) = ignored.refused() {
        let reason = "it does not count as an ignore file: it is a symbolic link, cannot be read, is over 1 MiB long, or \
                      has too many patterns";
        let reason = reason.to_owned();
        walked.unreadable.push(UnreadablePath { path: file.to_owned(), reason });
    }
    if hides {
        add_tracked(root, &mut walked);
        walked.files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        walked.links.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        walked.archives.sort_unstable();
        walked.others.sort_unstable();
    }
    walked
}

/// A walk under way.
struct Walk {
    ignored: IgnoreStack,
    /// Whether Git may track something that an ignore file excludes.
    hides: bool,
    walked: Walked,
}

/// What a folder holds, by name.
type Listed = vec::IntoIter<(OsString, FileType)>;

impl Walk {
    /// Keeps what is left of each folder on the way down: folders may be nested more deeply than calls of functions.
    fn all_below(&mut self, root: &Path) {
        let mut open = vec![(root.to_owned(), self.enter(root, 0))];
        loop {
            let depth = open.len();
            let Some((folder, left)) = open.last_mut() else { return };
            match left.next() {
                None => _ = open.pop(),
                Some((name, file_type)) if file_type.is_dir() => {
                    let path = below(folder, &name);
                    if self.enters((&path, &name), file_type, depth) {
                        let listed = self.enter(&path, depth);
                        open.push((path, listed));
                    }
                }
                Some((name, file_type)) => self.file((folder, &name), file_type, depth),
            }
        }
    }

    /// Lists a folder at a depth of the walk.
    fn enter(&mut self, folder: &Path, depth: usize) -> Listed {
        self.ignored.enter(folder, depth);
        let mut listed = Vec::new();
        match fs::read_dir(folder) {
            Ok(entries) => {
                for entry in entries {
                    match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
                        Ok(entry) => listed.push(entry),
                        Err(error) => self.unreadable(folder, &error),
                    }
                }
            }
            Err(error) => self.unreadable(folder, &error),
        }
        listed.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        listed.into_iter()
    }

    fn unreadable(&mut self, folder: &Path, error: &io::Error) {
        self.walked.unreadable.push(UnreadablePath { path: folder.to_owned(), reason: error.to_string() });
    }

    /// Whether the walk enters a folder. Records one that it skips.
    fn enters(&mut self, (path, name): (&Path, &OsStr), file_type: FileType, depth: usize) -> bool {
        let is_ignored = self.ignored.ignores(path, depth, file_type);
        let is_closed = name.to_str().is_some_and(is_closed);
        if name == ".git" {
            return false;
        }
        match (is_ignored, is_closed) {
            (false, false) => return true,
            // Such a folder is ordinary, unless Git tracks an app in it.
            (true, true) => {}
            (true, false) => self.walked.not_walked.ignored_folders.push(path.to_owned()),
            (false, true) => self.walked.not_walked.closed_folders.push(path.to_owned()),
        }
        self.hides |= is_ignored;
        false
    }

    fn file(&mut self, (folder, name): (&Path, &OsStr), file_type: FileType, depth: usize) {
        let text = text(name);
        let named = NamedKind::of(&text);
        if self.ignored.has_patterns() && self.ignored.ignores(&below(folder, name), depth, file_type) {
            self.hides |= named.is_some() || is_archive(name) || may_hold_secret(&text);
            self.walked.passed_over += 1;
            let app = named.filter(|named| named.kind.is_app());
            self.walked.not_walked.ignored_files.extend(app.map(|named| (below(folder, name), named)));
        } else if file_type.is_symlink() {
            self.walked.link(below(folder, name), named);
        } else if let Some(named) = named {
            self.walked.files.push((below(folder, name), named));
        } else if is_archive(name) {
            self.walked.archives.push(below(folder, name));
        } else {
            self.walked.passed_over += 1;
            if NamedKind::of_misspelled_app(&text).is_some() {
                self.walked.not_walked.misspelled.extend(misspelled(below(folder, name)));
            }
            if may_hold_secret(&text) && file_type.is_file() {
                self.walked.others.push(below(folder, name));
            }
        }
    }
}

/// The nearest folder upward that contains `sfdx-project.json` or `package.xml`, within the repository.
pub fn project_root(folder: &Path) -> Option<PathBuf> {
    for ancestor in folder.ancestors() {
        if PROJECT_FILES.iter().any(|file| ancestor.join(file).is_file()) {
            return Some(ancestor.to_owned());
        }
        if ancestor.join(".git").exists() {
            return None;
        }
    }
    None
}
