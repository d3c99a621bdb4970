//! `markdown`: for a comment on a merge request and for a job summary, in the width of a comment.
//!
//! A heading an app, below it a list: first the message, then what to do and where, because a table of five columns
//! leaves no room for the message. Links are written once, at the end. A comment has a limit, so the report for stdout
//! ends before it, says how many findings are missing, and leads to the full report. A report in a file is complete.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use crate::verdict::{ControlState, Judged, PackReport, Problem, Summary, Verdict, describe_unchecked};
use crate::words;

use super::full::options;
use super::groups::{Group, by_app};
use super::neutral::one_line;
use super::prose::{code, prose};

/// How much of a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent<'l> {
    /// As much as a comment can contain, with the address of the full report if there is one.
    Comment(Option<&'l str>),
    /// Everything.
    Whole,
}

/// Characters of findings and problems in a comment. GitHub takes 65,536 in all, and the rest of a comment is short.
const MAX_COMMENT: usize = 60_000;

/// Writes the verdict, what could not be checked, and the findings, app after app, the worst first.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, extent: Extent<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## calint: {}", heading(summary))?;
    let mut body = Body { extent, text: String::new(), links: BTreeMap::new(), length: 0, left_out: 0 };
    body.problems(&summary.untold_problems().collect::<Vec<_>>());
    body.findings(&by_app(&summary.findings));
    out.write_all(body.text.as_bytes())?;
    if body.left_out > 0 {
        let more = words::count_of(body.left_out, "more is", "more are");
        writeln!(out, "\n{more} not in this comment: {}.", full_report(extent))?;
    }
    summary.packs.iter().try_for_each(|report| write_pack(report, out))?;
    if let Some(text) = describe_unchecked(&summary.unchecked, str::to_owned) {
        writeln!(out, "\n{}.", prose(&text))?;
    }
    if !body.links.is_empty() {
        writeln!(out)?;
    }
    body.links.iter().try_for_each(|(rule, url)| writeln!(out, "[{rule}]: {url}"))
}

/// The verdict and how many of what.
fn heading(summary: &Summary) -> String {
    let counts = summary.counts;
    let verdict = match summary.verdict {
        Verdict::Clean => "nothing to fail on".to_owned(),
        Verdict::Findings => "findings to act on".to_owned(),
        Verdict::Incomplete => format!("no full look, {}", words::count(summary.problems.len(), "problem")),
    };
    let checked = format!("{}, {}", words::count(counts.files, "file"), words::count(counts.apps, "app"));
    let found = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.infos, "info")];
    let found = found.map(|(count, word)| words::count(count, word)).join(", ");
    let besides = [(counts.accepted, "accepted"), (counts.baselined, "in the baseline"), (counts.hidden, HIDDEN)];
    let besides = besides.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
    let besides: Vec<String> = besides.collect();
    let besides = if besides.is_empty() { String::new() } else { format!(" ({})", besides.join(", ")) };
    format!("{verdict}: {found}{besides} in {checked}")
}

/// What the heading says of findings that the profile does not show.
const HIDDEN: &str = "more in stricter profiles";

/// Where all findings are.
fn full_report(extent: Extent<'_>) -> String {
    match extent {
        Extent::Comment(Some(address)) => format!("see the [full report]({address})"),
        _ => "`calint check --report markdown=FILE` writes all of them".to_owned(),
    }
}

/// The problems and findings of a report, up to its length.
struct Body<'l> {
    extent: Extent<'l>,
    text: String,
    /// The address of each rule that is named.
    links: BTreeMap<&'static str, &'static str>,
    /// Characters of the text and of the links.
    length: usize,
    /// Problems and findings that exceed the length.
    left_out: usize,
}

