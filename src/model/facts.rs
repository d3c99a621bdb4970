//! User facts: what `sf data query --json` prints for User.
//!
//! Read are `result.records` of that answer, `records` of a bare REST answer, and a bare array. Records
//! are recognised by their columns, not by the file's name.

use std::path::{Path, PathBuf};

use serde_json::Value;
use walkdir::WalkDir;

use crate::discover::{Names, read_file};

use super::library::{Library, Trouble};
use super::place::FileId;
use super::users::{Assignments, User, UserOrigin, Users};

/// The command line names facts that are not there.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// No such file or directory.
    #[error("--facts {path}: no such file or directory")]
    Missing {
        /// As it was named.
        path: String,
    },
}

/// Reads all facts that were named.
///
/// # Errors
///
/// A named path does not exist.
pub(super) fn read(paths: &[PathBuf], names: &mut Names, library: &mut Library) -> Result<Users, FactsError> {
    let mut users = Users::default();
    for path in paths {
        let absolute = names.absolute(path);
        if !absolute.exists() {
            return Err(FactsError::Missing { path: path.to_string_lossy().into_owned() });
        }
        for file in json_files(&absolute) {
            read_one(&file, names, library, &mut users);
        }
    }
    Ok(users)
}

/// The file itself, or the `*.json` files of a directory, sorted.
fn json_files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().flatten();
    let files = entries.map(walkdir::DirEntry::into_path);
    files.filter(|file| file.is_file() && file.extension().is_some_and(|it| it == "json")).collect()
}

fn read_one(path: &Path, names: &mut Names, library: &mut Library, users: &mut Users) {
    let shown = names.file(path);
    let trouble = |message: String| Trouble {
        path: shown.clone(),
        message,
        help: "export the facts again with: sf data query --json --query \"SELECT Username, Profile.Name, \
               Profile.UserLicense.Name, Profile.PermissionsApiUserOnly FROM User\""
            .to_owned(),
        range: None,
    };
    let parsed = read_file(path).map_err(|error| error.to_string()).and_then(|bytes| json(&bytes));
    let value = match parsed {
        Ok(value) => value,
        Err(reason) => return library.troubles.push(trouble(format!("cannot be read as facts: {reason}"))),
    };
    if let Some(failure) = query_failure(&value) {
        return library.troubles.push(trouble(format!("holds the error of a failed query: {failure}")));
    }
    let Some(records) = records(&value) else {
        return library.troubles.push(trouble("holds no records of a query".to_owned()));
    };
    let file = library.add(shown.clone(), None);
    for record in records {
        if let Some(user) = user(record, file) {
            users.add(user);
        }
    }
}

/// Parses JSON with or without byte order mark.
fn json(bytes: &[u8]) -> Result<Value, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn query_failure(value: &Value) -> Option<&str> {
    let failed = value.get("status").and_then(Value::as_i64).is_some_and(|status| status != 0);
    failed.then(|| value.get("name").and_then(Value::as_str).unwrap_or("unknown"))
}

fn records(value: &Value) -> Option<&Vec<Value>> {
    let answer = value.get("result").unwrap_or(value);
    answer.get("records").unwrap_or(answer).as_array()
}

/// Reads a User record; nothing if it is a record of something else.
fn user(record: &Value, file: FileId) -> Option<User> {
    let username = record.get("Username")?.as_str()?.to_owned();
    let text = |path: &str| record.pointer(path).and_then(Value::as_str).map(str::to_owned);
    Some(User {
        username,
        profile: text("/Profile/Name"),
        license: text("/Profile/UserLicense/Name"),
        profile_is_api_only: record.pointer("/Profile/PermissionsApiUserOnly").and_then(Value::as_bool),
        permission_sets: Assignments::Unknown,
        file,
        origin: UserOrigin::Query,
    })
}
