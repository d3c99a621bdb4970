//! Facts: what an org told when it was asked, as exports that lie in files.
//!
//! Read are the answers of `sf data query` (JSON and CSV), of the REST API, and the files of `sf data export
//! tree` and `sf data export bulk`. What a row is about is told by its columns, not by the file's name.

mod csv_rows;
mod json_rows;
mod object;
mod org;
mod rows;

pub use object::Object;
pub use org::OrgFacts;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use walkdir::WalkDir;

use crate::discover::{Names, RepoPath, read_file};
use crate::parse;

use super::library::{Library, Trouble};
use super::place::FileId;
use json_rows::Unreadable;
use org::{ObjectRow, join};
use rows::Row;

/// Rows of one file that are told to be wrong; the first ones tell the cause.
const MAX_BROKEN_ROWS: usize = 20;

const EXPORT_AGAIN: &str = "export it again; `calint facts` prints the commands";

/// Facts that were named.
#[derive(Debug, Clone)]
pub struct FactsSource {
    /// The org that they tell of, if they are named for one.
    pub org: Option<String>,
    /// A file, or a directory with files.
    pub path: PathBuf,
}

/// The facts to read.
#[derive(Debug, Clone, Default)]
pub struct FactsRequest {
    /// All that were named.
    pub sources: Vec<FactsSource>,
    /// The org that the project is judged for.
    pub target: Option<String>,
}

/// The command line names facts that are not there.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// No such file or directory.
    #[error("--facts {path}: no such file or directory")]
    Missing {
        /// As it was named.
        path: String,
    },
    /// Facts of several orgs, and nobody says which one counts.
    #[error("--facts tells of several orgs ({orgs}): name the one to judge for with --target")]
    SeveralOrgs {
        /// Their names.
        orgs: String,
    },
    /// No facts of the org that was asked for.
    #[error("--target {target}: --facts tells of {orgs}")]
    UnknownTarget {
        /// The org that was asked for.
        target: String,
        /// The orgs that facts tell of.
        orgs: String,
    },
}

/// A file of facts that was read.
#[derive(Debug)]
pub struct FactsFile {
    /// As reports show it.
    pub path: RepoPath,
    /// When it was last written.
    pub modified: Option<SystemTime>,
    /// How many rows of which object.
    pub rows: BTreeMap<Object, usize>,
    /// How many rows are of no object that calint reads.
    pub unread: usize,
}

/// What a run knows of an org.
#[derive(Debug, Default)]
pub struct Facts {
    /// What is known of the org.
    pub org: OrgFacts,
    /// The files that told it.
    pub files: Vec<FactsFile>,
}

/// Reads all facts that tell of the target.
///
/// # Errors
///
/// A named path does not exist, or nobody can say which org counts.
pub fn read(
    request: &FactsRequest,
    now: Timestamp,
    names: &mut Names,
    library: &mut Library,
) -> Result<Facts, FactsError> {
    let target = target(request)?;
    let mut reader = Reader { names, library, rows: Vec::new(), files: Vec::new() };
    for source in request.sources.iter().filter(|source| source.org.is_none() || source.org == target) {
        let path = reader.names.absolute(&source.path);
        if !path.exists() {
            return Err(FactsError::Missing { path: source.path.to_string_lossy().into_owned() });
        }
        for file in files(&path) {
            reader.file(&file);
        }
    }
    Ok(reader.join(now))
}

/// The org that counts.
fn target(request: &FactsRequest) -> Result<Option<String>, FactsError> {
    let known: BTreeSet<&String> = request.sources.iter().filter_map(|source| source.org.as_ref()).collect();
    let orgs = || known.iter().map(|org| format!("`{org}`")).collect::<Vec<_>>().join(", ");
    match &request.target {
        Some(target) if known.contains(target) => Ok(Some(target.clone())),
        Some(target) => {
            let orgs = if known.is_empty() { "no org by name".to_owned() } else { orgs() };
            Err(FactsError::UnknownTarget { target: target.clone(), orgs })
        }
        None if known.len() > 1 => Err(FactsError::SeveralOrgs { orgs: orgs() }),
        None => Ok(known.first().map(|org| (*org).clone())),
    }
}

