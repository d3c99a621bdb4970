//! Which files a run looks at, where each belongs, and their texts and trees, each read once.
//!
//! Finding and reading are two steps. The search knows suffixes, ignore files, links, archives, standard input, and the
//! difference between a file that was named and one that was found. It opens no metadata file, so its cost depends only
//! on names, and the later stages decide which of the files are worth reading.

mod archive;
mod budget;
mod container;
mod default_branch;
mod documents;
mod drafts;
mod file_pattern;
mod files;
mod found;
mod governor;
mod ignore_files;
mod in_archive;
mod lazy_sources;
mod left_out;
mod library;
mod memory;
mod names;
mod needs;
mod permission_sections;
mod place;
mod plain_file;
mod reading;
mod request;
mod search;
mod secret_names;
mod snapshot;
mod source;
mod survey;
mod tracked;
mod walk;
mod walked;

pub use default_branch::default_branch;
pub use documents::ListNames;
pub use drafts::{Draft, Drafts};
pub use file_pattern::{file_pattern, own_settings, own_suffixes, project_pattern};
pub use files::Workspace;
pub use found::{DiscoverError, EmptyDirectory, Found};
pub use governor::{Governor, Treatment, Uniform};
pub use ignore_files::{ForceIgnore, IgnoreFiles};
pub use lazy_sources::LazySources;
pub use left_out::LeftOutBy;
pub use library::{Library, ReadError};
pub use memory::{Contents, Memory};
pub use names::{Names, RepoPath, absolute, leads_out, repository_root};
pub use needs::Needs;
pub use permission_sections::parse_permissions;
pub use place::{FileId, Place};
pub use plain_file::{Ask, Buffer, LARGE, PlainFile};
pub use reading::{MAX_FILE_SIZE, is_inside, read_file};
pub use request::{Census, Exclusion, Input, NamedLinks, Request};
pub use snapshot::{Snapshot, SnapshotError};
pub use source::{Home, ProjectRoot, Source, Unreadable};
pub use walk::{find, project_root};
pub use walked::is_closed;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::{Path, PathBuf, is_separator};
use std::sync::Arc;

use crate::schema::{Kind, NamedKind};
use container::Container;
use in_archive::Root;
use left_out::Omissions;
use search::Search;
use secret_names::may_hold_secret;
use source::Origin;

/// Finds the files to lint, all by one configuration, for the tests of other stages.
///
/// # Errors
///
/// A named path does not exist.
#[cfg(test)]
pub fn discover(request: &Request) -> Result<Found, DiscoverError> {
    discover_by(request, &mut Uniform::of(request))
}

/// Finds the files to lint, each by its own configuration. What the request says of one for all counts for nothing.
///
/// # Errors
///
/// A named path does not exist.
fn discover_by(request: &Request, governor: &mut dyn Governor) -> Result<Found, DiscoverError> {
    let base = base(request);
    let names = Names::new(request.working_directory.clone()).relative_to(base.clone());
    let working_directory = request.working_directory.clone();
    let found = Found { base, working_directory, ..Found::default() };
    let (projects, here) = (HashMap::new(), None);
    let (omissions, budget) = (Omissions::default(), Arc::default());
    let mut search = Search { names, governor, projects, here, budget, omissions, found };
    for input in &request.inputs {
        search.input(input, request)?;
    }
    Ok(search.finish())
}

/// The folder that shown paths of a request are relative to.
pub fn base(request: &Request) -> PathBuf {
    let folders: Vec<PathBuf> =
        request.inputs.iter().map(|input| folder_of(input, &request.working_directory)).collect();
    names::common_base(folders.iter().map(PathBuf::as_path), &request.working_directory)
}

/// The absolute folder of what is named: the folder itself, or the folder of the file.
pub fn folder_of(input: &Input, working_directory: &Path) -> PathBuf {
    let path = match input {
        Input::Path(path) | Input::Stdin { name: path, .. } => absolute(working_directory, path),
        Input::Snapshot(snapshot) => return snapshot.repository().to_owned(),
    };
    if path.is_dir() { path } else { path.parent().unwrap_or(&path).to_owned() }
}

