//! The walk through a directory, and the way up to the project that holds a folder.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::ignore_files::{IgnoreFiles, IgnoreStack};
use super::kind::{Kind, NamedKind};
use super::source::UnreadablePath;

/// Folders that never hold metadata of the project itself.
const NEVER_ENTERED: [&str; 4] = [".git", ".sf", ".sfdx", "node_modules"];

/// Files that make a folder a project.
const PROJECT_FILES: [&str; 2] = ["sfdx-project.json", "package.xml"];

/// What a walk met.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files of a wanted kind, sorted.
    pub files: Vec<PathBuf>,
    /// How many other files there were.
    pub passed_over: usize,
    /// What could not be read.
    pub unreadable: Vec<UnreadablePath>,
}

/// Walks a directory for files of the wanted kinds. Links to directories are not followed.
pub fn find(root: &Path, ignore_files: IgnoreFiles, wanted: fn(Kind) -> bool) -> Walked {
    let mut walked = Walked::default();
    let mut ignored = IgnoreStack::above(root, ignore_files);
    let mut walk = WalkDir::new(root).into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                if is_passed_over(&entry, &ignored) {
                    walk.skip_current_dir();
                } else {
                    ignored.enter(entry.path(), entry.depth());
                }
            }
            Ok(entry) => file(&entry, &ignored, wanted, &mut walked),
            Err(error) => walked.unreadable.push(unreadable(root, &error)),
        }
    }
    walked.files.sort();
    walked
}

fn is_passed_over(entry: &DirEntry, ignored: &IgnoreStack) -> bool {
    let below_root = entry.depth() > 0;
    let never = entry.file_name().to_str().is_some_and(|name| NEVER_ENTERED.contains(&name));
    below_root && (never || ignored.ignores(entry))
}

fn file(entry: &DirEntry, ignored: &IgnoreStack, wanted: fn(Kind) -> bool, walked: &mut Walked) {
    let named = NamedKind::of(&entry.file_name().to_string_lossy());
    let is_wanted = named.is_some_and(|named| wanted(named.kind));
    let links_to_directory = || entry.path_is_symlink() && entry.path().is_dir();
    if is_wanted && !ignored.ignores(entry) && !links_to_directory() {
        walked.files.push(entry.path().to_owned());
    } else {
        walked.passed_over += 1;
    }
}

fn unreadable(root: &Path, error: &walkdir::Error) -> UnreadablePath {
    let path = error.path().unwrap_or(root).to_owned();
    let reason = error.io_error().map_or_else(|| "cannot be read".to_owned(), ToString::to_string);
    UnreadablePath { path, reason }
}

/// The nearest folder upward that holds `sfdx-project.json` or `package.xml`, within the repository.
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
