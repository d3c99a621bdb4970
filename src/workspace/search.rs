//! A search under way. Where to look is decided elsewhere; this adds what was met.
//!
//! A file can be met in several ways: named, found by the walk, as an entry of an archive, or as a draft. All of them
//! end in one function here, so that exclusions and duplicates are decided once. An excluded file is kept unopened and
//! not dropped, because another app may name it.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::schema::NamedKind;

use super::budget::Budget;
use super::drafts::Overlay;
use super::found::Found;
use super::governor::{Governor, Treatment};
use super::left_out::Omissions;
use super::names::Names;
use super::plain_file::{OtherFiles, PlainFile};
use super::request::Exclusion;
use super::source::{Origin, ProjectRoot, Source};
use super::walk::project_root;

/// A search under way: what it found so far, and what it has to remember for that.
pub(super) struct Search<'g> {
    pub(super) names: Names,
    pub(super) governor: &'g mut dyn Governor,
    pub(super) overlay: Overlay,
    /// The project of every folder in which a file was found.
    pub(super) projects: HashMap<PathBuf, Option<PathBuf>>,
    /// Absolute paths of the sources that were found.
    pub(super) seen: HashSet<OsString>,
    /// What the run may still unpack.
    pub(super) budget: Arc<Budget>,
    /// What was met and is not checked.
    pub(super) omissions: Omissions,
    pub(super) found: Found,
}

impl Search<'_> {
    /// Adds a file on the disk and tells whether it counts.
    pub(super) fn add(
        &mut self,
        (path, named): (PathBuf, NamedKind),
        origin: Origin,
        walk: Option<&ProjectRoot>,
    ) -> bool {
        let stands_at = path.clone();
        let Some((path, named, origin)) = self.overlay.found(path, named, origin) else { return false };
        let shown = self.names.file(&path);
        let folder = path.parent().unwrap_or(Path::new("/"));
        let project = match (self.project(folder), walk) {
            (Some(path), _) => ProjectRoot { path, is_marked: true, archive: None },
            (None, Some(walk)) => walk.clone(),
            (None, None) => ProjectRoot { path: folder.to_owned(), is_marked: false, archive: None },
        };
        self.push(Source::new(shown, path, (named, project), origin), &stands_at)
    }

    /// Adds a file beside the metadata unless it is excluded.
    pub(super) fn other(&mut self, file: PlainFile, stands_at: &Path) {
        let treatment = self.governor.treatment(stands_at);
        // An exclusion that keeps such a file out counts, whether a rule asks for these files or not.
        if !self.is_excluded(stands_at, &treatment) && treatment.other_files == OtherFiles::Find {
            self.found.others.push(PlainFile { configuration: treatment.configuration, ..file });
        }
    }

    /// Adds a file and tells whether it counts: it does not if it is excluded.
    pub(super) fn push(&mut self, source: Source, stands_at: &Path) -> bool {
        let treatment = self.governor.treatment(stands_at);
        let source = Source { configuration: treatment.configuration, ..source };
        let is_excluded = self.is_excluded(stands_at, &treatment);
        if !self.seen.insert(source.path.clone().into_os_string()) {
            return !is_excluded;
        }
        if treatment.lints(source.kind) && !is_excluded {
            self.found.sources.push(source.clone());
        }
        if is_excluded {
            self.omissions.excluded(&source);
        }
        // What is excluded may still be looked up for others.
        if !source.kind.is_linted() || is_excluded {
            self.found.unopened.push(source);
        }
        !is_excluded
    }

    pub(super) fn is_excluded(&mut self, path: &Path, treatment: &Treatment) -> bool {
        let matches = |it: &Exclusion| path.strip_prefix(&it.folder).is_ok_and(|below| it.glob.is_match(below));
        let all = treatment.exclude.iter().enumerate();
        let matching: Vec<usize> = all.filter(|(_, it)| matches(it)).map(|(index, _)| index).collect();
        if matching.is_empty() {
            return false;
        }
        self.found.excluded_by.entry(treatment.configuration).or_default().extend(matching);
        true
    }

    fn project(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.projects.get(folder) {
            return known.clone();
        }
        let root = project_root(folder);
        self.projects.insert(folder.to_owned(), root.clone());
        root
    }
}
