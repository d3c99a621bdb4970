//! What a walk through a directory met, and which names it goes by.

use std::path::{Path, PathBuf};

use crate::schema::NamedKind;

use super::names::file_name;
use super::source::UnreadablePath;

/// Folders that never contain metadata of the project itself.
const NEVER_ENTERED: [&str; 4] = [".git", ".sf", ".sfdx", "node_modules"];

/// What a walk met.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files of every kind that calint knows, sorted.
    pub files: Vec<(PathBuf, NamedKind)>,
    /// Zip archives, sorted.
    pub archives: Vec<PathBuf>,
    /// Files of no such kind in which a secret may stand, sorted.
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
    pub(super) misspelled: Vec<(PathBuf, NamedKind)>,
    /// Links to folders and to archives.
    pub(super) links: Vec<PathBuf>,
    /// Whether Git says what it tracks of what an ignore file excludes.
    pub(super) knows_tracked: bool,
}

impl Walked {
    /// Notes a link. What it leads to is met elsewhere, or is not of this place.
    pub(super) fn link(&mut self, path: PathBuf, named: Option<NamedKind>) {
        match named {
            Some(named) if !path.is_dir() => self.links.push((path, named)),
            _ => {
                self.passed_over += 1;
                match followed(path) {
                    Ok(link) => self.not_walked.links.push(link),
                    Err(path) => self.not_walked.misspelled.extend(misspelled(path)),
                }
            }
        }
    }
}

/// A file whose name differs from an app's only in letter case.
pub(super) fn misspelled(path: PathBuf) -> Option<(PathBuf, NamedKind)> {
    let named = NamedKind::of_misspelled_app(&file_name(&path))?;
    Some((path, named))
}

/// Whether folders of a name are never entered unless they are named.
pub fn is_closed(name: &str) -> bool {
    NEVER_ENTERED.contains(&name)
}

/// A link, if it leads to something that a walk would look into; else an error.
pub(super) fn followed(link: PathBuf) -> Result<PathBuf, PathBuf> {
    if link.is_dir() || is_archive(&link) && link.is_file() { Ok(link) } else { Err(link) }
}

/// Whether no folder of a path is one that is never entered.
pub(super) fn may_enter(path: &str) -> bool {
    !path.split('/').any(|step| NEVER_ENTERED.contains(&step))
}

/// Whether a file name promises a zip archive.
pub(super) fn is_archive(path: impl AsRef<Path>) -> bool {
    path.as_ref().extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("zip"))
}
