//! `junit`: a test suite for each file with findings or problems, a test case for each finding.
//!
//! Findings at or above the threshold (`--fail-on`) are failures, those below it pass with a text on standard output,
//! and problems are errors. So a CI system and the exit code agree on whether a run failed. A run without findings has
//! one case that passes, because some readers refuse an empty report. A case has no `file` and no `line`, which the
//! schema of Jenkins forbids, so its text contains the place.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::parse::Range;
use crate::verdict::{Judged, Problem, Summary};

use super::mark::UNREADABLE_INPUT;
use super::neutral::{path_first, xml};

/// A test case; all texts are ready for XML.
struct Case {
    class: &'static str,
    name: String,
    outcome: Outcome,
    result: String,
}

#[derive(PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    Unreadable,
}

/// Writes the suites by path.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for problem in summary.untold_problems() {
        suites.entry(&problem.path).or_default().push(of_problem(problem));
    }
    for finding in summary.active() {
        suites.entry(&finding.place.path).or_default().push(of_finding(finding));
    }
    if suites.is_empty() {
        suites.insert("calint", vec![nothing_found()]);
    }
    tell_apart(suites.values_mut().flatten());
    let total = counts(&suites.values().flatten().collect::<Vec<_>>());
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"calint\" {total}>")?;
    for (path, cases) in &suites {
        writeln!(out, "  <testsuite name=\"{}\" {}>", xml(path), counts(&cases.iter().collect::<Vec<_>>()))?;
        for Case { class, name, result, .. } in cases {
            writeln!(out, "    <testcase name=\"{name}\" classname=\"{class}\">{result}</testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn counts(cases: &[&Case]) -> String {
    let of = |outcome| cases.iter().filter(|case| case.outcome == outcome).count();
    let (failures, errors) = (of(Outcome::Failed), of(Outcome::Unreadable));
    format!("tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\"", cases.len())
}

fn nothing_found() -> Case {
    Case { class: "calint", name: "nothing found".to_owned(), outcome: Outcome::Passed, result: String::new() }
}

/// Its name is what many readers list alone: the rule, and what it is about. Findings of a whole file have no element.
fn of_finding(finding: &Judged) -> Case {
    let (component, message) = (xml(&finding.component.name), xml(&finding.message));
    let element = if finding.element.is_empty() { String::new() } else { format!(" ({})", xml(&finding.element)) };
    let details = details(&finding.place.path, Some(finding.place.range), &finding.help);
    let (outcome, result) = if finding.fails {
        let attributes = format!("type=\"{}\" message=\"{message}\"", finding.severity);
        (Outcome::Failed, format!("<failure {attributes}>{details}</failure>"))
    } else {
        (Outcome::Passed, format!("<system-out>{}: {message}\n{details}</system-out>", finding.severity))
    };
    let rule = finding.page.name;
    Case { class: rule, name: format!("{rule}: {component}{element}"), outcome, result }
}

fn of_problem(problem: &Problem) -> Case {
    let details = details(&problem.path, problem.range, &problem.help);
    let result = format!("<error type=\"problem\" message=\"{}\">{details}</error>", xml(&problem.message));
    let name = format!("{UNREADABLE_INPUT}: {}", xml(&problem.path));
    Case { class: UNREADABLE_INPUT, name, outcome: Outcome::Unreadable, result }
}

/// Where it is, and below what to do.
fn details(path: &str, range: Option<Range>, help: &str) -> String {
    let place = range.map(|range| format!(":{}:{}", range.start.line, range.start.column)).unwrap_or_default();
    format!("{}{place}\n{}", xml(&path_first(path)), xml(help)).trim_end().to_owned()
}

/// Readers know a case by its class and its name, and keep one of equal ones.
fn tell_apart<'c>(cases: impl Iterator<Item = &'c mut Case>) {
    let mut seen = BTreeMap::new();
    for case in cases {
        let ordinal =
            seen.entry((case.class, case.name.clone())).and_modify(|count: &mut usize| *count += 1).or_insert(1);
        if *ordinal > 1 {
            case.name = format!("{} ({ordinal})", case.name);
        }
    }
}
