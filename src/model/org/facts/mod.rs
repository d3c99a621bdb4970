//! Facts: what an org answered, as exports in files.
//!
//! calint reads the answers of `sf data query` (JSON and CSV) and of the REST API, and the files of `sf data export
//! tree` and `sf data export bulk`. People export with the tools that they have, so the columns of a record decide
//! which object it is of, and not the name of the file or the order of columns. The name counts only for an answer
//! without records and for the failure of a query, because nothing else says what was asked.

mod app_tokens;
mod csv_rows;
mod file;
mod grant_rows;
mod json_rows;
mod object;
mod org;
mod policy;
mod recipe;
mod rows;
#[cfg(test)]
mod tests;

pub use app_tokens::{AppTokens, Tokens};
pub use file::{DatedBy, FactsFile, has_suffix_of_export};
pub use object::Object;
pub use org::OrgFacts;
pub use recipe::Unanswered;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use walkdir::WalkDir;

use crate::parse::{PlainText, Span};
use crate::workspace::{FileId, Library, Names, ReadError, RepoPath, leads_out, read_file};

use json_rows::Unreadable;
use org::{Asked, ObjectRow, Whole, join};
use recipe::Recipe;
use rows::{MAX_BROKEN_ROWS, Row};

const EXPORT_AGAIN: &str = "export it again; `calint facts` prints the commands";

/// Facts that were named.
#[derive(Debug, Clone)]
pub struct FactsSource {
    /// The org that they are from, if they are named for one.
    pub org: Option<String>,
    /// A file, or a directory with files.
    pub path: PathBuf,
}

/// The facts to read.
#[derive(Debug, Clone, Default)]
pub struct FactsRequest {
    /// All that were named.
    pub sources: Vec<FactsSource>,
    /// The org whose facts count.
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
    /// Facts of several orgs, and nothing says which one counts.
    #[error("--facts names several orgs ({orgs}): select one with --target")]
    SeveralOrgs {
        /// Their names.
        orgs: String,
    },
    /// No facts of the org that was asked for.
    #[error("--target {target}: --facts names {orgs}")]
    UnknownTarget {
        /// The org that was asked for.
        target: String,
        /// The orgs that the facts are from.
        orgs: String,
    },
}

/// What a run knows of an org.
#[derive(Debug, Default)]
pub struct Facts {
    /// What is known of the org.
    pub org: OrgFacts,
    /// The files that say so.
    pub files: Vec<FactsFile>,
}

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
    let mut reader = Reader { names, library, rows: Vec::new(), files: Vec::new(), manifests: BTreeMap::new() };
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
        if files.is_empty() && linked_outside.is_empty() {
            let shown = reader.names.file(&path);
            reader.trouble(&shown, None, "contains no exports: no JSON and no CSV".to_owned());
        }
        paths.extend(files);
    }
    // The first of two contradicting rows counts. Sorted, the files do not depend on the order of the arguments.
    paths.sort();
    paths.dedup();
    for path in &paths {
        reader.file(path);
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
    let is_export = |file: &PathBuf| has_suffix_of_export(file) && file.is_file() && !file::is_manifest(file);
    entries.map(walkdir::DirEntry::into_path).filter(is_export).collect()
}

/// Whether a file in a directory of facts is a link to one outside. Otherwise anyone who may change the repository
/// could make calint quote any file of the machine. calint reads a file that the user names in any case.
fn is_foreign(named: &Path, file: &Path) -> bool {
    file != named && file.is_symlink() && leads_out(named, file)
}

struct Reader<'l> {
    names: &'l mut Names,
    library: &'l mut Library,
    rows: Vec<ObjectRow>,
    files: Vec<ReadFile>,
    /// The times that manifests give, by their folders.
    manifests: BTreeMap<PathBuf, Option<Timestamp>>,
}

/// A file that was read, with what is needed to point into it.
struct ReadFile {
    facts: FactsFile,
    id: FileId,
    text: PlainText,
    folder: PathBuf,
    recipe: Option<Recipe>,
    /// Wrong rows that were reported so far.
    broken: usize,
}

impl ReadFile {
    /// Whether it has the name of the answer to a query on an object, and the org answered.
    fn answers(&self, object: Object) -> bool {
        let recipe = self.recipe.as_ref().filter(|_| self.facts.unanswered.is_none());
        recipe.is_some_and(|recipe| recipe.query.object == object.name())
    }
}

