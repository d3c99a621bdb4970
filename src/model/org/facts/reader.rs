//! Reads the files of facts one by one, and puts what they say together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::parse::{PlainText, Span};
use crate::workspace::{FileId, Library, Names, ReadError, RepoPath, read_file};

use super::csv_rows;
use super::file::{FactsFile, exported};
use super::json_rows::{self, Unreadable};
use super::manifest::Manifest;
use super::object::Object;
use super::org::{ObjectRow, OrgFacts, join};
use super::recipe::Recipe;
use super::rows::{MAX_BROKEN_ROWS, Row, Whole};

const EXPORT_AGAIN: &str = "export it again; `calint facts` prints the commands";

/// What a run knows of an org.
#[derive(Debug, Default)]
pub struct Facts {
    /// What is known of the org.
    pub org: OrgFacts,
    /// The files that say so, and the queries without an answer.
    pub files: Vec<FactsFile>,
}

pub(super) struct Reader<'l> {
    pub(super) names: &'l mut Names,
    pub(super) library: &'l mut Library,
    pub(super) rows: Vec<ObjectRow>,
    pub(super) files: Vec<ReadFile>,
    /// Queries that the org could not answer, as manifests say.
    pub(super) unanswered: Vec<FactsFile>,
    /// The manifests, by their folders.
    pub(super) manifests: BTreeMap<PathBuf, Option<Manifest>>,
    /// Objects of which the org has more records than the answers contain.
    pub(super) cut: BTreeSet<Object>,
}

/// A file that was read, with what is needed to point into it.
pub(super) struct ReadFile {
    pub(super) facts: FactsFile,
    pub(super) id: FileId,
    text: PlainText,
    pub(super) folder: PathBuf,
    pub(super) recipe: Option<Recipe>,
    /// Wrong rows that were reported so far.
    broken: usize,
}

impl ReadFile {
    /// The object of the query whose answer has this name, if the org answered.
    pub(super) fn object(&self) -> Option<Object> {
        let recipe = self.recipe.as_ref().filter(|_| self.facts.unanswered.is_none());
        Object::named(recipe?.query.object)
    }
}

impl<'l> Reader<'l> {
    pub(super) fn new(names: &'l mut Names, library: &'l mut Library) -> Self {
        Self {
            names,
            library,
            rows: Vec::new(),
            files: Vec::new(),
            unanswered: Vec::new(),
            manifests: BTreeMap::new(),
            cut: BTreeSet::new(),
        }
    }

    /// Reads a file.
    pub(super) fn file(&mut self, path: &Path) {
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
        for Unreadable { message, at, .. } in misfits.into_iter().take(MAX_BROKEN_ROWS) {
            self.trouble(&shown, Some((&text, Span::new(at, at))), message);
        }
        let id = self.library.add(shown.clone(), None);
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        self.load_manifest(&folder);
        let expected = self.expected(&folder, path, recipe.as_ref());
        let is_empty = rows.is_empty() && unanswered.is_none();
        let none = expected.none.filter(|_| is_empty);
        let exported = exported(path, expected.exported);
        let mut facts = FactsFile { none, unanswered, ..FactsFile::new(shown, exported) };
        facts.rows.extend(expected.object.filter(|_| is_empty).map(|object| (object, 0)));
        self.compare(&expected, rows.len(), &facts);
        self.take(rows, expected.object, id, (&mut facts, &text));
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
                if facts.unread == 0 {
                    facts.unread_columns = row.cells.iter().map(|(column, _)| column.clone()).collect();
                }
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

    pub(super) fn trouble(&mut self, path: &RepoPath, at: Option<(&PlainText, Span)>, message: String) {
        let range = at.map(|(text, span)| text.range(span));
        self.library.troubles.push(ReadError { path: path.clone(), message, help: EXPORT_AGAIN.to_owned(), range });
    }

    /// Puts the rows together; a row that does not say what it should is trouble.
    pub(super) fn join(mut self, now: Timestamp) -> Facts {
        let organization = self.organization();
        let asked = self.asked();
        let all = std::mem::take(&mut self.rows);
        let whole = if self.library.troubles.is_empty() { Whole::Yes } else { Whole::No };
        let (mut org, broken) = join(&all, now, whole, &asked);
        org.organization = org.organization.or(organization);
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
        let files = files.into_iter().map(|file| file.facts);
        Facts { org, files: files.chain(self.unanswered).collect() }
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
