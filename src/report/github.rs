//! `github`: workflow commands, which GitHub Actions turns into annotations.
//!
//! GitHub shows the first ten annotations of a level in each step; the worst come first, and the log has all.
//! A text can neither end its command nor begin another: what separates is escaped, as the toolkit of GitHub
//! does it (`command.ts` of actions/toolkit).

use std::cmp::Reverse;
use std::io::{self, Write};

use crate::parse::Range;
use crate::schema::Severity;
use crate::verdict::Summary;

use super::neutral::one_line;

/// Writes problems, then findings, the worst first.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    for problem in summary.untold_problems() {
        let place = place(&problem.path, problem.range);
        writeln!(out, "::error {place},title=calint problem::{}", text(&problem.message, &problem.help))?;
    }
    let mut findings: Vec<_> = summary.active().collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    for finding in findings {
        let (command, rule) = (command(finding.severity), finding.page.name);
        let place = place(&finding.place.path, Some(finding.place.range));
        writeln!(out, "::{command} {place},title=calint {rule}::{}", text(&finding.message, &finding.help))?;
    }
    Ok(())
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// The properties of a place. GitHub takes columns only of a place within one line.
fn place(path: &str, range: Option<Range>) -> String {
    let file = property(path);
    let Some(Range { start, end }) = range else { return format!("file={file}") };
    let lines = format!("file={file},line={},endLine={}", start.line, end.line);
    if start.line == end.line { format!("{lines},col={},endColumn={}", start.column, end.column) } else { lines }
}

/// The message and, on a line of its own, what to do.
fn text(message: &str, help: &str) -> String {
    match help {
        "" => data(message),
        help => format!("{}%0A{}", data(message), data(help)),
    }
}

fn data(text: &str) -> String {
    one_line(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
