//! The walk through a directory, and the way up to the project that contains a folder.
//!
//! The walk notes what it does not enter, too: a report has to say which apps were not checked. An ignore file does not
//! decide alone. Git tracks, and people deploy, files that an ignore rule names, so calint asks Git for these
//! afterwards, but only if a rule left out something that it could read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::schema::NamedKind;

use super::ignore_files::{IgnoreFiles, IgnoreStack};
use super::plain_file::OtherFiles;
use super::secret_names::may_hold_secret;
use super::source::UnreadablePath;
use super::tracked::tracked_and_ignored;

/// Folders that never contain metadata of the project itself.
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
    /// Folders, files, and links that were not entered and may contain apps.
    pub not_walked: NotWalked,
}

/// What a walk passed over and may contain apps.
#[derive(Debug, Default)]
pub struct NotWalked {
    /// Files of apps that an ignore file excludes and Git does not track.
    pub(super) ignored_files: Vec<(PathBuf, NamedKind)>,
    /// Folders that an ignore file excludes.
    pub(super) ignored_folders: Vec<PathBuf>,
    /// Folders that are never entered, unless an ignore file excludes them.
    pub(super) closed_folders: Vec<PathBuf>,
    /// Files of apps in such a folder that Git tracks although an ignore file excludes them.
    pub(super) tracked_in_closed: Vec<(PathBuf, NamedKind)>,
    /// Files whose names would be names of apps in another letter case.
    pub(super) misspelt: Vec<(PathBuf, NamedKind)>,
    /// Links to folders and to archives.
    pub(super) links: Vec<PathBuf>,
    /// Whether Git says what it tracks of what an ignore file excludes.
    pub(super) knows_tracked: bool,
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
                    hides |= folder(&entry, &ignored, &mut walked.not_walked);
                    walk.skip_current_dir();
                } else {
                    ignored.enter(entry.path(), entry.depth());
                }
            }
            Ok(entry) if ignored.ignores_entry(&entry) => {
                hides |= is_known(&entry);
                walked.passed_over += 1;
                let app = NamedKind::of(&entry.file_name().to_string_lossy()).filter(|named| named.kind.is_app());
                walked.not_walked.ignored_files.extend(app.map(|named| (entry.into_path(), named)));
            }
            Ok(entry) => file(&entry, other_files, &mut walked),
            Err(error) => walked.unreadable.push(unreadable(root, &error)),
        }
    }
    if let Some(file) = ignored.refused() {
        let reason = "it does not count as an ignore file: it is a symbolic link, cannot be read, is over 1 MiB long, or \
                      has too many patterns";
        let reason = reason.to_owned();
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
    entry.depth() > 0 && (is_never_entered(entry) || ignored.ignores_entry(entry))
}

fn is_never_entered(entry: &DirEntry) -> bool {
    entry.file_name().to_str().is_some_and(is_closed)
}

/// Whether folders of a name are never entered unless they are named.
pub(super) fn is_closed(name: &str) -> bool {
    NEVER_ENTERED.contains(&name)
}

/// Notes a folder that is not entered. Returns whether Git may track something in it that an ignore file excludes.
fn folder(entry: &DirEntry, ignored: &IgnoreStack, not_walked: &mut NotWalked) -> bool {
    let (is_ignored, is_closed) = (ignored.ignores_entry(entry), is_never_entered(entry));
    if entry.file_name() == ".git" {
        return false;
    }
    match (is_ignored, is_closed) {
        // Such a folder is ordinary, unless Git tracks an app in it.
        (true, true) => {}
        (true, false) => not_walked.ignored_folders.push(entry.path().to_owned()),
        (false, _) => not_walked.closed_folders.push(entry.path().to_owned()),
    }
    is_ignored
}

/// Whether calint may read a file, were it not ignored.
fn is_known(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    NamedKind::of(&name).is_some() || is_archive(entry.path()) || may_hold_secret(&name)
}

/// Files of our kinds below a folder that Git tracks although an ignore rule names them.
pub(super) fn tracked_files(root: &Path) -> Vec<(PathBuf, NamedKind)> {
    let mut walked = Walked::default();
    tracked(root, OtherFiles::Skip, &mut walked);
    walked.files
}

/// Adds what Git tracks although an ignore rule names it.
fn tracked(root: &Path, other_files: OtherFiles, walked: &mut Walked) {
    let Some(tracked) = tracked_and_ignored(root) else { return };
    walked.not_walked.knows_tracked = true;
    let is_open =
        |path: &Path| path.strip_prefix(root).is_ok_and(|below| may_enter(&below.to_string_lossy().replace('\\', "/")));
    for path in &tracked {
        // A file that is tracked may be deleted.
        let Ok(metadata) = path.symlink_metadata() else { continue };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match NamedKind::of(&name) {
            Some(named) if !is_open(path) => {
                let app = Some((path.clone(), named)).filter(|(_, named)| named.kind.is_app());
                walked.not_walked.tracked_in_closed.extend(app);
            }
            _ if !is_open(path) => {}
            Some(named) if metadata.is_symlink() => walked.links.push((path.clone(), named)),
            _ if metadata.is_symlink() => walked.not_walked.links.extend(followed(path)),
            _ if !metadata.is_file() => {}
            Some(named) => walked.files.push((path.clone(), named)),
            None if is_archive(path) => walked.archives.push(path.clone()),
            None if other_files == OtherFiles::Find && may_hold_secret(&name) => walked.others.push(path.clone()),
            None => {}
        }
    }
    let tracked: HashSet<PathBuf> = tracked.into_iter().collect();
    walked.not_walked.ignored_files.retain(|(path, _)| !tracked.contains(path));
}

/// A link, if it leads to something that a walk would look into.
fn followed(link: &Path) -> Option<PathBuf> {
    (link.is_dir() || is_archive(link) && link.is_file()).then(|| link.to_owned())
}

fn file(entry: &DirEntry, other_files: OtherFiles, walked: &mut Walked) {
    let name = entry.file_name().to_string_lossy();
    let path = || entry.path().to_owned();
    let is_link = entry.path_is_symlink();
    let link = is_link.then(|| followed(entry.path())).flatten();
    match NamedKind::of(&name) {
        named if link.is_some() && (named.is_none() || entry.path().is_dir()) => {
            walked.passed_over += 1;
            walked.not_walked.links.extend(link);
        }
        Some(named) if is_link => walked.links.push((path(), named)),
        Some(named) => walked.files.push((path(), named)),
        None if is_archive(entry.path()) && !is_link => walked.archives.push(path()),
        None => {
            walked.passed_over += 1;
            walked.not_walked.misspelt.extend(NamedKind::of_misspelt_app(&name).map(|named| (path(), named)));
            // A link leads to a file that is met elsewhere, or to one that is not of this place.
            if other_files == OtherFiles::Find && may_hold_secret(&name) && entry.file_type().is_file() {
                walked.others.push(path());
            }
        }
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
