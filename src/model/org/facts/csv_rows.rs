//! Rows out of CSV: what `sf data query --result-format csv` and `sf data export bulk` write, with any delimiter and
//! any line ends.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use crate::parse::Span;
use crate::words::count;

use super::json_rows::Unreadable;
use super::rows::{Cell, MAX_BROKEN_ROWS, MAX_COLUMN, Row, RowPlace, Rows};

/// The delimiters of a bulk export. Source: `sf data export bulk --column-delimiter`.
const DELIMITERS: [u8; 6] = [b',', b';', b'\t', b'|', b'^', b'`'];

/// Columns of the widest export. An object of Salesforce has 800 fields at most.
const MAX_COLUMNS: usize = 10_000;

/// Reads all records of a text, as far as there is room for some bytes, and the first ones that do not fit the header.
pub(super) fn rows(text: &str, room: usize) -> Result<(Vec<Row>, Vec<Unreadable>), Unreadable> {
    if text.trim().is_empty() {
        return Err(Unreadable::new("the file is empty", 0));
    }
    let mut reader = ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let unreadable = |error: &csv::Error| {
        let at = error.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        Unreadable::new(format!("cannot be read as CSV: {error}"), at)
    };
    let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
    if header.len() > MAX_COLUMNS {
        return Err(Unreadable::new(
            format!("has {}; calint reads {MAX_COLUMNS} at most", count(header.len(), "column")),
            0,
        ));
    }
    let (mut rows, mut misfits) = (Rows::with_room(room), Vec::new());
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| unreadable(&error))?;
        // The reader's position is before the rest of the previous line end.
        let at = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let line_end = text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let at = at + line_end;
        if record.len() == header.len() {
            let length = text.get(at..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
            let place = RowPlace { number: index + 1, span: Span::new(at, at + length) };
            let pushed = flatten(&header, &record, place).into_iter().try_for_each(|row| rows.push(row));
            pushed.ok_or_else(|| Unreadable::no_room(at))?;
        } else if misfits.len() < MAX_BROKEN_ROWS {
            let message =
                format!("row {} has {}, but the header has {}", index + 1, count(record.len(), "cell"), header.len());
            misfits.push(Unreadable::new(message, at));
        }
    }
    Ok((rows.list, misfits))
}

/// The first delimiter of the header. Names of columns contain none.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    header.bytes().find(|byte| DELIMITERS.contains(byte)).unwrap_or(b',')
}

/// A record as a row; the flattened records of a subquery (`Rel.records.0.Field`) become rows of their own.
fn flatten(header: &StringRecord, record: &StringRecord, place: RowPlace) -> Vec<Row> {
    let mut own = Vec::new();
    let mut children: BTreeMap<(&str, &str), Vec<(String, Cell)>> = BTreeMap::new();
    for (column, text) in header.iter().zip(record).filter(|(column, _)| column.len() <= MAX_COLUMN) {
        let cell = if text.is_empty() { Cell::Null } else { Cell::Text(text.to_owned()) };
        let nested = nested(column);
        match nested {
            Some((relation, (index, field))) => {
                children.entry((relation, index)).or_default().push((field.to_owned(), cell));
            }
            None => own.push((column.to_owned(), cell)),
        }
    }
    let username = own.iter().find(|(column, _)| column.eq_ignore_ascii_case("Username")).map(|(_, cell)| cell.clone());
    let filled = children.into_values().filter(|cells| cells.iter().any(|(_, cell)| *cell != Cell::Null));
    let row = |cells| Row { object: None, cells, place };
    let of_user = username.map(|cell| ("Assignee.Username".to_owned(), cell));
    let children = filled.map(|cells| row(cells.into_iter().chain(of_user.clone()).collect()));
    children.chain([row(own)]).collect()
}

/// Relation, index and field of a flattened record.
fn nested(column: &str) -> Option<(&str, (&str, &str))> {
    const MARK: &str = ".records.";
    let at = column.to_ascii_lowercase().find(MARK)?;
    let (relation, rest) = (column.get(..at)?, column.get(at + MARK.len()..)?);
    Some((relation, rest.split_once('.')?))
}
