//! `full`: for people. Each finding with the lines it is about, what to do, and where to read on.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode};

use crate::parse::Span;
use crate::rules::Severity;
use crate::verdict::{Judged, Problem, Summary};

use super::neutral::{one_line, same_length};

/// Findings of one rule in one file that are shown in full.
const SHOWN_PER_RULE: usize = 3;

/// Colours or none.
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
pub fn write(summary: &Summary, style: Style, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let theme = match style {
        Style::Coloured => GraphicalTheme::unicode(),
        Style::Plain => GraphicalTheme::unicode_nocolor(),
    };
    let printer = Printer { handler: handler(theme), sources: sources(summary) };
    for problem in summary.untold_problems() {
        printer.problem(problem, out)?;
    }
    let mut shown: HashMap<(&str, &str), usize> = HashMap::new();
    for (index, finding) in summary.findings.iter().enumerate() {
        let key = (finding.place.path.as_str(), finding.page.name);
        let count = shown.entry(key).or_default();
        *count += 1;
        if detail == Detail::Everything || *count <= SHOWN_PER_RULE {
            printer.finding(finding, out)?;
        }
        let ends_file = summary.findings.get(index + 1).is_none_or(|next| next.place.path != finding.place.path);
        if ends_file && detail == Detail::Capped {
            rest_of_file(summary, &finding.place.path, &shown, out)?;
        }
    }
    Ok(())
}

fn handler(theme: GraphicalTheme) -> GraphicalReportHandler {
    GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .with_urls(false)
        .with_wrap_lines(false)
        .with_context_lines(1)
        .tab_width(4)
}

fn sources(summary: &Summary) -> BTreeMap<&str, NamedSource<String>> {
    let named = |(path, snippet): (&'_ String, _)| NamedSource::new(one_line(path), snippet);
    let safe = summary.snippets.iter().map(|(path, snippet)| (path.as_str(), named((path, same_length(&snippet.0)))));
    safe.collect()
}

/// One line for each rule of which more was found than shown, by name.
fn rest_of_file(
    summary: &Summary,
    path: &str,
    shown: &HashMap<(&str, &str), usize>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rules: std::collections::BTreeSet<&str> =
        summary.findings.iter().filter(|finding| finding.place.path == path).map(|finding| finding.page.name).collect();
    for rule in rules {
        let count = shown.get(&(path, rule)).copied().unwrap_or_default();
        if count > SHOWN_PER_RULE {
            let rest = count - SHOWN_PER_RULE;
            writeln!(out, "{}: and {rest} more of {rule} (-v shows them)\n", one_line(path))?;
        }
    }
    Ok(())
}

struct Printer<'s> {
    handler: GraphicalReportHandler,
    sources: BTreeMap<&'s str, NamedSource<String>>,
}

impl Printer<'_> {
    fn finding(&self, finding: &Judged, out: &mut dyn Write) -> io::Result<()> {
        let mut labels = vec![label(&finding.place.span, None)];
        let mut help = one_line(&finding.help);
        for related in &finding.related {
            let message = one_line(&related.message);
            if related.place.path == finding.place.path {
                labels.push(label(&related.place.span, Some(message)));
            } else {
                let start = related.place.range.start;
                let path = one_line(&related.place.path);
                help.push_str(&format!("\nsee {path}:{}:{}: {message}", start.line, start.column));
            }
        }
        help.push_str(&format!("\nmore: calint explain {}\n      {}", finding.page.name, finding.page.url()));
        self.picture(
            &Picture {
                code: format!("{}[{}]", finding.severity, finding.page.name),
                message: one_line(&finding.message),
                help,
                severity: severity(finding.severity),
                labels,
                source: self.sources.get(finding.place.path.as_str()),
            },
            out,
        )
    }

    fn problem(&self, problem: &Problem, out: &mut dyn Write) -> io::Result<()> {
        let path = one_line(&problem.path);
        let place = problem.range.map(|range| format!(":{}:{}", range.start.line, range.start.column));
        let picture = Picture {
            code: "problem".to_owned(),
            message: format!("{path}{}: {}", place.unwrap_or_default(), one_line(&problem.message)),
            help: one_line(&problem.help),
            severity: miette::Severity::Error,
            labels: Vec::new(),
            source: None,
        };
        self.picture(&picture, out)
    }

    fn picture(&self, picture: &Picture<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        self.handler.render_report(&mut text, picture).map_err(io::Error::other)?;
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")
    }
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Info => miette::Severity::Advice,
    }
}

fn label(span: &Span, message: Option<String>) -> LabeledSpan {
    let (offset, length) = (span.start as usize, (span.end - span.start) as usize);
    match message {
        Some(_) => LabeledSpan::new(message, offset, length),
        None => LabeledSpan::new_primary_with_span(None, (offset, length)),
    }
}

/// What miette draws.
struct Picture<'s> {
    code: String,
    message: String,
    help: String,
    severity: miette::Severity,
    labels: Vec<LabeledSpan>,
    source: Option<&'s NamedSource<String>>,
}

impl fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code)
    }
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture<'_> {}

impl Diagnostic for Picture<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (self.source.is_some()).then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}
