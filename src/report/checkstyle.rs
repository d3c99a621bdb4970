//! `checkstyle`: the XML of Checkstyle, which Jenkins, reviewdog and many others read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::verdict::{Judged, Problem, Summary};

use super::mark::UNREADABLE_INPUT;
use super::neutral::xml;

/// The version of Checkstyle whose form this is.
const VERSION: &str = "4.3";

/// Writes files by path, in each its problems and then its findings.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for problem in summary.untold_problems() {
        files.entry(&problem.path).or_default().push(of_problem(problem));
    }
    for finding in summary.active() {
        files.entry(&finding.place.path).or_default().push(of_finding(finding));
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{VERSION}\">")?;
    for (path, errors) in files {
        writeln!(out, "  <file name=\"{}\">", xml(path))?;
        errors.iter().try_for_each(|error| writeln!(out, "    {error}"))?;
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn of_finding(finding: &Judged) -> String {
    let (start, severity, rule) = (finding.place.range.start, finding.severity, finding.page.name);
    let message = xml(&finding.message);
    format!(
        "<error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{message}\" source=\"calint.{rule}\"/>",
        start.line, start.column
    )
}

/// Readers want a line, so a problem of a whole file gets the first one.
fn of_problem(problem: &Problem) -> String {
    let place = match problem.range.map(|range| range.start) {
        Some(start) => format!("line=\"{}\" column=\"{}\"", start.line, start.column),
        None => "line=\"1\"".to_owned(),
    };
    let message = xml(&problem.message);
    format!("<error {place} severity=\"error\" message=\"{message}\" source=\"calint.{UNREADABLE_INPUT}\"/>")
}
