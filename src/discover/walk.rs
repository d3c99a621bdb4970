//! The walk through a directory, and the way up to the project that holds a folder.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::ignore_files::{IgnoreFiles, IgnoreStack};
use super::kind::NamedKind;
use super::source::UnreadablePath;

/// Folders that never hold metadata of the project itself.
const NEVER_ENTERED: [&str; 4] = [".git", ".sf", ".sfdx", "node_modules"];

/// Files that make a folder a project.
pub(super) const PROJECT_FILES: [&str; 2] = ["sfdx-project.json", "package.xml"];

/// What a walk met.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files of every kind that calint knows, sorted.
    pub files: Vec<(PathBuf, NamedKind)>,
    /// Zip archives, sorted.
    pub archives: Vec<PathBuf>,
    /// How many other files there were.
    pub passed_over: usize,
    /// What could not be read.
    pub unreadable: Vec<UnreadablePath>,
}

/// Walks a directory. Links to directories are not followed.
pub fn find(root: &Path, ignore_files: IgnoreFiles) -> Walked {
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
            Ok(entry) => file(&entry, &ignored, &mut walked),
            Err(error) => walked.unreadable.push(unreadable(root, &error)),
        }
    }
    walked.files.sort_by(|(a, _), (b, _)| a.cmp(b));
    walked.archives.sort();
    walked
}

fn is_passed_over(entry: &DirEntry, ignored: &IgnoreStack) -> bool {
    let below_root = entry.depth() > 0;
    let never = entry.file_name().to_str().is_some_and(|name| NEVER_ENTERED.contains(&name));
    below_root && (never || ignored.ignores(entry))
}

fn file(entry: &DirEntry, ignored: &IgnoreStack, walked: &mut Walked) {
    let named = NamedKind::of(&entry.file_name().to_string_lossy());
    let is_zip = named.is_none() && is_archive(entry.path());
    let links_to_directory = || entry.path_is_symlink() && entry.path().is_dir();
    if (named.is_none() && !is_zip) || ignored.ignores(entry) || links_to_directory() {
        walked.passed_over += 1;
    } else if let Some(named) = named {
        walked.files.push((entry.path().to_owned(), named));
    } else {
        walked.archives.push(entry.path().to_owned());
    }
}

/// Whether a file name promises a zip archive.
pub(super) fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("zip"))
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