impl Reader<'_> {
    fn file(&mut self, path: &Path) {
        let shown = self.names.file(path);
        let read = self.library.memory().bytes(path, || read_file(path));
        let read = read.map_err(|error| format!("cannot be read: {error}"));
        let text = match read.map(Arc::unwrap_or_clone).and_then(PlainText::new) {
            Ok(text) => text,
            Err(message) => return self.trouble(&shown, None, message),
        };
        let recipe = Recipe::of(path);
        let mut unanswered = None;
        let room = self.library.take_room(text.as_str().len());
        let (rows, misfits) = match rows_of(path, text.as_str(), room) {
            Ok(read) => read,
            Err(Unreadable { message, at, failure }) => {
                unanswered = recipe.as_ref().zip(failure).and_then(|(recipe, failure)| recipe.unanswered(&failure));
                if unanswered.is_none() {
                    return self.trouble(&shown, Some((&text, Span::new(at, at))), message);
                }
                (Vec::new(), Vec::new())
            }
        };
        let is_empty = rows.is_empty() && unanswered.is_none();
        for Unreadable { message, at, .. } in misfits.into_iter().take(MAX_BROKEN_ROWS) {
            self.trouble(&shown, Some((&text, Span::new(at, at))), message);
        }
        let id = self.library.add(shown.clone(), None);
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let memory = self.library.memory();
        let manifest =
            self.manifests.entry(folder.clone()).or_insert_with_key(|it| file::exported_by_manifest(it, memory));
        let exported = file::exported(path, *manifest);
        let none = recipe.as_ref().filter(|_| is_empty).map(|recipe| recipe.query.none);
        let mut facts = FactsFile { path: shown, exported, rows: BTreeMap::new(), unread: 0, none, unanswered };
        let by_name = recipe.as_ref().and_then(Recipe::object);
        facts.rows.extend(by_name.filter(|_| is_empty).map(|object| (object, 0)));
        self.take(rows, by_name, id, (&mut facts, &text));
        self.files.push(ReadFile { facts, id, text, folder, recipe, broken: 0 });
    }

    /// Takes the records of a file.
    fn take(
        &mut self,
        rows: Vec<Row>,
        by_name: Option<Object>,
        id: FileId,
        (facts, text): (&mut FactsFile, &PlainText),
    ) {
        let mut lacking: BTreeMap<Object, Vec<Row>> = BTreeMap::new();
        for row in rows {
            let of_file = by_name.filter(|_| row.object.is_none());
            let Some(object) = Object::of(&row).or(of_file) else {
                facts.unread += 1;
                continue;
            };
            *facts.rows.entry(object).or_default() += 1;
            if missing(object, &row).is_some() {
                lacking.entry(object).or_default().push(row);
            } else {
                self.library.take_room(row.size());
                self.rows.push(ObjectRow { object, row, file: id });
            }
        }
        self.tell_lacking(facts, text, &lacking);
    }

    /// What the printed queries asked for, so that what is not among the answers is not there.
    fn asked(&self) -> Asked {
        let of = |object| self.files.iter().filter(move |file| file.answers(object));
        let is_with = |file: &ReadFile, other: &ReadFile| {
            let same = file.recipe.as_ref().zip(other.recipe.as_ref()).is_some_and(|(a, b)| a.asks_for_users_of(b));
            same && file.folder == other.folder
        };
        let has_licenses = |file: &&ReadFile| of(Object::PermissionSetLicenseAssign).any(|other| is_with(file, other));
        let lacks = self.files.iter().filter_map(|file| match file.facts.unanswered {
            Some(Unanswered::NoPermission(permission)) => Some(permission.to_owned()),
            _ => None,
        });
        Asked {
            frozen_users: of(Object::UserLogin).next().is_some(),
            nobody_is_frozen: !self.rows.iter().any(|row| row.object == Object::UserLogin),
            tokens: of(Object::OauthToken).next().is_some(),
            licenses_of: of(Object::User).filter(has_licenses).map(|file| file.id).collect(),
            lacking_permissions: lacks.collect(),
        }
    }

    /// Reports records without a column that they need: once if all records of an object lack it.
    fn tell_lacking(&mut self, facts: &FactsFile, text: &PlainText, lacking: &BTreeMap<Object, Vec<Row>>) {
        for (object, rows) in lacking {
            let all = facts.rows.get(object).copied().unwrap_or_default();
            let told = if rows.len() == all { 1 } else { MAX_BROKEN_ROWS };
            for row in rows.iter().take(told) {
                let columns = missing(*object, row).unwrap_or_default();
                let message = if rows.len() == all {
                    format!("its `{}` records have no column {columns}", object.name())
                } else {
                    format!("record {}: a `{}` without {columns}", row.place.number, object.name())
                };
                self.trouble(&facts.path, Some((text, row.place.span)), message);
            }
        }
    }

    fn trouble(&mut self, path: &RepoPath, at: Option<(&PlainText, Span)>, message: String) {
        let range = at.map(|(text, span)| text.range(span));
        self.library.troubles.push(ReadError { path: path.clone(), message, help: EXPORT_AGAIN.to_owned(), range });
    }

    /// Puts the rows together; a row that does not say what it should is trouble.
    fn join(mut self, now: Timestamp) -> Facts {
        let asked = self.asked();
        let all = std::mem::take(&mut self.rows);
        let whole = if self.library.troubles.is_empty() { Whole::Yes } else { Whole::No };
        let (org, broken) = join(&all, now, whole, &asked);
        let mut files = std::mem::take(&mut self.files);
        for broken in &broken {
            let Some(row) = all.get(broken.index) else { continue };
            let Some(file) = files.iter_mut().find(|file| file.id == row.file) else { continue };
            file.broken += 1;
            if file.broken <= MAX_BROKEN_ROWS {
                let message = format!(
                    "record {}: the column `{}` of a `{}` {}",
                    row.row.place.number,
                    broken.cell.column,
                    row.object.name(),
                    broken.cell.message
                );
                self.trouble(&file.facts.path, Some((&file.text, row.row.place.span)), message);
            }
        }
        Facts { org, files: files.into_iter().map(|file| file.facts).collect() }
    }
}

/// JSON by suffix or by its first character, else CSV.
fn rows_of(path: &Path, text: &str, room: usize) -> Result<(Vec<Row>, Vec<Unreadable>), Unreadable> {
    let is_csv = path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("csv"));
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    if is_csv || (!looks_like_json && path.extension().is_none_or(|suffix| suffix != "json")) {
        csv_rows::rows(text, room)
    } else {
        json_rows::rows(text, room).map(|rows| (rows, Vec::new()))
    }
}

/// The columns of which a row lacks all, in words.
fn missing(object: Object, row: &Row) -> Option<String> {
    let lacking = object.needs().iter().find(|group| !group.iter().any(|column| row.has(column)))?;
    Some(lacking.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(" or "))
}
