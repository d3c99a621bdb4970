//! Rows out of JSON: what `sf data query --json` prints, a bare answer of the REST API, a bare array, and the files of
//! `sf data export tree`.
//!
//! Records are raw slices of the text until each is read. A tree of the whole answer would take many times the memory
//! of the text, and would not know where in the file a record is, but messages have to name the line.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::parse::Span;

use super::rows::{Cell, MAX_COLUMN, Row, RowPlace, Rows};

/// Why a text gives no rows.
#[derive(Debug, Default)]
pub(super) struct Unreadable {
    pub(super) message: String,
    /// The byte at which it went wrong.
    pub(super) at: usize,
    /// The error of a failed query.
    pub(super) failure: Option<String>,
}

impl Unreadable {
    pub(super) fn new(message: impl Into<String>, at: usize) -> Self {
        Self { message: message.into(), at, failure: None }
    }

    /// There is no room for a record at a byte.
    pub(super) fn no_room(at: usize) -> Self {
        Self::new("is not read: its records and the files before it have over 400 MiB", at)
    }

    fn failed(failure: String, at: usize) -> Self {
        Self { message: format!("contains the error of a failed query: {failure}"), at, failure: Some(failure) }
    }
}

/// The outermost object of an answer.
#[derive(Deserialize)]
struct Answer<'t> {
    status: Option<i64>,
    name: Option<String>,
    message: Option<String>,
    #[serde(borrow)]
    result: Option<&'t RawValue>,
    #[serde(borrow)]
    records: Option<Vec<&'t RawValue>>,
    done: Option<bool>,
}

/// What `result` contains.
#[derive(Deserialize)]
struct QueryResult<'t> {
    #[serde(borrow)]
    records: Option<Vec<&'t RawValue>>,
    done: Option<bool>,
}

/// Bytes of the longest record (4 MiB), with the records of its subqueries. Each record becomes a tree while it is
/// read.
const MAX_RECORD: usize = 4 * 1024 * 1024;

/// Reads all records of a text, as far as there is room for some bytes.
pub(super) fn rows(text: &str, room: usize) -> Result<Vec<Row>, Unreadable> {
    let broken =
        |error: &serde_json::Error| Unreadable::new(format!("cannot be read as facts: {error}"), offset(text, error));
    if text.trim().is_empty() {
        return Err(Unreadable::new("cannot be read as facts: the file is empty", 0));
    }
    let records: Vec<&RawValue> = if text.trim_start().starts_with('[') {
        serde_json::from_str(text).map_err(|error| broken(&error))?
    } else {
        let answer: Answer<'_> = serde_json::from_str(text).map_err(|error| broken(&error))?;
        of_answer(&answer)?
    };
    let mut rows = Rows::with_room(room);
    for (index, record) in records.into_iter().enumerate() {
        // This is a slice of the text, so its address gives its place in the text.
        let start = record.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let place = RowPlace { number: index + 1, span: Span::new(start, start + record.get().len()) };
        if record.get().len() > MAX_RECORD {
            return Err(Unreadable::new(format!("record {} is longer than 4 MiB", place.number), start));
        }
        let fields: Map<String, Value> = serde_json::from_str(record.get())
            .map_err(|_| Unreadable::new(format!("record {} is not a JSON object", place.number), start))?;
        if let Some(failure) = rest_error(&fields) {
            return Err(Unreadable::failed(failure, start));
        }
        if !is_plan(&fields) {
            let pushed = flatten_record(fields, place).into_iter().try_for_each(|row| rows.push(row));
            pushed.ok_or_else(|| Unreadable::no_room(start))?;
        }
    }
    Ok(rows.list)
}

fn of_answer<'t>(answer: &Answer<'t>) -> Result<Vec<&'t RawValue>, Unreadable> {
    let failed = answer.status.is_some_and(|status| status != 0);
    if failed {
        let name = answer.name.as_deref().unwrap_or("unknown");
        let message = answer.message.as_deref().map(|message| format!(": {message}")).unwrap_or_default();
        return Err(Unreadable::failed(format!("{name}{message}"), 0));
    }
    let mut is_done = answer.done;
    let mut of_result = |result: &'t RawValue| {
        if let Ok(records) = serde_json::from_str::<Vec<&'t RawValue>>(result.get()) {
            return Some(records);
        }
        let result: QueryResult<'t> = serde_json::from_str(result.get()).ok()?;
        is_done = result.done;
        result.records
    };
    let records = answer.records.clone().or_else(|| answer.result.and_then(&mut of_result));
    let records = records.ok_or_else(|| Unreadable::new("contains no records of a query", 0))?;
    if is_done == Some(false) {
        return Err(Unreadable::new("contains only the first records of its query: `done` is false", 0));
    }
    Ok(records)
}

/// The byte of a JSON error.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    (line_start + error.column().saturating_sub(1)).min(text.len())
}

/// An entry of what the REST API answers to a query that it refuses.
fn rest_error(fields: &Map<String, Value>) -> Option<String> {
    let code = fields.get("errorCode")?.as_str()?;
    let message = fields.get("message").and_then(Value::as_str).unwrap_or_default();
    Some(format!("{code}: {message}"))
}

/// An entry of the plan that `sf data export tree --plan` writes beside its files.
fn is_plan(fields: &Map<String, Value>) -> bool {
    fields.contains_key("sobject") && fields.contains_key("files")
}

/// A record as a row; the records of its subqueries become rows of their own.
fn flatten_record(fields: Map<String, Value>, place: RowPlace) -> Vec<Row> {
    let mut row = Row { object: None, cells: Vec::new(), place };
    let mut children = Vec::new();
    flatten("", fields, &mut row, &mut children);
    let mut rows: Vec<Row> = children.into_iter().flat_map(|child| flatten_record(child, place)).collect();
    for child in &mut rows {
        belong_to(child, &row);
    }
    rows.push(row);
    rows
}

/// Adds the user to records of a subquery, which do not name the user that they belong to.
fn belong_to(child: &mut Row, parent: &Row) {
    for (own, assigned) in [("Username", "Assignee.Username"), ("Id", "AssigneeId")] {
        let value = parent.cells.iter().find(|(column, _)| column == own).map(|(_, cell)| cell.clone());
        if let (Some(value), false) = (value, child.has(assigned)) {
            child.cells.push((assigned.to_owned(), value));
        }
    }
}

fn flatten(prefix: &str, fields: Map<String, Value>, row: &mut Row, children: &mut Vec<Map<String, Value>>) {
    for (name, value) in fields {
        let column = format!("{prefix}{name}");
        if column.len() > MAX_COLUMN {
            continue;
        }
        match value {
            Value::Object(attributes) if name == "attributes" => {
                if prefix.is_empty() {
                    row.object = attributes.get("type").and_then(Value::as_str).map(str::to_owned);
                }
            }
            Value::Object(mut nested) => match nested.remove("records") {
                Some(Value::Array(records)) => children.extend(records.into_iter().filter_map(object)),
                _ => flatten(&format!("{column}."), nested, row, children),
            },
            Value::Null => row.cells.push((column, Cell::Null)),
            Value::String(text) if text.is_empty() => row.cells.push((column, Cell::Null)),
            Value::String(text) => row.cells.push((column, Cell::Text(text))),
            Value::Bool(value) => row.cells.push((column, Cell::Boolean(value))),
            Value::Number(_) | Value::Array(_) => row.cells.push((column, Cell::Other(value.to_string()))),
        }
    }
}

fn object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}
