//! All that a run knows: its files and its projects.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use crate::discover::{Found, Names, Source};

use super::facts::{self, FactsError, FactsFile};
use super::library::{Library, Trouble};
use super::options::Options;
use super::other_files::{self, OtherFile};
use super::place::FileId;
use super::project::Project;
use super::project_reader::ProjectReader;
use super::source_file::SourceFile;

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
    pub fn read(found: &Found, options: &Options) -> Result<Self, FactsError> {
        let mut library = Library::default();
        let mut names = Names::new(options.working_directory.clone());
        let facts = facts::read(&options.facts, options.now, &mut names, &mut library)?;
        let files = library.load(&found.sources);
        library.troubles.extend(found.unreadable.iter().cloned().map(Trouble::from));
        let mut by_root: BTreeMap<&Path, Vec<(&Source, FileId)>> = BTreeMap::new();
        for (source, file) in found.sources.iter().zip(files) {
            if let Some(file) = file {
                by_root.entry(&source.project.path).or_default().push((source, file));
            }
        }
        let mut reader = ProjectReader { options, found, names, library, org: facts.org };
        let mut projects: Vec<Project> = by_root.into_values().filter_map(|sources| reader.project(&sources)).collect();
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
