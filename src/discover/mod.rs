//! Names in, sources out: which files a run looks at, and where each belongs.
//!
//! Knows suffixes, ignore files, links, standard input, and the difference between a file that was
//! named and one that was found. Knows nothing of XML.

mod ignore_files;
mod kind;
mod names;
mod source;
mod walk;

pub use ignore_files::IgnoreFiles;
pub use kind::{EcaPart, Kind, NamedKind};
pub use names::{Names, RepoPath, absolute};
pub use source::{MAX_FILE_SIZE, Source, Unreadable, UnreadablePath, read_file};
pub use walk::{Walked, find, project_root};

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What the user named.
#[derive(Debug, Clone)]
pub enum Input {
    /// A file or a directory.
    Path(PathBuf),
    /// One file on standard input, with the name that gives its kind.
    Stdin {
        /// The name, as if the file stood there.
        name: PathBuf,
        /// What was read.
        bytes: Vec<u8>,
    },
}

/// Where to look.
#[derive(Debug, Clone)]
pub struct Request {
    /// What the user named, in any order.
    pub inputs: Vec<Input>,
    /// Whether `.gitignore` counts.
    pub ignore_files: IgnoreFiles,
    /// The directory that relative names start from.
    pub working_directory: PathBuf,
}

/// What a run looks at.
#[derive(Debug, Default)]
pub struct Found {
    /// The files to lint, sorted by path, each once.
    pub sources: Vec<Source>,
    /// Directories and files that could not be looked into.
    pub unreadable: Vec<Unreadable>,
    /// Named directories that held nothing of ours.
    pub empty: Vec<EmptyDirectory>,
    /// Directories that were walked, absolute.
    pub walked: Vec<PathBuf>,
}

/// A named directory that held nothing of ours.
#[derive(Debug)]
pub struct EmptyDirectory {
    /// The directory.
    pub path: RepoPath,
    /// How many files were passed over.
    pub passed_over: usize,
}

/// The command line names something that is not there.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// No such file or directory.
    #[error("{path}: no such file or directory")]
    Missing {
        /// As it was named.
        path: String,
    },
}

/// Finds the files to lint.
///
/// # Errors
///
/// A named path does not exist.
pub fn discover(request: &Request) -> Result<Found, DiscoverError> {
    let mut search = Search { names: Names::new(request.working_directory.clone()), ..Search::default() };
    for input in &request.inputs {
        search.input(input, request)?;
    }
    Ok(search.finish())
}

#[derive(Default)]
struct Search {
    names: Names,
    /// The project of every folder that held a file of ours.
    projects: HashMap<PathBuf, Option<PathBuf>>,
    /// Absolute paths of the sources that were found.
    seen: HashSet<OsString>,
    found: Found,
}

impl Search {
    fn input(&mut self, input: &Input, request: &Request) -> Result<(), DiscoverError> {
        match input {
            Input::Stdin { name, bytes } => {
                let path = self.names.absolute(name);
                self.add(path, Some(bytes.clone()), None);
                Ok(())
            }
            Input::Path(path) => {
                let absolute = self.names.absolute(path);
                let metadata = absolute
                    .metadata()
                    .map_err(|_| DiscoverError::Missing { path: path.to_string_lossy().into_owned() })?;
                if metadata.is_dir() {
                    self.directory(&absolute, request.ignore_files);
                } else {
                    self.add(absolute, None, None);
                }
                Ok(())
            }
        }
    }

    fn directory(&mut self, root: &Path, ignore_files: IgnoreFiles) {
        let walked = find(root, ignore_files, Kind::is_linted);
        self.found.walked.push(root.to_owned());
        for failure in walked.unreadable {
            self.found.unreadable.push(failure.shown(&mut self.names));
        }
        if walked.files.is_empty() {
            let path = self.names.directory(root);
            self.found.empty.push(EmptyDirectory { path, passed_over: walked.passed_over });
        }
        for file in walked.files {
            self.add(file, None, Some(root));
        }
    }

    /// Adds a file if it is of a kind that is linted.
    fn add(&mut self, path: PathBuf, bytes: Option<Vec<u8>>, walked_from: Option<&Path>) {
        let Some(named) = path.file_name().and_then(|name| NamedKind::of(&name.to_string_lossy())) else { return };
        if !named.kind.is_linted() || !self.seen.insert(path.clone().into_os_string()) {
            return;
        }
        let shown = self.names.file(&path);
        let folder = path.parent().unwrap_or(Path::new("/"));
        let project = self.project(folder).unwrap_or_else(|| walked_from.unwrap_or(folder).to_owned());
        self.found.sources.push(Source { shown, kind: named.kind, name: named.name, project, bytes, path });
    }

    fn project(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.projects.get(folder) {
            return known.clone();
        }
        let root = project_root(folder);
        self.projects.insert(folder.to_owned(), root.clone());
        root
    }

    fn finish(self) -> Found {
        let mut found = self.found;
        found.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        found.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        found.empty.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }
}
