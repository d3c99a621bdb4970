//! `concise`: one line for each finding, for editors and for `grep`.

use std::io::{self, Write};

use crate::verdict::{Judged, Problem, Summary};

use super::here::Here;
use super::mark::UNREADABLE_INPUT;
use super::neutral::{one_line, path_first};

/// Writes `path:line:column: severity[rule] message`, problems first.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let here = Here::of(summary);
    for problem in summary.untold_problems() {
        write_problem(problem, &here, out)?;
    }
    for finding in &summary.findings {
        let (path, start) = (path_first(&here.path(&finding.place.path)), finding.place.range.start);
        let message = said(finding);
        let (severity, rule) = (finding.severity, finding.page.name);
        writeln!(out, "{path}:{}:{}: {severity}[{rule}] {message}", start.line, start.column)?;
    }
    Ok(())
}

/// The message, and why it does not count if it does not.
fn said(finding: &Judged) -> String {
    let standing = finding.status.words().map(|words| format!(" ({})", one_line(&words)));
    let controls = if finding.controls.is_empty() { String::new() } else { format!(" [{}]", finding.controls_told()) };
    one_line(&finding.message) + &controls + &standing.unwrap_or_default()
}

fn write_problem(problem: &Problem, here: &Here, out: &mut dyn Write) -> io::Result<()> {
    let (path, message) = (path_first(&here.path(&problem.path)), one_line(&problem.message));
    match problem.range.map(|range| range.start) {
        Some(start) => writeln!(out, "{path}:{}:{}: problem[{UNREADABLE_INPUT}] {message}", start.line, start.column),
        None => writeln!(out, "{path}: problem[{UNREADABLE_INPUT}] {message}"),
    }
}
