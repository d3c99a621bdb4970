//! Names in, sources out: which files a run looks at, and where each belongs.
//!
//! Knows suffixes, ignore files, links, archives, standard input, and the difference between a file that was
//! named and one that was found. Knows nothing of XML.

mod archive;
mod budget;
mod container;
mod governor;
mod ignore_files;
mod in_archive;
mod kind;
mod left_out;
mod names;
mod other_files;
mod overlay;
mod reading;
mod request;
mod secret_names;
mod snapshot;
mod source;
mod survey;
mod tracked;
mod walk;

pub use governor::{Governor, Treatment};
pub use ignore_files::IgnoreFiles;
pub use kind::{EcaPart, Kind, NamedKind, OrgSettings};
pub use left_out::{LeftOut, LeftOutBy};
pub use names::{Names, RepoPath, absolute, repository_root};
pub use other_files::{Ask, LARGE, OtherFile, OtherFiles};
pub use overlay::{Draft, Overlay};
pub use reading::{MAX_FILE_SIZE, is_inside, read_file};
pub use request::{Census, Credentials, Exclusion, Input, PermissionLists, Request};
pub use snapshot::{Snapshot, SnapshotError};
pub use source::{Home, ProjectRoot, Source, Unreadable, UnreadablePath};
pub use survey::survey;
pub use walk::{NotWalked, Walked, find, project_root};

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use budget::Budget;
use container::Container;
use governor::Uniform;
use in_archive::Root;
use left_out::{Candidate, Looks};
use secret_names::may_hold_secret;
use source::Origin;

/// What a run looks at.
#[derive(Debug, Default)]
pub struct Found {
    /// The files to lint, sorted by path, each once.
    pub sources: Vec<Source>,
    /// Files that are opened only when something names them, sorted by path.
    pub unopened: Vec<Source>,
    /// Files beside the metadata in which a secret may stand, sorted by path, if they are looked for.
    pub others: Vec<OtherFile>,
    /// Directories, files and archives that could not be looked into.
    pub unreadable: Vec<Unreadable>,
    /// Named directories and archives that held nothing of ours.
    pub empty: Vec<EmptyDirectory>,
    /// Named files of no kind that calint reads.
    pub skipped: Vec<RepoPath>,
    /// What was met and is not checked, by reason and path.
    pub left_out: Vec<LeftOut>,
    /// Directories that were walked, absolute.
    pub walked: Vec<PathBuf>,
    /// Which exclusions kept a file out: of which configuration, by index.
    pub excluded_by: BTreeMap<usize, BTreeSet<usize>>,
    /// The folder that shown paths are relative to.
    pub base: PathBuf,
    /// The directory that relative names start from.
    pub working_directory: PathBuf,
}

/// A named directory or archive that held nothing of ours.
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

/// Finds the files to lint, all by one configuration.
///
/// # Errors
///
/// A named path does not exist.
pub fn discover(request: &Request) -> Result<Found, DiscoverError> {
    discover_by(request, &mut Uniform::of(request))
}

/// Finds the files to lint, each by its own configuration. What the request says of one for all counts for nothing.
///
/// # Errors
///
/// A named path does not exist.
pub fn discover_by(request: &Request, governor: &mut dyn Governor) -> Result<Found, DiscoverError> {
    let base = base(request);
    let names = Names::new(request.working_directory.clone()).relative_to(base.clone());
    let working_directory = request.working_directory.clone();
    let found = Found { base, working_directory, ..Found::default() };
    let (overlay, projects, seen) = (request.overlay.clone(), HashMap::new(), HashSet::new());
    let (left_out, links, looks) = (Vec::new(), Vec::new(), Looks::default());
    let budget = Arc::default();
    let mut search = Search { names, governor, overlay, projects, seen, budget, left_out, links, looks, found };
    for input in &request.inputs {
        search.input(input, request.ignore_files)?;
    }
    Ok(search.finish())
}

