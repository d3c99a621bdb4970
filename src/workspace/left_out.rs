//! Files of apps that a run meets and does not check, and folders and archives that it does not look into. Nothing
//! hides silently: reports count them and say what to do.
//!
//! A clean report would mislead if the apps of a repository are in an ignored folder. To know what is in such a folder,
//! calint has to look into it, and it may be large. So calint counts a bounded number of entries there, opens none of
//! its files, and otherwise reports the folder as a whole.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::schema::{Kind, NamedKind};
use crate::shapes;

use super::names::{Names, RepoPath, repository_root};
use super::source::Source;
use super::walked::{NotWalked, is_archive, is_closed};

/// Entries of a folder of this many are too many to look for apps that are not checked: a plain run must not become
/// slower.
const MAX_ENTRIES: usize = 1_000;

/// The same for all such folders of a run together.
const MAX_ENTRIES_OF_RUN: usize = 10_000;

/// What reports say in place of a metadata type.
const FOLDER: &str = "directory";
const ARCHIVE: &str = "archive";

/// Why calint does not check something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutBy {
    /// An ignore file excludes the file, and Git does not track it.
    IgnoreFile,
    /// An ignore file excludes the folder, and it is unknown what Git tracks there.
    IgnoredFolder,
    /// The file is in a folder that calint does not enter.
    ClosedFolder,
    /// calint does not enter the folder, which has too many entries to count apps.
    LargeClosedFolder,
    /// It is a link to a folder or an archive.
    Link,
    /// `exclude` excludes the file.
    Exclude,
    /// The end of its name is `-meta.xml` but for letter case.
    LetterCase,
    /// It is an archive that is damaged or cannot be opened.
    DamagedArchive,
    /// It is an archive inside an archive.
    NestedArchive,
}

impl LeftOutBy {
    /// Whether it is about a file of an app, and not about a folder or an archive.
    pub fn is_app_file(self) -> bool {
        matches!(self, Self::IgnoreFile | Self::ClosedFolder | Self::Exclude | Self::LetterCase)
    }
}

/// Something that calint does not check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Why.
    pub by: LeftOutBy,
    /// Where it is.
    pub path: RepoPath,
    /// Its metadata type; `directory` or `archive` if it is not a file of an app.
    pub kind: &'static str,
    /// The name of the component, or of the folder or archive.
    pub name: String,
}

/// The same before it is known whether the command line names it, too.
#[derive(Debug)]
struct Candidate {
    path: PathBuf,
    left_out: LeftOut,
}

impl Candidate {
    fn file(by: LeftOutBy, (path, shown): (PathBuf, RepoPath), kind: Kind, name: &str) -> Self {
        Self { path, left_out: LeftOut { by, path: shown, kind: kind.type_name(), name: shapes::hidden(name) } }
    }

    fn other(by: LeftOutBy, (path, shown): (PathBuf, RepoPath), kind: &'static str) -> Self {
        let name = shapes::hidden(&path.file_name().unwrap_or_default().to_string_lossy());
        Self { path, left_out: LeftOut { by, path: shown, kind, name } }
    }
}

/// How many entries of folders that are not walked a run may still look at.
#[derive(Debug)]
struct Looks(usize);

impl Default for Looks {
    fn default() -> Self {
        Self(MAX_ENTRIES_OF_RUN)
    }
}

impl Looks {
    /// The files of apps in a folder; nothing if it has too many entries.
    fn apps(&mut self, folder: &Path, enters: impl Fn(&str) -> bool) -> Option<Vec<(PathBuf, NamedKind)>> {
        let mut apps = Vec::new();
        let mut left = self.0.min(MAX_ENTRIES);
        let all = WalkDir::new(folder).into_iter();
        let enters = |entry: &walkdir::DirEntry| entry.depth() == 0 || entry.file_name().to_str().is_none_or(&enters);
        for entry in all.filter_entry(|entry| !entry.file_type().is_dir() || enters(entry)).flatten() {
            let Some(rest) = left.checked_sub(1) else {
                self.0 = self.0.saturating_sub(MAX_ENTRIES);
                return None;
            };
            left = rest;
            let named = NamedKind::of(&entry.file_name().to_string_lossy()).filter(|named| named.kind.is_app());
            apps.extend(named.filter(|_| !entry.file_type().is_dir()).map(|named| (entry.into_path(), named)));
        }
        self.0 = self.0.saturating_sub(self.0.min(MAX_ENTRIES) - left);
        Some(apps)
    }
}

/// What a search meets and does not check.
#[derive(Debug, Default)]
pub(super) struct Omissions {
    /// All of it, unless the command line names it, too.
    candidates: Vec<Candidate>,
    /// Links to folders and archives.
    links: Vec<PathBuf>,
    looks: Looks,
}

impl Omissions {
    /// Notes what the walk of a folder passed over.
    pub(super) fn not_walked(&mut self, mut not_walked: NotWalked, names: &Names) {
        use LeftOutBy::{ClosedFolder, IgnoreFile, IgnoredFolder, LargeClosedFolder, LetterCase};
        not_walked.ignored_folders.sort_unstable();
        for folder in not_walked.ignored_folders {
            // Programs fill folders such as `node_modules` in an ignored one, too.
            match self.looks.apps(&folder, |name| !is_closed(name)) {
                Some(apps) => self.files(IgnoreFile, apps, names),
                None if not_walked.knows_tracked => {}
                None => self.folder_or_archive(IgnoredFolder, folder, FOLDER, names),
            }
        }
        not_walked.closed_folders.sort_unstable();
        for folder in not_walked.closed_folders {
            match self.looks.apps(&folder, |name| name != ".git") {
                Some(apps) => self.files(ClosedFolder, apps, names),
                None => self.folder_or_archive(LargeClosedFolder, folder, FOLDER, names),
            }
        }
        self.files(IgnoreFile, not_walked.ignored_files, names);
        self.files(ClosedFolder, not_walked.tracked_in_closed, names);
        self.files(LetterCase, not_walked.misspelled, names);
        self.links.append(&mut not_walked.links);
    }

