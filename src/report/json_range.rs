//! Ranges of files in JSON reports.

use serde::Serialize;

use crate::parse;

/// A range of a file.
#[derive(Serialize)]
pub(super) struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    offset: u64,
}

/// A range as reports write it.
pub(super) fn range(range: parse::Range) -> Range {
    let position = |it: parse::Position| Position { line: it.line, column: it.column, offset: it.offset };
    Range { start: position(range.start), end: position(range.end) }
}
