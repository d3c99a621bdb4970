//! `ApiUserOnly` in Profile and PermissionSet files, opened only when a run-as user names them.

use std::path::{Path, PathBuf};

use crate::discover::{IgnoreFiles, Kind, NamedKind, Names, find, read_file};
use crate::parse;

use super::cursor::{Cursor, Reading};
use super::library::{Library, Trouble};
use super::place::{Field, FileId, Place};

/// The permission that keeps a user out of the user interface.
const API_USER_ONLY: &str = "ApiUserOnly";

/// Standard profiles whose file has another name than the profile.
const PROFILE_ALIASES: [(&str, &str); 2] = [("System Administrator", "Admin"), ("Standard User", "Standard")];

/// What a profile or permission set file says of `ApiUserOnly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// It grants the permission.
    Granted,
    /// It lists permissions, and not this one.
    Withheld,
    /// It lists no permission at all, as partial retrieves do: it says nothing.
    Unknown,
}

/// A profile or permission set that a run-as user has.
#[derive(Debug)]
pub struct PermissionFile {
    /// The type.
    pub kind: Kind,
    /// The name by which the user has it.
    pub name: String,
    /// The root element, or the start of the file.
    pub place: Place,
    /// What it says of `ApiUserOnly`.
    pub api_user_only: Grant,
    /// `userLicense` of a profile.
    pub license: Option<String>,
}

/// Profile and permission set files of one project.
#[derive(Debug, Default)]
pub(super) struct PermissionFiles {
    paths: Vec<(NamedKind, PathBuf)>,
}

impl PermissionFiles {
    /// Finds them below the given folders, without opening any.
    pub(super) fn find(folders: &[PathBuf]) -> Self {
        let wanted = |kind| matches!(kind, Kind::Profile | Kind::PermissionSet);
        let mut paths: Vec<(NamedKind, PathBuf)> = Vec::new();
        for folder in folders {
            for path in find(folder, IgnoreFiles::Honour, wanted).files {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                paths.extend(NamedKind::of(&name).map(|named| (named, path)));
            }
        }
        Self { paths }
    }

    /// Opens every file of a component.
    pub(super) fn open(&self, kind: Kind, name: &str, names: &mut Names, library: &mut Library) -> Vec<PermissionFile> {
        let alias = PROFILE_ALIASES.iter().find(|(profile, _)| kind == Kind::Profile && *profile == name);
        let is_it = |named: &NamedKind| {
            named.kind == kind && (named.name == name || alias.is_some_and(|(_, file)| named.name == *file))
        };
        let paths = self.paths.iter().filter(|(named, _)| is_it(named));
        paths.filter_map(|(_, path)| open(kind, name, path, (names, library))).collect()
    }
}

fn open(kind: Kind, name: &str, path: &Path, (names, library): (&mut Names, &mut Library)) -> Option<PermissionFile> {
    let shown = names.file(path);
    let bytes = match read_file(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("cannot be read: {error}");
            let help = "a run-as user of this project has it".to_owned();
            library.troubles.push(Trouble { path: shown, message, help, range: None });
            return None;
        }
    };
    let file = library.add(shown, Some(parse::parse_looked_up(bytes)));
    read(kind, name, file, library)
}

fn read(kind: Kind, name: &str, file: FileId, library: &Library) -> Option<PermissionFile> {
    let document = library.document(file)?;
    let root = document.root().filter(|root| document.name(*root) == kind.type_name())?;
    let reading = Reading { file, document, replaced: Vec::new() };
    let root = Cursor::new(&reading, root);
    let listed = root.children("userPermissions");
    let grants = |permission: &Cursor<'_, '_>| {
        let is_it = permission.text("name").value().is_some_and(|name| name == API_USER_ONLY);
        is_it && permission.boolean("enabled").is_on() == Some(true)
    };
    let api_user_only = if listed.iter().any(grants) {
        Grant::Granted
    } else if listed.is_empty() || !document.is_whole() {
        Grant::Unknown
    } else {
        Grant::Withheld
    };
    let license = match root.text("userLicense") {
        Field::Given(license) => Some(license.value),
        _ => None,
    };
    Some(PermissionFile { kind, name: name.to_owned(), place: root.place(), api_user_only, license })
}
