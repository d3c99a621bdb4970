//! The files of an archive, or of an earlier state of a repository.
//!
//! Rules never learn whether a file is on the disk. Each entry gets a path behind the path of its container, which no
//! file on the disk can have, and becomes a source like all others. A separate kind of source for archives would have
//! to be handled wherever a path is compared or shown.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::schema::NamedKind;

use super::archive::Archive;
use super::container::Container;
use super::plain_file::PlainFile;
use super::search::Search;
use super::secret_names::may_hold_secret;
use super::source::{Origin, ProjectRoot, Source, Unreadable};
use super::walk;
use super::walked::may_enter;

/// What the root of an archive is.
pub(super) enum Root {
    /// The root of the repository at this path: all of the project is in the archive.
    Repository(PathBuf),
    /// Any folder.
    Folder,
}

impl Search<'_> {
    /// Adds the files of an archive that was met on the way. calint ignores a file that only looks like an archive. It
    /// reports an archive that it refuses, because that could contain an app.
    pub(super) fn met_archive(&mut self, path: &Path) -> usize {
        match Archive::open(path, &self.budget) {
            Ok(archive) => self.archive(Container::Zip(archive), &Root::Folder),
            Err(error) if error.kind() == io::ErrorKind::Other => {
                let path = self.names.file(path);
                self.found.unreadable.push(Unreadable { path, reason: error.to_string() });
                0
            }
            Err(_) => {
                self.omissions.damaged_archive(path, &self.names);
                0
            }
        }
    }

    pub(super) fn named_archive(&mut self, path: &Path) {
        let shown = self.names.file(path);
        match Archive::open(path, &self.budget) {
            Ok(archive) => {
                let passed_over = archive.names().count();
                let is_retrieve = archive.names().any(|name| name.rsplit('/').next() == Some("package.xml"));
                let hidden = archive.hidden().to_vec();
                if self.archive(Container::Zip(archive), &Root::Folder) > 0 {
                    return;
                }
                let unreadable = |reason| Unreadable { path: shown.clone(), reason };
                self.found.unreadable.extend(hidden.into_iter().map(unreadable));
                if is_retrieve {
                    self.empty(path, path, passed_over);
                }
            }
            Err(error) => self.found.unreadable.push(Unreadable { path: shown, reason: error.to_string() }),
        }
    }

    /// Adds an archive's files, and returns how many of them calint checks. If there are none of these, it adds no
    /// files beside the metadata either.
    pub(super) fn archive(&mut self, archive: Container, root: &Root) -> usize {
        let archive = Arc::new(archive);
        let outside = archive.path().into_os_string();
        let mut ours = 0;
        let mut others = Vec::new();
        let shown = self.names.file(&archive.path());
        for name in archive.names() {
            let file_name = name.rsplit('/').next().unwrap_or(name);
            let named = NamedKind::of(file_name);
            let path = inside(&outside, name);
            let origin = Origin::Archive(Arc::clone(&archive), name.to_owned());
            let stands_at = match root {
                Root::Repository(repository) => repository.join(name),
                Root::Folder => path.clone(),
            };
            let treatment = self.treatment(&stands_at);
            let is_linted = named.as_ref().is_some_and(|named| treatment.lints(named.kind));
            if !is_linted && may_hold_secret(file_name) && may_enter(name) {
                let configuration = treatment.configuration;
                let other = PlainFile { path: path.clone(), configuration, origin: origin.clone() };
                others.push((other, stands_at.clone()));
            }
            let Some(named) = named else {
                if matches!(root, Root::Folder) {
                    self.omissions.unread_entry(path, archive.shown(name, &self.names));
                }
                continue;
            };
            let is_ours = named.kind.is_ours();
            let project = project_in(&archive, &outside, (name, root));
            let shown = archive.shown(name, &self.names);
            ours += usize::from(
                self.push(Source::new(shown, path, (named, project), origin), (Some(&stands_at), &treatment))
                    && is_ours,
            );
        }
        for (file, stands_at) in others.into_iter().filter(|_| ours > 0 || matches!(root, Root::Repository(_))) {
            self.other(file, &stands_at);
        }
        if ours > 0 || archive.hides_app() {
            let unreadable = |reason: &String| Unreadable { path: shown.clone(), reason: reason.clone() };
            self.found.unreadable.extend(archive.hidden().iter().map(unreadable));
        }
        ours
    }
}

/// Where an entry of an archive would be, so that no two files of a run have one path.
fn inside(archive: &OsString, name: &str) -> PathBuf {
    let mut path = archive.clone();
    path.push("!");
    Path::new(&path).join(name)
}

/// The nearest folder upward in the archive that contains a project file; else all of the archive.
fn project_in(archive: &Arc<Container>, outside: &OsString, (name, root): (&str, &Root)) -> ProjectRoot {
    let has = |folder: &str, file: &str| {
        let wanted = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        archive.has(&wanted)
    };
    let folders = Path::new(name).ancestors().skip(1).filter_map(Path::to_str);
    let marked = folders.into_iter().find(|folder| walk::PROJECT_FILES.iter().any(|file| has(folder, file)));
    let folder = marked.unwrap_or_default().to_owned();
    let path = inside(outside, &folder);
    ProjectRoot {
        path: path.into(),
        is_marked: marked.is_some() || matches!(root, Root::Repository(_)),
        archive: Some((Arc::clone(archive), folder)),
    }
}
