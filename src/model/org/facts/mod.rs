//! Facts: what an org answered, as exports in files.
//!
//! calint reads the answers of `sf data query` (JSON and CSV) and of the REST API, and the files of `sf data export
//! tree` and `sf data export bulk`. People export with the tools that they have, so the columns of a record decide
//! which object it is of, and not the name of the file or the order of columns. The name counts only for an answer
//! without records and for the failure of a query, because nothing else says what was asked.

mod answers;
mod app_rows;
mod app_tokens;
mod csv_rows;
mod file;
mod filling;
mod grant_rows;
mod json_rows;
mod logins;
mod manifest;
mod object;
mod org;
mod organization;
mod policy;
mod reader;
mod recipe;
mod request;
mod rows;
mod switches;
#[cfg(test)]
mod tests;
mod user_rows;

pub use app_tokens::{AppTokens, Tokens};
pub use file::{DatedBy, FactsFile, has_suffix_of_export};
pub use logins::{AppLogins, Logins};
pub use org::OrgFacts;
pub use organization::Organization;
pub use policy::{EcaPolicy, RunAsUser};
pub use reader::Facts;
pub use recipe::{UNKNOWN_TO_ORG, Unanswered};
pub use request::{FactsError, FactsRequest, FactsSource};

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use walkdir::WalkDir;

use crate::workspace::{Library, Names, leads_out};

use manifest::is_manifest;
use reader::Reader;
use request::target;

/// Reads all facts about the target.
///
/// # Errors
///
/// A named path does not exist, or it is unknown which org counts.
pub fn read(
    request: &FactsRequest,
    now: Timestamp,
    names: &mut Names,
    library: &mut Library,
) -> Result<Facts, FactsError> {
    let target = target(request)?;
    let mut reader = Reader::new(names, library);
    let mut paths = Vec::new();
    for source in request.sources.iter().filter(|source| source.org.is_none() || source.org == target) {
        let path = reader.names.absolute(&source.path);
        if !path.exists() {
            return Err(FactsError::Missing { path: source.path.to_string_lossy().into_owned() });
        }
        let (linked_outside, files): (Vec<_>, Vec<_>) =
            reader.library.memory().listing(&path, || files(&path)).into_iter().partition(|it| is_foreign(&path, it));
        for file in &linked_outside {
            let shown = reader.names.file(file);
            let message =
                "is a symbolic link that leads out of the repository, which calint does not follow".to_owned();
            reader.trouble(&shown, None, message);
        }
        let mut names_queries = |file: &PathBuf| file.parent().is_some_and(|folder| reader.names_queries(folder));
        let is_empty = files.iter().all(|file| is_manifest(file) && !names_queries(file));
        if is_empty && linked_outside.is_empty() {
            let shown = reader.names.file(&path);
            reader.trouble(&shown, None, "contains no exports: no JSON and no CSV".to_owned());
        }
        paths.extend(files);
    }
    // The first of two contradicting rows counts. Sorted, the files do not depend on the order of the arguments.
    paths.sort_unstable();
    paths.dedup();
    let (manifests, exports): (Vec<PathBuf>, Vec<PathBuf>) = paths.into_iter().partition(|path| is_manifest(path));
    for path in &exports {
        reader.file(path);
    }
    for folder in manifests.iter().filter_map(|path| path.parent()) {
        reader.unanswered_queries(folder);
    }
    Ok(reader.join(now))
}

/// The file itself, or the JSON and CSV files of a directory, sorted, with manifests.
fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().flatten();
    let is_export = |file: &PathBuf| has_suffix_of_export(file) && file.is_file();
    entries.map(walkdir::DirEntry::into_path).filter(is_export).collect()
}

/// Whether a file in a directory of facts is a link to one outside. Otherwise anyone who may change the repository
/// could make calint quote any file of the machine. calint reads a file that the user names in any case.
fn is_foreign(named: &Path, file: &Path) -> bool {
    file != named && file.is_symlink() && leads_out(named, file)
}
