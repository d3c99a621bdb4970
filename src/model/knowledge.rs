//! All that a run knows: its files and its projects.
//!
//! Projects are read one after the other into one library, so that a place in any of them needs no more than a number
//! for its file. If a run has several configurations, each has a model of its own from the projects that it has a part
//! in: facts, declarations, and versions may differ, and a value that mixes them would be wrong for both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Timestamp;

use crate::model::org::facts;
use crate::model::project::other_files;
use crate::workspace::{FileId, Found, Library, Memory, Names, ReadError, Source};

use super::declared::Options;
use super::org::{FactsError, FactsFile, NamedLists};
use super::project::{Linted, OtherFile, Project, ProjectReader, SourceFile};

/// All that a run knows.
#[derive(Debug)]
pub struct Model {
    /// The files.
    pub library: Library,
    /// The projects, by their folder.
    pub projects: Vec<Project>,
    /// The files of facts that were read.
    pub facts: Vec<FactsFile>,
    /// The moment to judge by.
    pub now: Timestamp,
}

impl Model {
    /// Reads all that was found.
    ///
    /// # Errors
    ///
    /// The options name facts that are not there.
    pub fn of(found: &Found, options: &Options, memory: &Memory) -> Result<Self, FactsError> {
        let mut library = Library::new(memory.clone());
        let mut names = Names::new(options.working_directory.clone()).relative_to(found.base.clone());
        let facts = facts::read(&options.facts, options.now, &mut names, &mut library)?;
        // Apps and users name lists of permissions, so these come last.
        let (lists, sources): (Vec<&Source>, Vec<&Source>) =
            found.sources.iter().partition(|source| source.kind.lists_permissions());
        let files = library.load(&sources, &NamedLists::default());
        library.troubles.extend(found.unreadable.iter().cloned().map(ReadError::from));
        let mut by_root: BTreeMap<&Path, Linted<'_>> = BTreeMap::new();
        for (source, file) in sources.into_iter().zip(files) {
            if let Some(file) = file {
                by_root.entry(&source.project.path).or_default().files.push((source, file));
            }
        }
        for list in lists {
            by_root.entry(&list.project.path).or_default().lists.push(list);
        }
        let mut reader = ProjectReader { options, found, names, library, org: facts.org };
        let mut projects: Vec<Project> = by_root.into_values().filter_map(|linted| reader.project(&linted)).collect();
        if !projects.is_empty() {
            let others = other_files::read(&found.others, &mut reader.names, &mut reader.library);
            share_out(others, &mut projects);
        }
        Ok(Self { library: reader.library, projects, facts: facts.files, now: options.now })
    }

    /// A file that is linted.
    pub fn source(&self, file: FileId) -> Option<&SourceFile> {
        self.projects.iter().find_map(|project| project.source(file))
    }
}

/// What was found of the projects that a configuration has a part in.
pub fn part_of(found: &Found, configuration: usize) -> Found {
    let sources = found.sources.iter().filter(|source| source.configuration == configuration);
    let mut roots: BTreeSet<&Path> = sources.map(|source| &*source.project.path).collect();
    let all: BTreeSet<&Path> = found.sources.iter().map(|source| &*source.project.path).collect();
    let all: Vec<&Path> = all.into_iter().collect();
    let home = |other: &crate::workspace::PlainFile| {
        other_files::nearest(&all, &other.path).and_then(|index| all.get(index)).copied()
    };
    roots.extend(found.others.iter().filter(|other| other.configuration == configuration).filter_map(home));
    let is_in = |source: &&Source| roots.contains(&*source.project.path);
    Found {
        sources: found.sources.iter().filter(is_in).cloned().collect(),
        unopened: found.unopened.iter().filter(is_in).cloned().collect(),
        others: found
            .others
            .iter()
            .filter(|other| home(other).is_some_and(|root| roots.contains(root)))
            .cloned()
            .collect(),
        unreadable: found.unreadable.clone(),
        walked: found.walked.clone(),
        base: found.base.clone(),
        ..Found::default()
    }
}

/// Puts each file beside the metadata to the project that it is nearest to.
fn share_out(others: Vec<OtherFile>, projects: &mut [Project]) {
    for other in others {
        let roots: Vec<&Path> = projects.iter().map(|project| project.root.as_path()).collect();
        let nearest = other_files::nearest(&roots, &other.path);
        if let Some(project) = nearest.and_then(|index| projects.get_mut(index)) {
            project.others.push(other);
        }
    }
}
