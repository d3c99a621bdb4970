//! Which files a project has besides those that were named, for what rules look up.
//!
//! The time of a run on one file, as a hook makes it, must not grow with the project. A component may be in any folder
//! of a package, so calint has to search all of them; but most are full of Apex classes or fields. calint does
//! not list a folder that has the usual name of such a folder and contains no folders. The price: only a run on the
//! whole folder finds an app or a setting among Apex classes.

use std::fs::{self, DirEntry, FileType};
use std::path::Path;

use crate::schema::{Kind, NamedKind, TYPES};

use super::ignore_files::{IgnoreFiles, IgnoreStack};
use super::names::Names;
use super::request::Census;
use super::source::{Origin, ProjectRoot, Source};
use super::tracked::tracked_files;
use super::walked::is_closed;

include!(concat!(env!("OUT_DIR"), "/folders.rs"));

/// The folder of Apex classes in source format.
const APEX_CLASSES: &str = "classes";

/// The kind whose files are usually in a folder of this name, by its table.
fn kind_of(folder: &str) -> Option<Kind> {
    TYPES.iter().find(|facts| facts.folder == folder).and_then(|facts| Kind::of_root(facts.name))
}

/// Finds the files of a project in some folders on the disk, of the types that are asked for and of those that decide
/// over apps. Nothing looks up a credential by its name. A folder that cannot be read is skipped, because the command
/// line does not name it.
pub fn survey(project: &ProjectRoot, folders: &[std::path::PathBuf], (census, names): (Census, &Names)) -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in folders {
        let ignored = IgnoreStack::above(folder, IgnoreFiles::Honor);
        let mut survey = Survey { census, ignored, hides: false, found: Vec::new() };
        survey.folder(folder, 0, Place::Open);
        if survey.hides {
            survey.found.extend(tracked_files(folder));
        }
        sources.extend(
            survey
                .found
                .into_iter()
                .map(|(path, named)| Source::new(names.file(&path), path, (named, project.clone()), Origin::Disk)),
        );
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources.dedup_by(|a, b| a.path == b.path);
    sources
}

/// What the folders on the way say of a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Files of all types may be in it.
    Open,
    /// It is one of a type that is not asked for, or is inside of one.
    Foreign,
}

struct Survey {
    census: Census,
    ignored: IgnoreStack,
    /// Whether an ignore file keeps something out that calint may read. Git may track it all the same.
    hides: bool,
    found: Vec<(std::path::PathBuf, NamedKind)>,
}

impl Survey {
    /// Looks through a folder.
    fn folder(&mut self, folder: &Path, depth: usize, place: Place) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        self.ignored.enter(folder, depth);
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.met_folder((&entry, kind), depth + 1, place),
                Ok(kind) if kind.is_file() => self.met_file((&entry, kind), depth + 1),
                _ => {}
            }
        }
    }

    fn met_folder(&mut self, (entry, file_type): (&DirEntry, FileType), depth: usize, above: Place) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let place = self.place(&name, above);
        if is_closed(&name) || (place == Place::Foreign && is_known_to_have_no_folders(entry)) {
            return;
        }
        let path = entry.path();
        if self.ignored.ignores(&path, depth, file_type) {
            self.hides = true;
        } else {
            self.folder(&path, depth, place);
        }
    }

    fn met_file(&mut self, (entry, file_type): (&DirEntry, FileType), depth: usize) {
        let name = entry.file_name();
        let Some(named) = NamedKind::of(&name.to_string_lossy()).filter(|named| self.wants(named.kind)) else { return };
        let path = entry.path();
        if self.ignored.ignores(&path, depth, file_type) {
            self.hides = true;
        } else {
            self.found.push((path, named));
        }
    }

    fn wants(&self, kind: Kind) -> bool {
        match kind {
            Kind::ApexClass => self.census.apex_classes,
            Kind::ExternalCredential | Kind::NamedCredential => false,
            kind if kind.is_app() || kind.names_apps() => self.census.apps,
            kind if is_of_lists(kind) => self.census.permission_lists,
            _ => true,
        }
    }

    /// What a name says of a folder: files of a type usually are in a folder that is called like it.
    fn place(&self, name: &str, above: Place) -> Place {
        let is_foreign = match kind_of(name) {
            _ if name == APEX_CLASSES => !self.census.apex_classes,
            Some(kind) if is_of_lists(kind) => !self.census.permission_lists,
            Some(_) => false,
            None => {
                let is_inside = above == Place::Foreign && !OF_OUR_TYPES.contains(&name);
                is_inside || OF_OTHER_TYPES.binary_search(&name).is_ok()
            }
        };
        if is_foreign { Place::Foreign } else { Place::Open }
    }
}

/// Whether it is a list of permissions, or belongs to one.
fn is_of_lists(kind: Kind) -> bool {
    kind.is_permission_list() || kind == Kind::ProfileSessionSetting
}

/// Whether a folder has no folders in it, by the number of its links: one for its name, one for its own `.`, and one
/// for the `..` of each folder in it. File systems that do not count like this give one link.
#[cfg(unix)]
fn is_known_to_have_no_folders(entry: &DirEntry) -> bool {
    use std::os::unix::fs::MetadataExt;
    entry.metadata().is_ok_and(|metadata| metadata.nlink() == 2)
}

#[cfg(not(unix))]
fn is_known_to_have_no_folders(_: &DirEntry) -> bool {
    false
}
