//! `full`: for people. Each finding with the lines it is about, what to do, and where to read on.
//!
//! miette draws the pictures, so that labels, tabs, and wide characters are right without code here. Repeated findings
//! of one rule in one file are counted after the first ones, because a person reads the screen from its end. Pictures
//! are drawn in parallel, a few hundred at a time: drawing takes most of the time of such a run, and all pictures at
//! once would take much memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

use miette::{GraphicalReportHandler, LabeledSpan, NamedSource};
use rayon::prelude::*;

use crate::parse::Span;
use crate::rules::{Reach, Safety};
use crate::verdict::{Judged, JudgedFix, Place, Problem, Summary};
use crate::words;

use super::excerpt::Excerpt;
use super::groups::{Group, by_app};
use super::here::Here;
use super::mark::UNREADABLE_INPUT;
use super::neutral::{one_line, path_first};
use super::picture::{Picture, handler};
use super::screen::{Color, Links, Screen};

/// Findings of one rule in one file that are shown in full. The next ones repeat the same help.
const SHOWN_PER_RULE: usize = 3;

/// Related places that a picture marks. A finding that rests on thirty lines need not show all of them.
const MARKED: usize = 3;

/// Pictures drawn before any is written: enough for all threads, few for memory.
const AT_ONCE: usize = 512;

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
pub(super) fn write(summary: &Summary, screen: Screen, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let here = Here::of(summary);
    let printer = Printer { screen, detail, handler: handler(screen), sources: sources(summary, &here), here };
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
    /// The first finding of a rule, which says where to read on.
    First(&'s Judged),
    /// Another one.
    Next(&'s Judged),
    /// How many more of a rule there are in a file.
    More(&'s str, &'static str, usize),
}

/// The findings that are shown, and after each file what was left out.
fn entries(summary: &Summary, detail: Detail) -> Vec<Entry<'_>> {
    let mut entries = Vec::with_capacity(summary.findings.len());
    let mut rules = BTreeSet::new();
    let findings = by_app(&summary.findings);
    for of_group in findings.chunk_by(|a, b| Group::of(a) == Group::of(b)) {
        let mut counts: BTreeMap<(&str, &'static str), usize> = BTreeMap::new();
        for finding in of_group {
            let count = counts.entry((&finding.place.path, finding.page.name)).or_default();
            *count += 1;
            if detail == Detail::Everything || *count <= SHOWN_PER_RULE {
                let is_first = rules.insert(finding.page.name);
                entries.push(if is_first { Entry::First(finding) } else { Entry::Next(finding) });
            }
        }
        let more = counts.into_iter().filter(|(_, count)| detail == Detail::Capped && *count > SHOWN_PER_RULE);
        entries.extend(more.map(|((path, rule), count)| Entry::More(path, rule, count - SHOWN_PER_RULE)));
    }
    entries
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
    screen: Screen,
    detail: Detail,
    handler: GraphicalReportHandler,
    sources: BTreeMap<&'s str, NamedSource<Excerpt>>,
    here: Here,
}

impl Printer<'_> {
    fn entry(&self, entry: &Entry<'_>) -> io::Result<String> {
        match entry {
            Entry::First(finding) => self.finding(finding, &self.more(finding)),
            Entry::Next(finding) => self.finding(finding, ""),
            Entry::More(path, rule, count) => {
                Ok(format!("{}: and {count} more of {rule} (-v shows them)\n\n", path_first(&self.here.path(path))))
            }
        }
    }

    fn finding(&self, finding: &Judged, more: &str) -> io::Result<String> {
        let source = self.sources.get(finding.place.path.as_str());
        let excerpt = source.map(NamedSource::inner);
        let primary = excerpt.and_then(|excerpt| excerpt.place(finding.place.span));
        let (labels, mut help) = self.marks(finding, excerpt, primary);
        if !finding.controls.is_empty() {
            let _ = write!(help, "\ncontrol {}", finding.controls_told());
        }
        if let Some(standing) = finding.status.words() {
            let _ = write!(help, "\n{}", one_line(&standing));
        }
        if let Some(fix) = &finding.fix {
            let _ = write!(help, "\nfix:  {} ({})", one_line(&fix.offer.title), options(finding.page.name, fix));
        }
        help.push_str(more);
        let picture = Picture { help, labels, source: source.filter(|_| primary.is_some()) };
        let heading = self.heading(finding);
        let place = if primary.is_some() { String::new() } else { format!("  --> {}\n", self.at(&finding.place)) };
        Ok(heading + &place + &picture.draw(&self.handler)?)
    }

    /// The marks of a picture, and the help with the places that no picture shows.
    fn marks(
        &self,
        finding: &Judged,
        excerpt: Option<&Excerpt>,
        primary: Option<(usize, usize)>,
    ) -> (Vec<LabeledSpan>, String) {
        let mut labels: Vec<LabeledSpan> =
            primary.map(|place| LabeledSpan::new_primary_with_span(None, place)).into_iter().collect();
        let mut help = one_line(&finding.help);
        let mut unmarked = 0;
        for related in &finding.related {
            let message = one_line(&related.message);
            let here = related.place.path == finding.place.path;
            match excerpt.filter(|_| here).and_then(|excerpt| excerpt.place(related.place.span)) {
                Some(_) if self.detail == Detail::Capped && labels.len() > MARKED => unmarked += 1,
                Some(place) => labels.push(LabeledSpan::new_with_span(Some(message), place)),
                None => {
                    let _ = write!(help, "\nsee {}: {message}", self.at(&related.place));
                }
            }
        }
        if unmarked > 0 {
            let _ = write!(help, "\nand {} (-v marks them)", words::count(unmarked, "more line"));
        }
        (labels, help)
    }

    /// Severity, rule, and message.
    fn heading(&self, finding: &Judged) -> String {
        let rule = format!("{}[{}]", finding.severity, finding.page.name);
        let lines = self.screen.wrap(&format!("{rule}: {}", one_line(&finding.message)), "  ");
        let message = lines.strip_prefix(&rule).unwrap_or_default();
        let linked = self.screen.link(&rule, finding.page.url());
        format!("{}{message}\n", self.screen.paint(&linked, Color::of(finding.severity)))
    }

    /// Where to read on. Where the rule's name is a link, its address need not be written out.
    fn more(&self, finding: &Judged) -> String {
        let (rule, url) = (finding.page.name, finding.page.url());
        match self.screen.links {
            Links::Shown => format!("\nmore: calint explain {rule}"),
            Links::Absent => format!("\nmore: calint explain {rule}, {url}"),
        }
    }

    fn problem(&self, problem: &Problem) -> io::Result<String> {
        let path = one_line(&self.here.path(&problem.path));
        let place = problem.range.map(|range| format!(":{}:{}", range.start.line, range.start.column));
        let code = format!("problem[{UNREADABLE_INPUT}]");
        let lines = self.screen.wrap(&format!("{code}: {}", one_line(&problem.message)), "  ");
        let message = lines.strip_prefix(&code).unwrap_or_default();
        let picture = Picture { help: one_line(&problem.help), labels: Vec::new(), source: None };
        let heading = self.screen.paint(&code, Color::Red);
        let place = place.unwrap_or_default();
        Ok(format!("{heading}{message}\n  --> {path}{place}\n{}", picture.draw(&self.handler)?))
    }

    /// `path:line:column`
    fn at(&self, place: &Place) -> String {
        let path = one_line(&self.here.path(&place.path));
        format!("{path}:{}:{}", place.range.start.line, place.range.start.column)
    }
}

/// The options with which calint applies a fix.
pub(super) fn options(rule: &str, fix: &JudgedFix) -> String {
    let safety = if fix.offer.safety == Safety::Safe { "--fix" } else { "--fix --unsafe-fixes" };
    let only = if fix.reach == Reach::Shared { format!(" --only {rule}") } else { String::new() };
    format!("{safety}{only}")
}
