//! `ApiUserOnly` in Profile and PermissionSet files, opened only when a run-as user names them.

use crate::discover::Kind;
use crate::parse;

use super::cursor::{Cursor, Reading};
use super::library::Library;
use super::place::{Field, FileId, Place};
use super::unopened::{self, Unopened};

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

/// Opens every file of a component that is not open yet.
pub(super) fn open(others: &Unopened, kind: Kind, name: &str, library: &mut Library) -> Vec<PermissionFile> {
    let alias = PROFILE_ALIASES.iter().find(|(profile, _)| kind == Kind::Profile && *profile == name);
    let is_it = |file: &str| file == name || alias.is_some_and(|(_, alias)| file == *alias);
    let sources = others.of(|other| other == kind).filter(|source| is_it(&source.name));
    let open = |source| {
        let file = unopened::open(source, parse::parse_looked_up, "a run-as user of this project has it", library)?;
        read(kind, name, file, library)
    };
    sources.filter_map(open).collect()
}

fn read(kind: Kind, name: &str, file: FileId, library: &Library) -> Option<PermissionFile> {
    let document = library.document(file)?;
    let reading = Reading { file, document, replaced: &[] };
    let root = Cursor::root(&reading, kind)?;
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
