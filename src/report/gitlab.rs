//! `gitlab`: Code Quality, the subset of Code Climate's JSON that GitLab reads.
//!
//! The fingerprint decides what a merge request shows as new, so it is the one that calint's baseline uses, and not a
//! hash of the line. GitLab merges entries with equal fingerprints and drops those without a line. So copies get
//! fingerprints of their own here, and problems of a whole file are at the first line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::schema::Severity;
use crate::verdict::{Judged, Problem, Summary};

use super::mark::UNREADABLE_INPUT;
use super::neutral::one_line;

/// Bytes of a hash that are kept, as many as in the fingerprints of findings.
const LENGTH: usize = 16;

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes problems, then findings.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let problems = summary.untold_problems().map(of_problem);
    let mut entries: Vec<Entry> = problems.chain(summary.active().map(of_finding)).collect();
    tell_apart(&mut entries);
    serde_json::to_writer_pretty(&mut *out, &entries).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// GitLab shows the description and not the name of the check, so it opens with the rule.
fn of_finding(finding: &Judged) -> Entry {
    let (rule, range) = (finding.page.name, finding.place.range);
    Entry {
        description: format!("{rule}: {}", one_line(&finding.message)),
        check_name: rule,
        fingerprint: finding.fingerprint.clone(),
        severity: severity(finding.severity),
        location: location(&finding.place.path, Lines { begin: range.start.line, end: range.end.line }),
    }
}

/// GitLab leaves out entries without a line.
fn of_problem(problem: &Problem) -> Entry {
    let lines = problem.range.map(|range| Lines { begin: range.start.line, end: range.end.line });
    Entry {
        description: format!("{UNREADABLE_INPUT}: {}", one_line(&problem.message)),
        check_name: UNREADABLE_INPUT,
        fingerprint: hash(&["calint", "problem", &problem.path, &problem.message]),
        severity: "blocker",
        location: location(&problem.path, lines.unwrap_or(Lines { begin: 1, end: 1 })),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "minor",
    }
}

fn location(path: &str, lines: Lines) -> Location {
    Location { path: one_line(path), lines }
}

/// GitLab merges entries of one fingerprint. Ours are unique in a file, but copies of a file have the same.
fn tell_apart(entries: &mut [Entry]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        let ordinal = seen.entry(entry.fingerprint.clone()).and_modify(|count| *count += 1).or_insert(1);
        if *ordinal > 1 {
            entry.fingerprint = hash(&[&entry.fingerprint, &ordinal.to_string()]);
        }
    }
}

fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(LENGTH).fold(String::with_capacity(2 * LENGTH), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