/// The file itself, or the JSON and CSV files of a directory, sorted.
fn files(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().flatten();
    let is_export = |file: &PathBuf| {
        let suffix = file.extension().map(OsStr::to_ascii_lowercase);
        file.is_file() && suffix.is_some_and(|suffix| suffix == "json" || suffix == "csv")
    };
    entries.map(walkdir::DirEntry::into_path).filter(is_export).collect()
}

struct Reader<'l> {
    names: &'l mut Names,
    library: &'l mut Library,
    rows: Vec<ObjectRow>,
    files: Vec<(FactsFile, FileId, String)>,
}

impl Reader<'_> {
    fn file(&mut self, path: &Path) {
        let shown = self.names.file(path);
        let read = read_file(path).map_err(|error| format!("cannot be read: {error}"));
        let text = match read.and_then(parse::text_of) {
            Ok(text) => text,
            Err(message) => return self.trouble(&shown, None, message),
        };
        let (rows, misfits) = match rows_of(path, &text) {
            Ok(read) => read,
            Err(Unreadable { message, at }) => return self.trouble(&shown, Some((&text, (at, at))), message),
        };
        for Unreadable { message, at } in misfits.into_iter().take(MAX_BROKEN_ROWS) {
            self.trouble(&shown, Some((&text, (at, at))), message);
        }
        let file = self.library.add(shown.clone(), None);
        let modified = path.metadata().and_then(|metadata| metadata.modified()).ok();
        let mut counts: BTreeMap<Object, usize> = BTreeMap::new();
        let mut unread = 0;
        for row in rows {
            let Some(object) = Object::of(&row) else {
                unread += 1;
                continue;
            };
            let is_first = !counts.contains_key(&object);
            *counts.entry(object).or_default() += 1;
            if let Some(columns) = missing(object, &row) {
                if is_first {
                    let message = format!("its `{}` records have no column {columns}", object.name());
                    self.trouble(&shown, Some((&text, row.place.bytes)), message);
                }
            } else {
                self.rows.push(ObjectRow { object, row, file });
            }
        }
        self.files.push((FactsFile { path: shown, modified, rows: counts, unread }, file, text));
    }

    fn trouble(&mut self, path: &RepoPath, at: Option<(&str, (usize, usize))>, message: String) {
        let range = at.map(|(text, bytes)| rows::range(text, bytes));
        self.library.troubles.push(Trouble { path: path.clone(), message, help: EXPORT_AGAIN.to_owned(), range });
    }

    /// Puts the rows together; a row that does not say what it should is trouble.
    fn join(mut self, now: Timestamp) -> Facts {
        let all = std::mem::take(&mut self.rows);
        let (org, broken) = join(&all, now);
        let files = std::mem::take(&mut self.files);
        for broken in broken.iter().take(MAX_BROKEN_ROWS) {
            let Some(row) = all.get(broken.index) else { continue };
            let Some((file, _, text)) = files.iter().find(|(_, id, _)| *id == row.file) else { continue };
            let message = format!(
                "record {}: the column `{}` of a `{}` {}",
                row.row.place.number,
                broken.cell.column,
                row.object.name(),
                broken.cell.message
            );
            self.trouble(&file.path, Some((text, row.row.place.bytes)), message);
        }
        Facts { org, files: files.into_iter().map(|(file, ..)| file).collect() }
    }
}

/// JSON by suffix or by its first character, else CSV.
fn rows_of(path: &Path, text: &str) -> Result<(Vec<Row>, Vec<Unreadable>), Unreadable> {
    let is_csv = path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("csv"));
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    if is_csv || (!looks_like_json && path.extension().is_none_or(|suffix| suffix != "json")) {
        csv_rows::rows(text)
    } else {
        json_rows::rows(text).map(|rows| (rows, Vec::new()))
    }
}

/// The columns of which a row lacks all, in words.
fn missing(object: Object, row: &Row) -> Option<String> {
    let lacking = object.needs().iter().find(|group| !group.iter().any(|column| row.has(column)))?;
    Some(lacking.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(" or "))
}
