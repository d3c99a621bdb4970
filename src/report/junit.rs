//! `junit`: a test suite for each file that something is said of, a test case for each finding.
//!
//! Errors and warnings are failures, infos pass with a word on standard output, and problems are errors. A
//! run that has nothing to say has one case that passes, as some readers refuse an empty report.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::parse::Range;
use crate::rules::Severity;
use crate::verdict::{Judged, Problem, Summary};

use super::neutral::one_line;

/// Writes the suites by path.
///
/// # Errors
///
/// The writer fails.
pub fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<TestCase>> = BTreeMap::new();
    for problem in summary.untold_problems() {
        suites.entry(&problem.path).or_default().push(of_problem(problem));
    }
    for finding in &summary.findings {
        suites.entry(&finding.place.path).or_default().push(of_finding(finding));
    }
    if suites.is_empty() {
        suites.insert("calint", vec![nothing_found()]);
    }
    let mut report = Report::new("calint");
    let mut seen = BTreeMap::new();
    for (path, mut cases) in suites {
        for case in &mut cases {
            tell_apart(case, &mut seen);
        }
        let mut suite = TestSuite::new(text(path));
        suite.add_test_cases(cases);
        report.add_test_suite(suite);
    }
    report.serialize(out).map_err(io::Error::other)
}

fn nothing_found() -> TestCase {
    let mut case = TestCase::new("nothing found", TestCaseStatus::success());
    case.set_classname("calint");
    case
}

fn of_finding(finding: &Judged) -> TestCase {
    let message = text(&finding.message);
    let details = details(&finding.place.path, Some(finding.place.range), &finding.help);
    let status = match finding.severity {
        Severity::Info => TestCaseStatus::success(),
        severity => status(NonSuccessKind::Failure, severity.as_str(), (&message, &details)),
    };
    let mut case = TestCase::new(name(finding), status);
    case.set_classname(finding.page.name);
    set_place(&mut case, &finding.place.path, Some(finding.place.range));
    if finding.severity == Severity::Info {
        case.set_system_out(format!("{message}\n{details}"));
    }
    case
}

/// What a finding is about; findings of a whole file have no element.
fn name(finding: &Judged) -> String {
    let component = text(&finding.component.name);
    if finding.element.is_empty() { component } else { format!("{component}: {}", text(&finding.element)) }
}

fn of_problem(problem: &Problem) -> TestCase {
    let details = details(&problem.path, problem.range, &problem.help);
    let status = status(NonSuccessKind::Error, "problem", (&text(&problem.message), &details));
    let mut case = TestCase::new(text(&problem.path), status);
    case.set_classname("unreadable-input");
    set_place(&mut case, &problem.path, problem.range);
    case
}

fn status(kind: NonSuccessKind, of_type: &str, (message, details): (&str, &str)) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(of_type).set_message(message).set_description(details);
    status
}

/// Where it is, and below what to do.
fn details(path: &str, range: Option<Range>, help: &str) -> String {
    let place = range.map(|range| format!(":{}:{}", range.start.line, range.start.column)).unwrap_or_default();
    format!("{}{place}\n{}", text(path), text(help)).trim_end().to_owned()
}

/// GitLab and GitHub actions link a case by these attributes.
fn set_place(case: &mut TestCase, path: &str, range: Option<Range>) {
    case.extra.insert("file".into(), text(path).into());
    if let Some(range) = range {
        case.extra.insert("line".into(), range.start.line.to_string().into());
    }
}

/// Readers know a case by its class and its name, and keep one of equal ones.
fn tell_apart(case: &mut TestCase, seen: &mut BTreeMap<(String, String), usize>) {
    let class = case.classname.as_deref().unwrap_or_default().to_owned();
    let ordinal = seen.entry((class, case.name.as_str().to_owned())).and_modify(|count| *count += 1).or_insert(1);
    if *ordinal > 1 {
        case.name = format!("{} ({ordinal})", case.name.as_str()).into();
    }
}

/// One line that XML can hold: `quick_junit` escapes, but lets pass two characters that XML forbids.
fn text(text: &str) -> String {
    one_line(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}
