//! `full`: for people. Each finding with the lines it is about, what to do, and where to read on.
//!
//! miette draws the pictures, so that labels, tabs, and wide characters are right without code here. Repeated findings
//! of one rule in one file are counted after the first ones, because a person reads the screen from its end. Pictures
//! are drawn in parallel, a few hundred at a time: drawing takes most of the time of such a run, and all pictures at
//! once would take much memory.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};
use rayon::prelude::*;

use crate::parse::Span;
use crate::rules::{Reach, Safety};
use crate::schema::Severity;
use crate::verdict::{Judged, JudgedFix, Place, Problem, Summary};

use super::excerpt::Excerpt;
use super::here::Here;
use super::neutral::{one_line, path_first};
use super::picture::{Picture, handler};

/// Findings of one rule in one file that are shown in full. The next ones repeat the same help.
const SHOWN_PER_RULE: usize = 3;

/// Pictures drawn before any is written: enough for all threads, few for memory.
const AT_ONCE: usize = 512;

/// Colors or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Coloured,
    /// For files and pipes.
    Plain,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Repeated findings of one rule in one file are counted.
    Capped,
    /// Everything.
    Everything,
}

/// Writes problems and findings as pictures of the lines that they are about.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, style: Style, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let theme = match style {
        Style::Coloured => GraphicalTheme::unicode(),
        Style::Plain => GraphicalTheme::unicode_nocolor(),
    };
    let here = Here::of(summary);
    let printer = Printer { handler: handler(theme), sources: sources(summary, &here), here };
    for problem in summary.untold_problems() {
        out.write_all(printer.problem(problem)?.as_bytes())?;
    }
    for some in entries(summary, detail).chunks(AT_ONCE) {
        let drawn: io::Result<Vec<String>> = some.par_iter().map(|entry| printer.entry(entry)).collect();
        for text in drawn? {
            out.write_all(text.as_bytes())?;
        }
    }
    Ok(())
}

/// What is written, in order.
enum Entry<'s> {
    Finding(&'s Judged),
    /// How many more of a rule there are in a file.
    More(&'s str, &'static str, usize),
}

/// The findings that are shown, and after each file what was left out.
fn entries(summary: &Summary, detail: Detail) -> Vec<Entry<'_>> {
    let mut entries = Vec::with_capacity(summary.findings.len());
    let findings = worst_first(&summary.findings);
    for of_file in findings.chunk_by(|a, b| a.place.path == b.place.path) {
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for finding in of_file {
            let count = counts.entry(finding.page.name).or_default();
            *count += 1;
            if detail == Detail::Everything || *count <= SHOWN_PER_RULE {
                entries.push(Entry::Finding(finding));
            }
        }
        let path = of_file.first().map_or("", |finding| finding.place.path.as_str());
        let more = counts.into_iter().filter(|(_, count)| detail == Detail::Capped && *count > SHOWN_PER_RULE);
        entries.extend(more.map(|(rule, count)| Entry::More(path, rule, count - SHOWN_PER_RULE)));
    }
    entries
}

/// Apps before findings about the org; the file with the worst finding first, and in a file the worst finding first.
fn worst_first(findings: &[Judged]) -> Vec<&Judged> {
    let mut worst: BTreeMap<&str, Severity> = BTreeMap::new();
    for finding in findings {
        let of_file = worst.entry(&finding.place.path).or_insert(finding.severity);
        *of_file = finding.severity.max(*of_file);
    }
    let rank = |finding: &Judged| (!finding.is_of_app(), Reverse(worst.get(finding.place.path.as_str())));
    let mut sorted: Vec<&Judged> = findings.iter().collect();
    // Stable: within a severity findings stay in the order of their places.
    sorted.sort_by(|a, b| {
        let by_file = rank(a).cmp(&rank(b)).then_with(|| a.place.path.cmp(&b.place.path));
        by_file.then_with(|| b.severity.cmp(&a.severity))
    });
    sorted
}