    fn files(&mut self, by: LeftOutBy, files: Vec<(PathBuf, NamedKind)>, names: &Names) {
        for (path, named) in files {
            let shown = names.file(&path);
            self.candidates.push(Candidate::file(by, (path, shown), named.kind, &named.name));
        }
    }

    fn folder_or_archive(&mut self, by: LeftOutBy, path: PathBuf, kind: &'static str, names: &Names) {
        let shown = names.file(&path);
        self.candidates.push(Candidate::other(by, (path, shown), kind));
    }

    /// Notes an archive that was met and could not be read, unless only its name is the name of an archive.
    pub(super) fn damaged_archive(&mut self, path: &Path, names: &Names) {
        let mut start = [0; 4];
        let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
        let is_archive = match read {
            Ok(()) => start == *b"PK\x03\x04",
            Err(error) => error.kind() != std::io::ErrorKind::UnexpectedEof,
        };
        if is_archive {
            self.folder_or_archive(LeftOutBy::DamagedArchive, path.to_owned(), ARCHIVE, names);
        }
    }

    /// Notes an entry of an archive that is an archive, or the file of an app but for letter case.
    pub(super) fn unread_entry(&mut self, path: PathBuf, shown: RepoPath) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(named) = NamedKind::of_misspelled_app(&name) {
            let candidate = Candidate::file(LeftOutBy::LetterCase, (path.clone(), shown), named.kind, &named.name);
            self.candidates.push(candidate);
        } else if is_archive(&path) {
            self.candidates.push(Candidate::other(LeftOutBy::NestedArchive, (path, shown), ARCHIVE));
        }
    }

    /// Notes a file that is excluded, if it is one of an app.
    pub(super) fn excluded(&mut self, source: &Source) {
        if source.kind.is_app() {
            let place = (source.path.clone(), source.shown.clone());
            self.candidates.push(Candidate::file(LeftOutBy::Exclude, place, source.kind, &source.name));
        }
    }

    /// All that was left out, unless the command line names it, too.
    pub(super) fn finish<'s>(
        &mut self,
        (walked, sources): (&[PathBuf], impl Iterator<Item = &'s Source>),
        names: &Names,
    ) -> Vec<LeftOut> {
        for link in std::mem::take(&mut self.links) {
            if self.may_lead_to_apps(&link, walked) {
                let kind = if link.is_dir() { FOLDER } else { ARCHIVE };
                self.folder_or_archive(LeftOutBy::Link, link, kind, names);
            }
        }
        let mut seen: HashSet<&OsStr> = HashSet::new();
        if !self.candidates.is_empty() {
            seen.extend(sources.map(|source| source.path.as_os_str()));
        }
        let is_checked = |it: &Candidate| match it.left_out.by {
            LeftOutBy::IgnoreFile | LeftOutBy::ClosedFolder => seen.contains(it.path.as_os_str()),
            LeftOutBy::IgnoredFolder | LeftOutBy::LargeClosedFolder | LeftOutBy::Link => walked.contains(&it.path),
            _ => false,
        };
        let left_out = self.candidates.drain(..).filter(|it| !is_checked(it));
        let mut left_out: Vec<LeftOut> = left_out.map(|it| it.left_out).collect();
        left_out.sort_unstable();
        left_out.dedup();
        left_out
    }

    /// Whether a link leads to apps that are not checked where they are. calint does not look outside the repository.
    fn may_lead_to_apps(&mut self, link: &Path, walked: &[PathBuf]) -> bool {
        let Ok(target) = link.canonicalize() else { return false };
        let is_walked = |walked: &PathBuf| walked.canonicalize().is_ok_and(|walked| target.starts_with(walked));
        if walked.iter().any(is_walked) {
            return false;
        }
        let repository = repository_root(link).and_then(|root| root.canonicalize().ok());
        if !target.is_dir() || !repository.is_some_and(|root| target.starts_with(root)) {
            return true;
        }
        self.looks.apps(&target, |name| !is_closed(name)).is_none_or(|apps| !apps.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::{Looks, MAX_ENTRIES, MAX_ENTRIES_OF_RUN};

    #[test]
    fn a_run_looks_at_so_many_entries_and_no_more() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for number in 0..MAX_ENTRIES - 1 {
            std::fs::write(folder.path().join(format!("{number}.connectedApp")), "").expect("it can be written");
        }
        let mut looks = Looks::default();
        assert_eq!(looks.apps(folder.path(), |_| true).map(|apps| apps.len()), Some(MAX_ENTRIES - 1));
        assert_eq!(looks.0, MAX_ENTRIES_OF_RUN - MAX_ENTRIES);
        looks.0 = MAX_ENTRIES - 1;
        assert!(looks.apps(folder.path(), |_| true).is_none() && looks.0 == 0);
        let mut looks = Looks::default();
        std::fs::write(folder.path().join("One more.connectedApp"), "").expect("it can be written");
        assert!(looks.apps(folder.path(), |_| true).is_none());
        assert_eq!(looks.0, MAX_ENTRIES_OF_RUN - MAX_ENTRIES);
    }
}
