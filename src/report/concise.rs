//! `concise`: one line for each finding, for editors and for `grep`.

use std::io::{self, Write};

use crate::verdict::{Judged, Problem, Summary};

use super::here::Here;
use super::mark::UNREADABLE_INPUT;
use super::neutral::{one_line, path_first};
use super::screen::{Color, Screen};

/// Writes `path:line:column: severity[rule] message`, problems first.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let here = Here::of(summary);
    for problem in summary.untold_problems() {
        write_problem(problem, (&here, screen), out)?;
    }
    for finding in &summary.findings {
        let (path, start) = (path_first(&here.path(&finding.place.path)), finding.place.range.start);
        let message = said(finding);
        let rule = screen.link(&format!("{}[{}]", finding.severity, finding.page.name), finding.page.url());
        let (path, rule) = (screen.paint(&path, Color::Bold), screen.paint(&rule, Color::of(finding.severity)));
        writeln!(out, "{path}:{}:{}: {rule} {message}", start.line, start.column)?;
    }
    Ok(())
}

/// The message, and why it does not count if it does not.
fn said(finding: &Judged) -> String {
    let standing = finding.status.words().map(|words| format!(" ({})", one_line(&words)));
    let controls = if finding.controls.is_empty() { String::new() } else { format!(" [{}]", finding.controls_told()) };
    one_line(&finding.message) + &controls + &standing.unwrap_or_default()
}

fn write_problem(problem: &Problem, (here, screen): (&Here, Screen), out: &mut dyn Write) -> io::Result<()> {
    let (path, message) = (path_first(&here.path(&problem.path)), one_line(&problem.message));
    let (path, code) = (screen.paint(&path, Color::Bold), format!("problem[{UNREADABLE_INPUT}]"));
    let code = screen.paint(&code, Color::Red);
    match problem.range.map(|range| range.start) {
        Some(start) => writeln!(out, "{path}:{}:{}: {code} {message}", start.line, start.column),
        None => writeln!(out, "{path}: {code} {message}"),
    }
}