/// The texts to draw on, by path.
fn sources<'s>(summary: &'s Summary, here: &Here) -> BTreeMap<&'s str, NamedSource<Excerpt>> {
    let mut marks: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for finding in &summary.findings {
        let related = finding.related.iter().map(|related| &related.place);
        for place in related.chain([&finding.place]) {
            marks.entry(&place.path).or_default().push(place.span);
        }
    }
    let source = |(path, mut marks): (&'_ str, Vec<Span>)| {
        let snippet = summary.snippets.get(path)?;
        let (path, name) = (summary.snippets.get_key_value(path)?.0, one_line(&here.path(path)));
        Some((path.as_str(), NamedSource::new(name, Excerpt::new(&snippet.0, &mut marks))))
    };
    let marks: Vec<(&str, Vec<Span>)> = marks.into_iter().collect();
    marks.into_par_iter().with_min_len(64).filter_map(source).collect()
}

struct Printer<'s> {
    handler: GraphicalReportHandler,
    sources: BTreeMap<&'s str, NamedSource<Excerpt>>,
    here: Here,
}

impl Printer<'_> {
    fn entry(&self, entry: &Entry<'_>) -> io::Result<String> {
        match entry {
            Entry::Finding(finding) => self.finding(finding),
            Entry::More(path, rule, count) => {
                Ok(format!("{}: and {count} more of {rule} (-v shows them)\n\n", path_first(&self.here.path(path))))
            }
        }
    }

    fn finding(&self, finding: &Judged) -> io::Result<String> {
        let source = self.sources.get(finding.place.path.as_str());
        let excerpt = source.map(NamedSource::inner);
        let primary = excerpt.and_then(|excerpt| excerpt.place(finding.place.span));
        let mut labels: Vec<LabeledSpan> =
            primary.map(|place| LabeledSpan::new_primary_with_span(None, place)).into_iter().collect();
        let mut help = one_line(&finding.help);
        for related in &finding.related {
            let message = one_line(&related.message);
            let here = related.place.path == finding.place.path;
            match excerpt.filter(|_| here).and_then(|excerpt| excerpt.place(related.place.span)) {
                Some(place) => labels.push(LabeledSpan::new_with_span(Some(message), place)),
                None => {
                    let _ = write!(help, "\nsee {}: {message}", self.at(&related.place));
                }
            }
        }
        if !finding.controls.is_empty() {
            let _ = write!(help, "\ncontrol {}", finding.controls_told());
        }
        if let Some(standing) = finding.status.words() {
            let _ = write!(help, "\n{}", one_line(&standing));
        }
        if let Some(fix) = &finding.fix {
            let _ = write!(help, "\nfix:  {} ({})", one_line(&fix.offer.title), options(finding.page.name, fix));
        }
        let _ = write!(help, "\nmore: calint explain {}\n      {}", finding.page.name, finding.page.url());
        let message = one_line(&finding.message);
        let picture = Picture {
            code: format!("{}[{}]", finding.severity, finding.page.name),
            message: if primary.is_some() { message } else { format!("{}: {message}", self.at(&finding.place)) },
            help,
            severity: severity(finding.severity),
            labels,
            source: source.filter(|_| primary.is_some()),
        };
        picture.draw(&self.handler)
    }

    fn problem(&self, problem: &Problem) -> io::Result<String> {
        let path = one_line(&self.here.path(&problem.path));
        let place = problem.range.map(|range| format!(":{}:{}", range.start.line, range.start.column));
        let picture = Picture {
            code: "problem".to_owned(),
            message: format!("{path}{}: {}", place.unwrap_or_default(), one_line(&problem.message)),
            help: one_line(&problem.help),
            severity: miette::Severity::Error,
            labels: Vec::new(),
            source: None,
        };
        picture.draw(&self.handler)
    }

    /// `path:line:column`
    fn at(&self, place: &Place) -> String {
        let path = one_line(&self.here.path(&place.path));
        format!("{path}:{}:{}", place.range.start.line, place.range.start.column)
    }
}

/// The options with which calint applies a fix.
fn options(rule: &str, fix: &JudgedFix) -> String {
    let safety = if fix.offer.safety == Safety::Safe { "--fix" } else { "--fix --unsafe-fixes" };
    let only = if fix.reach == Reach::Shared { format!(" --only {rule}") } else { String::new() };
    format!("{safety}{only}")
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Info => miette::Severity::Advice,
    }
}