/// The folder that shown paths of a request are relative to.
pub fn base(request: &Request) -> PathBuf {
    let folders: Vec<PathBuf> =
        request.inputs.iter().map(|input| folder_of(input, &request.working_directory)).collect();
    names::common_base(folders.iter().map(PathBuf::as_path), &request.working_directory)
}

/// The absolute folder of what is named: itself, or that of the file.
pub fn folder_of(input: &Input, working_directory: &Path) -> PathBuf {
    let path = match input {
        Input::Path(path) | Input::Stdin { name: path, .. } => absolute(working_directory, path),
        Input::Snapshot(snapshot) => return snapshot.repository().to_owned(),
    };
    if path.is_dir() { path } else { path.parent().unwrap_or(&path).to_owned() }
}

fn source(shown: RepoPath, path: PathBuf, (named, project): (NamedKind, ProjectRoot), origin: Origin) -> Source {
    let NamedKind { kind, name, wrong_suffix } = named;
    Source { shown, kind, name, wrong_suffix, project, path, configuration: 0, origin }
}

struct Search<'g> {
    names: Names,
    governor: &'g mut dyn Governor,
    overlay: Overlay,
    /// The project of every folder that held a file of ours.
    projects: HashMap<PathBuf, Option<PathBuf>>,
    /// Absolute paths of the sources that were found.
    seen: HashSet<OsString>,
    /// What the run may still unpack.
    budget: Arc<Budget>,
    /// What was met and is not checked, unless the command line names it, too.
    left_out: Vec<Candidate>,
    /// Links to folders and archives that were met.
    links: Vec<PathBuf>,
    looks: Looks,
    found: Found,
}

