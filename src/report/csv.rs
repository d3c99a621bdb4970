//! `csv`: one row for each finding, for spreadsheets; RFC 4180 with a header row.
//!
//! A problem is a row without a rule, of the severity `problem`, because a second table in one file is something that
//! no spreadsheet reads. A cell that a spreadsheet would calculate gets a leading apostrophe, by which it stays text:
//! names and values are a stranger's, and a formula can open an address.

use std::io::{self, Write};

use csv::{ErrorKind, Terminator, Writer, WriterBuilder};

use crate::parse::Range;
use crate::verdict::{Judged, Problem, Summary};

use super::neutral::one_line;

/// The columns, in order.
const HEADER: [&str; 17] = [
    "rule",
    "severity",
    "confidence",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "component_type",
    "component",
    "element",
    "message",
    "help",
    "url",
    "fingerprint",
    "status",
    "controls",
];

/// Writes the header, the problems and the findings.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(out);
    table.row(HEADER)?;
    for problem in summary.untold_problems() {
        table.row(of_problem(problem))?;
    }
    for finding in &summary.findings {
        table.row(of_finding(finding))?;
    }
    table.finish()
}

/// A table of harmless cells.
pub(super) struct Table<'o>(Writer<&'o mut dyn Write>);

impl<'o> Table<'o> {
    pub(super) fn new(out: &'o mut dyn Write) -> Self {
        Self(WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out))
    }

    /// Writes a row; an error of the stream stays what it is, so that a closed pipe is known.
    pub(super) fn row<const N: usize>(&mut self, cells: [impl AsRef<str>; N]) -> io::Result<()> {
        self.0.write_record(cells.map(|text| cell(text.as_ref()))).map_err(|error| match error.into_kind() {
            ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn of_finding(finding: &Judged) -> [String; HEADER.len()] {
    let [line, column, end_line, end_column] = numbers(finding.place.range);
    [
        finding.page.name.to_owned(),
        finding.severity.as_str().to_owned(),
        finding.confidence.as_str().to_owned(),
        finding.place.path.clone(),
        line,
        column,
        end_line,
        end_column,
        finding.component.kind.to_owned(),
        finding.component.name.clone(),
        finding.element.clone(),
        finding.message.clone(),
        finding.help.clone(),
        finding.page.url().to_owned(),
        finding.fingerprint.clone(),
        finding.status.as_str().to_owned(),
        finding.controls_told(),
    ]
}

fn of_problem(problem: &Problem) -> [String; HEADER.len()] {
    let [line, column, end_line, end_column] = problem.range.map(numbers).unwrap_or_default();
    let none = String::new;
    let (severity, path) = ("problem".to_owned(), problem.path.clone());
    let (message, help) = (problem.message.clone(), problem.help.clone());
    [
        none(),
        severity,
        none(),
        path,
        line,
        column,
        end_line,
        end_column,
        none(),
        none(),
        none(),
        message,
        help,
        none(),
        none(),
        none(),
        none(),
    ]
}

/// Line, column, end line and end column.
fn numbers(range: Range) -> [String; 4] {
    [range.start.line, range.start.column, range.end.line, range.end.column].map(|number| number.to_string())
}

/// A text that a spreadsheet shows and does not calculate. In many countries `;` separates cells, so
/// the text behind one may begin a cell, too.
fn cell(text: &str) -> String {
    let parts: Vec<String> = one_line(text).split(';').map(|part| as_text(part).to_owned() + part).collect();
    parts.join(";")
}

/// The apostrophe, if the cell would be a formula. Blanks, quotes and characters of double width do not keep it from
/// that.
fn as_text(cell: &str) -> &'static str {
    let begin = cell.trim_start_matches(|it: char| it.is_whitespace() || it == '"');
    if begin.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) { "'" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn formulas_become_texts_and_texts_stay() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", "\u{a0}=1", "\"=1", "＝1"] {
            assert!(cell(formula).starts_with(['\'', '\\']), "{formula:?}: {}", cell(formula));
        }
        assert_eq!(cell("a; =1;b"), "a;' =1;b");
        for text in ["", "a=b", "1-2", "a@b", "`=1`", "'"] {
            assert_eq!(cell(text), text);
        }
    }
}
