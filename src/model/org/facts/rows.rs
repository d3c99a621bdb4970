//! A row of an export in one shape: columns with dots, cells, and its place in the file.
//!
//! JSON nests what CSV flattens, and both write nulls, booleans, and dates in their own ways. Here they become equal,
//! so that everything after this point is written once. Rows count against the memory of the run while they are read: a
//! small file can name a column once and fill it a million times.

use jiff::Timestamp;

use crate::parse::Span;

/// A row of an export.
#[derive(Debug)]
pub(super) struct Row {
    /// `attributes.type`, where the export has it.
    pub(super) object: Option<String>,
    /// Column and cell, in the order of the export.
    pub(super) cells: Vec<(String, Cell)>,
    /// Where it is.
    pub(super) place: RowPlace,
}

/// Where a row is.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowPlace {
    /// From 1, the header of a CSV file not counted.
    pub(super) number: usize,
    /// Its stretch of the text.
    pub(super) span: Span,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Null,
    /// A text.
    Text(String),
    /// `true` or `false` of JSON.
    Boolean(bool),
    /// A number of JSON, or a value of another kind.
    Other(String),
}

/// A cell whose value does not fit its column.
#[derive(Debug)]
pub(super) struct BrokenCell {
    pub(super) column: &'static str,
    pub(super) message: String,
}

/// Whether something is all that there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Yes,
    No,
}

/// Wrong rows of one file that are reported: the first ones show the cause.
pub(super) const MAX_BROKEN_ROWS: usize = 20;

/// Bytes of the longest name of a column that is kept. A field behind five relationships has a shorter one.
pub(super) const MAX_COLUMN: usize = 255;

/// Rows of an export, as far as there is room for them.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) list: Vec<Row>,
    /// Bytes that there is room for.
    left: usize,
}

impl Rows {
    /// Room for some bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self { list: Vec::new(), left: bytes }
    }

    /// Adds a row, unless there is no room for it.
    pub(super) fn push(&mut self, row: Row) -> Option<()> {
        self.left = self.left.checked_sub(row.size())?;
        self.list.push(row);
        Some(())
    }
}

impl Row {
    /// About how many bytes it takes.
    pub(super) fn size(&self) -> usize {
        let of_cell = |(column, cell): &(String, Cell)| {
            let text = match cell {
                Cell::Text(text) | Cell::Other(text) => text.len(),
                Cell::Null | Cell::Boolean(_) => 0,
            };
            size_of::<(String, Cell)>() + column.len() + text
        };
        size_of::<Self>() + self.cells.iter().map(of_cell).sum::<usize>()
    }

    /// Whether the export has a column. Letter case does not matter.
    pub(super) fn has(&self, column: &str) -> bool {
        self.cell(column).is_some()
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        self.cells.iter().find(|(name, _)| name.eq_ignore_ascii_case(column)).map(|(_, cell)| cell)
    }

    /// The text of a cell; nothing if it is empty or not there.
    pub(super) fn text(&self, column: &'static str) -> Result<Option<&str>, BrokenCell> {
        match self.cell(column) {
            None | Some(Cell::Null) => Ok(None),
            Some(Cell::Text(text)) => Ok(Some(text)),
            Some(Cell::Boolean(_) | Cell::Other(_)) => {
                Err(BrokenCell { column, message: "does not contain a text".to_owned() })
            }
        }
    }

    /// `true` or `false`; nothing if the cell is empty or not there.
    pub(super) fn boolean(&self, column: &'static str) -> Result<Option<bool>, BrokenCell> {
        match self.cell(column) {
            None | Some(Cell::Null) => Ok(None),
            Some(Cell::Boolean(value)) => Ok(Some(*value)),
            Some(Cell::Text(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Some(Cell::Text(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Some(Cell::Text(_) | Cell::Other(_)) => {
                Err(BrokenCell { column, message: "contains neither true nor false".to_owned() })
            }
        }
    }

    /// The text or the number of a cell.
    pub(super) fn word(&self, column: &str) -> Option<String> {
        match self.cell(column)? {
            Cell::Text(text) | Cell::Other(text) => Some(text.clone()),
            Cell::Null | Cell::Boolean(_) => None,
        }
    }

    /// Columns such as `PermissionsModifyAllData` below a prefix, with the permission and its value.
    pub(super) fn permissions(&self, prefix: &str) -> Vec<(String, bool)> {
        let named = self.cells.iter().filter_map(|(column, cell)| {
            let name = strip_prefix_ignoring_case(column, prefix)?;
            let name = name.strip_prefix("Permissions").filter(|name| !name.is_empty() && !name.contains('.'))?;
            let value = match cell {
                Cell::Boolean(value) => *value,
                Cell::Text(text) if text.eq_ignore_ascii_case("true") => true,
                Cell::Text(text) if text.eq_ignore_ascii_case("false") => false,
                _ => return None,
            };
            Some((name.to_owned(), value))
        });
        named.collect()
    }
}

fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// A time as Salesforce writes it: `2026-06-30T00:00:00.000+0000`, with `Z`, or a date alone.
pub(super) fn timestamp(text: &str, column: &'static str) -> Result<Timestamp, BrokenCell> {
    let date = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let time = text.parse::<Timestamp>().ok();
    let basic = || Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text).ok();
    time.or_else(basic)
        .or_else(|| date().map(|date| date.timestamp()))
        .ok_or_else(|| BrokenCell { column, message: "contains no date and time".to_owned() })
}

/// The day of a time, in UTC.
pub(super) fn day(text: &str, column: &'static str) -> Result<jiff::civil::Date, BrokenCell> {
    Ok(timestamp(text, column)?.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// The 15 characters of a record's id that tell records apart. Longer ids end with three more as a checksum.
pub(super) fn record_id(text: &str) -> String {
    text.get(..15).unwrap_or(text).to_owned()
}