impl Search<'_> {
    fn input(&mut self, input: &Input, ignore_files: IgnoreFiles) -> Result<(), DiscoverError> {
        match input {
            Input::Stdin { name, bytes } => {
                let path = self.names.absolute(name);
                self.named_file(path, Origin::Stdin(Arc::new(bytes.clone())));
            }
            Input::Snapshot(snapshot) => {
                let root = Root::Repository(snapshot.repository().to_owned());
                self.archive(Container::Commit(Arc::clone(snapshot)), &root);
            }
            Input::Path(named) => {
                let path = self.names.absolute(named);
                let metadata = path
                    .metadata()
                    .map_err(|_| DiscoverError::Missing { path: named.to_string_lossy().into_owned() })?;
                if metadata.is_dir() {
                    self.directory(&path, ignore_files);
                } else if walk::is_archive(&path) {
                    self.named_archive(&path);
                } else {
                    self.named_file(path, Origin::Disk);
                }
            }
        }
        Ok(())
    }

    fn directory(&mut self, root: &Path, ignore_files: IgnoreFiles) {
        let walked = find(root, ignore_files, OtherFiles::Find);
        self.found.walked.push(root.to_owned());
        for failure in walked.unreadable {
            self.found.unreadable.push(failure.shown(&self.names));
        }
        for (path, named) in walked.links {
            let treatment = self.governor.treatment(&path);
            if lints(&treatment, named.kind) && !self.is_excluded(&path, &treatment) {
                let reason = "it is a symbolic link; name the file itself to have it checked".to_owned();
                self.found.unreadable.push(Unreadable { path: self.names.file(&path), reason });
            }
        }
        self.not_walked(walked.not_walked);
        let known = walked.files.len();
        let mut ours = 0;
        let is_repository = root.join(".git").exists();
        let walk = ProjectRoot { path: root.to_owned(), is_marked: is_repository, archive: None };
        for path in walked.others {
            self.other(OtherFile::on_disk(path.clone()), &path);
        }
        for (path, named) in walked.files {
            if !lints(&self.governor.treatment(&path), named.kind)
                && path.file_name().is_some_and(|name| may_hold_secret(&name.to_string_lossy()))
            {
                self.other(OtherFile::on_disk(path.clone()), &path);
            }
            let is_ours = named.kind.is_ours();
            ours += usize::from(self.add((path, named), Origin::Disk, Some(&walk)) && is_ours);
        }
        for path in walked.archives {
            ours += self.met_archive(&path);
        }
        if ours == 0 {
            let path = self.names.file(root);
            self.found.empty.push(EmptyDirectory { path, passed_over: walked.passed_over + known });
        }
    }

    fn named_file(&mut self, path: PathBuf, origin: Origin) {
        let Some(named) = path.file_name().and_then(|name| NamedKind::of(&name.to_string_lossy())) else {
            self.found.skipped.push(self.names.file(&path));
            return;
        };
        if lints(&self.governor.treatment(&path), named.kind) {
            self.add((path, named), origin, None);
        } else if named.kind == Kind::ApexClass {
            self.found.skipped.push(self.names.file(&path));
        }
    }

    /// Adds a file on the disk and tells whether it counts.
    fn add(&mut self, (path, named): (PathBuf, NamedKind), origin: Origin, walk: Option<&ProjectRoot>) -> bool {
        let stands_at = path.clone();
        let Some((path, named, origin)) = self.overlay.found(path, named, origin) else { return false };
        let shown = self.names.file(&path);
        let folder = path.parent().unwrap_or(Path::new("/"));
        let project = match (self.project(folder), walk) {
            (Some(path), _) => ProjectRoot { path, is_marked: true, archive: None },
            (None, Some(walk)) => walk.clone(),
            (None, None) => ProjectRoot { path: folder.to_owned(), is_marked: false, archive: None },
        };
        self.push(source(shown, path, (named, project), origin), &stands_at)
    }

    /// Adds a file beside the metadata unless it is excluded.
    fn other(&mut self, file: OtherFile, stands_at: &Path) {
        let treatment = self.governor.treatment(stands_at);
        // An exclusion that keeps such a file out counts, whether a rule asks for these files or not.
        if !self.is_excluded(stands_at, &treatment) && treatment.other_files == OtherFiles::Find {
            self.found.others.push(OtherFile { configuration: treatment.configuration, ..file });
        }
    }

    /// Adds a file and tells whether it counts: it does not if it is excluded.
    fn push(&mut self, source: Source, stands_at: &Path) -> bool {
        let treatment = self.governor.treatment(stands_at);
        let source = Source { configuration: treatment.configuration, ..source };
        let is_excluded = self.is_excluded(stands_at, &treatment);
        if !self.seen.insert(source.path.clone().into_os_string()) {
            return !is_excluded;
        }
        if lints(&treatment, source.kind) && !is_excluded {
            self.found.sources.push(source.clone());
        }
        if is_excluded {
            self.excluded(&source);
        }
        // What is excluded may still be looked up for others.
        if !source.kind.is_linted() || is_excluded {
            self.found.unopened.push(source);
        }
        !is_excluded
    }

    fn is_excluded(&mut self, path: &Path, treatment: &Treatment) -> bool {
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
        let root = walk::project_root(folder);
        self.projects.insert(folder.to_owned(), root.clone());
        root
    }

    fn finish(mut self) -> Found {
        let left_out = self.left_out();
        let mut found = Found { left_out, ..self.found };
        found.sources.sort_by(|a, b| a.shown.cmp(&b.shown));
        found.unopened.sort_by(|a, b| a.shown.cmp(&b.shown));
        found.others.sort_by(|a, b| a.path.cmp(&b.path));
        found.others.dedup_by(|a, b| a.path == b.path);
        found.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        found.empty.sort_by(|a, b| a.path.cmp(&b.path));
        found.skipped.sort();
        found.skipped.dedup();
        found
    }
}

fn lints(treatment: &Treatment, kind: Kind) -> bool {
    kind.is_linted()
        || (treatment.permission_lists == PermissionLists::Lint && kind.lists_permissions())
        || (treatment.credentials == Credentials::Lint && kind.holds_credentials())
}
