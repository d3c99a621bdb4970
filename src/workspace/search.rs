//! A search under way. Where to look is decided elsewhere; this adds what was met.
//!
//! A file can be met in several ways: named, found by the walk, as an entry of an archive, or as a draft. All of them
//! end in one function here, so that exclusions and duplicates are decided once. An excluded file is kept unopened and
//! not dropped, because another app may name it.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use crate::schema::NamedKind;

use super::budget::Budget;
use super::found::Found;
use super::governor::{Governor, Treatment};
use super::left_out::Omissions;
use super::names::{Names, ShownFolder, file_name, last_separator};
use super::plain_file::PlainFile;
use super::request::Exclusion;
use super::source::{Origin, ProjectRoot, Source};
use super::walk::project_root;

/// A search under way: what it found so far, and what it has to remember for that.
pub(super) struct Search<'g> {
    pub(super) names: Names,
    pub(super) governor: &'g mut dyn Governor,
    /// The project of every folder in which a file was found.
    pub(super) projects: HashMap<PathBuf, Option<Arc<Path>>>,
    /// The folder of the last file.
    pub(super) here: Option<Rc<Here>>,
    /// What the run may still unpack.
    pub(super) budget: Arc<Budget>,
    /// What was met and is not checked.
    pub(super) omissions: Omissions,
    pub(super) found: Found,
}

/// What all files of a folder have in common. A walk meets them one after the other, and there are many.
pub(super) struct Here {
    folder: PathBuf,
    shown: ShownFolder,
    treatment: Arc<Treatment>,
    /// The project, if a file of ours asked for it.
    project: OnceCell<Option<Arc<Path>>>,
}

impl Here {
    /// Whether a file is in this folder. The answer is no for the root of a file system, because its name ends in a
    /// separator.
    fn holds(&self, path: &Path) -> bool {
        let (folder, whole) = (self.folder.as_os_str().as_encoded_bytes(), path.as_os_str().as_encoded_bytes());
        last_separator(path) == Some(folder.len()) && whole.starts_with(folder)
    }
}

impl Search<'_> {
    /// What the files in the folder of a file have in common.
    fn here(&mut self, path: &Path) -> Rc<Here> {
        if let Some(here) = self.here.as_ref().filter(|here| here.holds(path)) {
            return Rc::clone(here);
        }
        let folder = path.parent().unwrap_or(Path::new("/"));
        let (shown, treatment) = (self.names.folder(folder), self.governor.treatment(path));
        let here = Here { folder: folder.to_owned(), shown, treatment, project: OnceCell::new() };
        Rc::clone(self.here.insert(Rc::new(here)))
    }

    /// What is decided of a file.
    pub(super) fn treatment(&mut self, path: &Path) -> Arc<Treatment> {
        Arc::clone(&self.here(path).treatment)
    }

    /// Adds a file on the disk and tells whether it counts.
    pub(super) fn add(
        &mut self,
        (path, named): (PathBuf, NamedKind),
        origin: Origin,
        walk: Option<&ProjectRoot>,
    ) -> bool {
        let here = self.here(&path);
        let project = here.project.get_or_init(|| {
            let known = self.projects.entry(here.folder.clone());
            known.or_insert_with_key(|folder| project_root(folder).map(Into::into)).clone()
        });
        let project = match (project.clone(), walk) {
            (Some(path), _) => ProjectRoot { path, is_marked: true, archive: None },
            (None, Some(walk)) => walk.clone(),
            (None, None) => ProjectRoot { path: here.folder.as_path().into(), is_marked: false, archive: None },
        };
        let shown = here.shown.file(&file_name(&path));
        self.push(Source::new(shown, path, (named, project), origin), (None, &here.treatment))
    }

    /// Adds a file beside the metadata unless it is excluded.
    pub(super) fn other(&mut self, file: PlainFile, stands_at: &Path) {
        let treatment = self.treatment(stands_at);
        self.other_by(&treatment, file, stands_at);
    }

    /// The same for a file of which it is known what is decided.
    pub(super) fn other_by(&mut self, treatment: &Treatment, file: PlainFile, stands_at: &Path) {
        // An exclusion that keeps such a file out counts, whether a rule asks for these files or not.
        if !self.is_excluded(stands_at, treatment) && treatment.needs.has_other_files() {
            self.found.others.push(PlainFile { configuration: treatment.configuration, ..file });
        }
    }

    /// Adds a file and tells whether it counts: it does not if it is excluded.
    pub(super) fn push(&mut self, source: Source, (stands_at, treatment): (Option<&Path>, &Treatment)) -> bool {
        let is_excluded = self.is_excluded(stands_at.unwrap_or(&source.path), treatment);
        let source = Source { configuration: treatment.configuration, ..source };
        if is_excluded {
            self.omissions.excluded(&source);
        }
        // What is excluded may still be looked up for others.
        match (treatment.lints(source.kind) && !is_excluded, !source.kind.is_linted() || is_excluded) {
            (true, true) => {
                self.found.sources.push(source.clone());
                self.found.unopened.push(source);
            }
            (true, false) => self.found.sources.push(source),
            (false, _) => self.found.unopened.push(source),
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
}