impl Body<'_> {
    fn problems(&mut self, problems: &[&Problem]) {
        let mut heading = "\nNot checked:\n\n".to_owned();
        for problem in problems {
            let line = problem.range.map(|range| range.start.line);
            let (place, message, help) = (place(&problem.path, line), prose(&problem.message), prose(&problem.help));
            self.add(&mut heading, &format!("- {place}: {message} ({help})\n"));
        }
    }

    fn findings(&mut self, findings: &[&Judged]) {
        for group in findings.chunk_by(|a, b| Group::of(a) == Group::of(b)) {
            let mut heading = group.first().map(|first| group_heading(first)).unwrap_or_default();
            for finding in group {
                let (rule, url) = (finding.page.name, finding.page.url());
                let link = if self.links.contains_key(rule) { 0 } else { rule.len() + url.len() + "[]: \n".len() };
                self.length += link;
                if self.add(&mut heading, &item(finding)) {
                    self.links.insert(rule, url);
                }
            }
        }
    }

    /// Adds an item of a list, with the heading before the first one, if there is room for it.
    fn add(&mut self, heading: &mut String, item: &str) -> bool {
        let length = self.length + heading.chars().count() + item.chars().count();
        // What does not fit ends the report: the next items are not worse.
        let fits = self.left_out == 0 && (self.extent == Extent::Whole || length <= MAX_COMMENT);
        if fits {
            self.length = length;
            self.text.push_str(&std::mem::take(heading));
            self.text.push_str(item);
        } else {
            self.left_out += 1;
        }
        fits
    }
}

/// The name of an app, or the path of a file that belongs to none.
fn group_heading(finding: &Judged) -> String {
    let name = match Group::of(finding) {
        Group::App(name, _) => name,
        Group::File(path) => path,
    };
    format!("\n### {}\n\n", code(&one_line(name)))
}

/// A finding: what is wrong, what to do, and where.
fn item(finding: &Judged) -> String {
    let rule = finding.page.name;
    let controls = finding.controls_told();
    let controls = if controls.is_empty() { controls } else { format!(" ({})", prose(&controls)) };
    let standing = finding.status.words().map(|words| format!(" ({})", prose(&words))).unwrap_or_default();
    let mut item = format!("- **{}** {}{controls}{standing} [{rule}]", finding.severity, prose(&finding.message));
    // Each line begins with a word of calint, so that no text of a file begins one.
    if !finding.help.is_empty() {
        let _ = write!(item, "  \n  Help: {}", prose(&finding.help));
    }
    if let Some(fix) = &finding.fix {
        let _ = write!(item, "  \n  Fix: {} (`{}`)", prose(&fix.offer.title), options(rule, fix));
    }
    let place = place(&finding.place.path, Some(finding.place.range.start.line));
    let _ = writeln!(item, "  \n  At {place}");
    item
}

/// The controls of a benchmark, and those that are broken or accepted by name.
fn write_pack(report: &PackReport, out: &mut dyn Write) -> io::Result<()> {
    let counts = [
        (ControlState::Broken, "broken"),
        (ControlState::Accepted, "accepted with a reason"),
        (ControlState::NoFinding, "without a finding"),
        (ControlState::Unasked, "not checked"),
        (ControlState::NoEvidence, "without evidence in files"),
    ];
    let counted = counts.iter().map(|(state, words)| (report.count(*state), words)).filter(|(count, _)| *count > 0);
    let counted: Vec<String> = counted.map(|(count, words)| format!("{count} {words}")).collect();
    writeln!(out, "\n### {}\n\n{}.\n", prose(report.pack.title), words::list(&counted))?;
    let named = |state: ControlState| matches!(state, ControlState::Broken | ControlState::Accepted);
    for (control, state) in report.controls.iter().filter(|(_, state)| named(*state)) {
        writeln!(out, "- {} **{}** {}", code(control.id), state.as_str(), prose(control.title))?;
    }
    Ok(())
}

/// The path and the line as code.
fn place(path: &str, line: Option<u32>) -> String {
    let line = line.map(|line| format!(":{line}"));
    code(&format!("{}{}", one_line(path), line.unwrap_or_default()))
}