impl Search<'_> {
    fn input(&mut self, input: &Input, request: &Request) -> Result<(), DiscoverError> {
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
                if request.named_links == NamedLinks::KeepInside && leads_out(&request.working_directory, named) {
                    let reason = "a symbolic link in its path leads out of the repository, which calint follows neither \
                                  with --untrusted nor with --fix";
                    let path = self.names.file(&path);
                    self.found.unreadable.push(Unreadable { path, reason: reason.to_owned() });
                } else if metadata.is_dir() {
                    self.directory(&path, request.ignore_files);
                } else if walked::is_archive(&path) {
                    self.named_archive(&path);
                } else {
                    self.named_file(path, Origin::Disk);
                }
            }
        }
        Ok(())
    }

    fn directory(&mut self, root: &Path, ignore_files: IgnoreFiles) {
        let walked = find(root, ignore_files);
        self.found.walked.push(root.to_owned());
        for failure in walked.unreadable {
            self.found.unreadable.push(failure.shown(&self.names));
        }
        for (path, named) in walked.links {
            let treatment = self.treatment(&path);
            if treatment.lints(named.kind) && !self.is_excluded(&path, &treatment) {
                let reason = "it is a symbolic link; name the file itself to have it checked".to_owned();
                self.found.unreadable.push(Unreadable { path: self.names.file(&path), reason });
            }
        }
        self.omissions.not_walked(walked.not_walked, &self.names);
        let known = walked.files.len();
        let mut ours = 0;
        let is_repository = root.join(".git").exists();
        let walk = ProjectRoot { path: root.into(), is_marked: is_repository, archive: None };
        for path in walked.others {
            self.other(PlainFile::on_disk(path.clone()), &path);
        }
        for (path, named) in walked.files {
            let treatment = self.treatment(&path);
            if !treatment.lints(named.kind) && may_hold_secret(&names::file_name(&path)) {
                self.other_by(&treatment, PlainFile::on_disk(path.clone()), &path);
            }
            let is_ours = named.kind.is_ours();
            ours += usize::from(self.add((path, named), Origin::Disk, Some(&walk)) && is_ours);
        }
        for path in walked.archives {
            ours += self.met_archive(&path);
        }
        if ours == 0 {
            // The configuration of the files that would be in it.
            self.empty(root, &root.join("package.xml"), walked.passed_over + known);
        }
    }

    /// Remembers a named directory or archive without a file to check, unless the configuration of `inside` allows it.
    fn empty(&mut self, named: &Path, inside: &Path, passed_over: usize) {
        if !self.treatment(inside).allows_empty {
            let path = self.names.file(named);
            self.found.empty.push(EmptyDirectory { path, passed_over });
        }
    }

    fn named_file(&mut self, path: PathBuf, origin: Origin) {
        let Some(named) = path.file_name().and_then(|name| NamedKind::of(&name.to_string_lossy())) else {
            self.found.skipped.push(self.names.file(&path));
            return;
        };
        if self.treatment(&path).lints(named.kind) {
            self.add((path, named), origin, None);
        } else if named.kind == Kind::ApexClass {
            self.found.skipped.push(self.names.file(&path));
        }
    }

    fn finish(self) -> Found {
        let Self { mut found, mut omissions, names, .. } = self;
        for sources in [&mut found.sources, &mut found.unopened] {
            sources.sort_by(|a, b| a.shown.cmp(&b.shown).then_with(|| a.path.cmp(&b.path)));
            sources.dedup_by(|later, first| later.shown == first.shown && later.path == first.path);
        }
        let sources = found.sources.iter().chain(&found.unopened);
        found.left_out = omissions.finish((&found.walked, sources), &names);
        found.others.sort_by(|a, b| match (&a.origin, &b.origin) {
            (Origin::Disk, Origin::Disk) => by_steps(&a.path, &b.path),
            _ => a.path.cmp(&b.path),
        });
        found.others.dedup_by(|a, b| match (&a.origin, &b.origin) {
            (Origin::Disk, Origin::Disk) => a.path.as_os_str() == b.path.as_os_str(),
            _ => a.path == b.path,
        });
        found.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        found.empty.sort_by(|a, b| a.path.cmp(&b.path));
        found.skipped.sort();
        found.skipped.dedup();
        found
    }
}

/// The order of two absolute paths on the disk, folder by folder. The order of `Path` is the same, but cuts both into
/// their
/// steps.
fn by_steps(a: &Path, b: &Path) -> Ordering {
    let (a, b) = (a.as_os_str().as_encoded_bytes(), b.as_os_str().as_encoded_bytes());
    let alike = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    // The end comes first, then what is below the folder, then longer names.
    let rank =
        |byte: Option<&u8>| byte.map(|byte| if is_separator(char::from(*byte)) { 0 } else { u16::from(*byte) + 1 });
    rank(a.get(alike)).cmp(&rank(b.get(alike)))
}
