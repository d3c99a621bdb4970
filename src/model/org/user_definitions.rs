//! Scratch-org user definition files (`config/*user-def.json`): username, profile, permission sets.
//! Source: Salesforce DX developer guide, "User definition file".

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::model::project::from_json;
use crate::workspace::{FileId, Library, Names, ProjectRoot, ReadError};

use super::users::{Assigned, Assignments, User, UserOrigin, Users};

/// The profile of a user whose definition names none.
const DEFAULT_PROFILE: &str = "Standard User";

/// The folder of user definitions.
const FOLDER: &str = "config";

/// Adds the users that a project defines.
pub(crate) fn read(root: &ProjectRoot, names: &mut Names, library: &mut Library, users: &mut Users) {
    let list = || root.list(FOLDER).into_iter().map(PathBuf::from).collect();
    let listed = library.memory().listing(&root.path.join(FOLDER), list);
    let names_of_files = listed.iter().filter_map(|name| name.to_str());
    for name in names_of_files.filter(|name| name.ends_with("user-def.json")) {
        let path = format!("{FOLDER}/{name}");
        let shown = root.shown(&path, names);
        let read = library.read(root, &path).map_err(|error| error.to_string());
        let parsed = read.and_then(|bytes| from_json::<Map<String, Value>>(&bytes));
        match parsed {
            Ok(definition) => {
                let file = library.add(shown, None);
                users_add(users, &definition, file);
            }
            Err(reason) => library.troubles.push(ReadError {
                path: shown,
                message: format!("cannot be read as a user definition: {reason}"),
                help: "correct the file: calint looks up the run-as users of the project in it".to_owned(),
                range: None,
            }),
        }
    }
}

/// The edition of the scratch orgs that the definitions are for, if the project says so in its one file about that.
pub(crate) fn edition(root: &ProjectRoot, library: &Library) -> Option<String> {
    let bytes = library.read(root, &format!("{FOLDER}/project-scratch-def.json")).ok()?;
    let definition: Map<String, Value> = from_json(&bytes).ok()?;
    definition.get("edition")?.as_str().map(str::to_owned)
}

fn users_add(users: &mut Users, definition: &Map<String, Value>, file: FileId) {
    // The special keys do not depend on letter case.
    let get = |name: &str| definition.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    let Some(username) = get("Username").and_then(Value::as_str) else { return };
    let profile = get("profileName").and_then(Value::as_str).unwrap_or(DEFAULT_PROFILE);
    users.add(User {
        username: username.to_owned(),
        email: get("Email").and_then(Value::as_str).map(str::to_owned),
        is_active: None,
        is_frozen: None,
        profile: Some(profile.to_owned()),
        license: None,
        profile_is_api_only: None,
        assignments: Assignments::All(permission_sets(get("permsets"))),
        permission_set_licenses: None,
        file,
        origin: UserOrigin::Definition,
    });
}

/// An array of names, or one text with commas.
fn permission_sets(value: Option<&Value>) -> Vec<Assigned> {
    let set = |name: &str| Assigned::PermissionSet(name.to_owned());
    match value {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(set).collect(),
        Some(Value::String(names)) => {
            names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(set).collect()
        }
        _ => Vec::new(),
    }
}
