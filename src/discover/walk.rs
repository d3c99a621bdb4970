//! The walk through a directory, and the way up to the project that holds a folder.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::ignore_files::{IgnoreFiles, IgnoreStack};
use super::kind::NamedKind;
use super::other_files::{OtherFiles, may_hold_secret};
use super::source::UnreadablePath;
use super::tracked::tracked_and_ignored;

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
    /// Files of no such kind in which a secret may stand, sorted, if they are looked for.
    pub others: Vec<PathBuf>,
    /// Files of such a kind that are links, sorted. None is followed: a link may lead to any file of the machine, and
    /// reports quote what they are about.
    pub links: Vec<(PathBuf, NamedKind)>,
    /// How many other files there were.
    pub passed_over: usize,
    /// What could not be read.
    pub unreadable: Vec<UnreadablePath>,
}

/// Walks a directory. Links to directories are not followed.
pub fn find(root: &Path, ignore_files: IgnoreFiles, other_files: OtherFiles) -> Walked {
    let mut walked = Walked::default();
    let mut ignored = IgnoreStack::above(root, ignore_files);
    let mut hides = false;
    let mut walk = WalkDir::new(root).into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                if is_passed_over(&entry, &ignored) {
                    hides |= !is_never_entered(&entry);
                    walk.skip_current_dir();
                } else {
                    ignored.enter(entry.path(), entry.depth());
                }
            }
            Ok(entry) if ignored.ignores(&entry) => {
                hides |= is_known(&entry);
                walked.passed_over += 1;
            }
            Ok(entry) => file(&entry, other_files, &mut walked),
            Err(error) => walked.unreadable.push(unreadable(root, &error)),
        }
    }
    if let Some(file) = ignored.refused() {
        let reason =
            "it does not count as an ignore file: it cannot be read, or there are too many patterns".to_owned();
        walked.unreadable.push(UnreadablePath { path: file.to_owned(), reason });
    }
    if hides {
        tracked(root, other_files, &mut walked);
    }
    walked.files.sort_by(|(a, _), (b, _)| a.cmp(b));
    walked.links.sort_by(|(a, _), (b, _)| a.cmp(b));
    walked.archives.sort();
    walked.others.sort();
    walked
}

fn is_passed_over(entry: &DirEntry, ignored: &IgnoreStack) -> bool {
    entry.depth() > 0 && (is_never_entered(entry) || ignored.ignores(entry))
}

fn is_never_entered(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(|name| NEVER_ENTERED.contains(&name))
}

/// Whether calint may read a file, were it not ignored.
fn is_known(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    NamedKind::of(&name).is_some() || is_archive(entry.path()) || may_hold_secret(&name)
}

/// Adds what Git tracks although an ignore rule names it.
fn tracked(root: &Path, other_files: OtherFiles, walked: &mut Walked) {
    let below =
        |path: &Path| path.strip_prefix(root).is_ok_and(|below| may_enter(&below.to_string_lossy().replace('\\', "/")));
    for path in tracked_and_ignored(root).into_iter().filter(|path| below(path)) {
        // A file that is tracked may be deleted, and a link leads elsewhere.
        if !path.symlink_metadata().is_ok_and(|it| it.is_file()) {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match NamedKind::of(&name) {
            Some(named) => walked.files.push((path, named)),
            None if is_archive(&path) => walked.archives.push(path),
            None if other_files == OtherFiles::Find && may_hold_secret(&name) => walked.others.push(path),
            None => {}
        }
    }
}

fn file(entry: &DirEntry, other_files: OtherFiles, walked: &mut Walked) {
    let name = entry.file_name().to_string_lossy();
    let named = NamedKind::of(&name);
    let is_zip = named.is_none() && is_archive(entry.path());
    let links_to_directory = || entry.path_is_symlink() && entry.path().is_dir();
    if named.is_none() && !is_zip {
        walked.passed_over += 1;
        // A link leads to a file that is met elsewhere, or to one that is not of this place.
        let may_count = other_files == OtherFiles::Find && may_hold_secret(&name) && entry.file_type().is_file();
        if may_count {
            walked.others.push(entry.path().to_owned());
        }
    } else if links_to_directory() {
        walked.passed_over += 1;
    } else if let Some(named) = named {
        let files = if entry.path_is_symlink() { &mut walked.links } else { &mut walked.files };
        files.push((entry.path().to_owned(), named));
    } else if entry.path_is_symlink() {
        walked.passed_over += 1;
    } else {
        walked.archives.push(entry.path().to_owned());
    }
}

/// Whether no folder of a path is one that is never entered.
pub(super) fn may_enter(path: &str) -> bool {
    !path.split('/').any(|step| NEVER_ENTERED.contains(&step))
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
