//! The judgement: which findings count, in which order, and what the run ends with.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use crate::discover::{EmptyDirectory, Kind};
use crate::model::{Library, Model, Opened, Trouble};
use crate::parse::{Document, Encoding, Range, Span};
use crate::rules::{Profile, Reported, Severity};

use super::exit::ExitCode;
use super::fingerprint::fingerprint;
use super::line_hash::line_hashes;
use super::redact::redact;
use super::summary::{Counts, Judged, JudgedRelated, Place, Problem, Snippet, Summary, Verdict};

/// Characters of a message; a hostile value must not fill the screen.
const MAX_MESSAGE: usize = 600;

/// What counts for whoever runs calint.
#[derive(Debug, Clone)]
pub struct Policy {
    /// What is shown. Nothing hides if rules were chosen by name.
    pub profile: Option<Profile>,
    /// The least severity that fails the run.
    pub fail_on: Severity,
    /// Findings do not fail the run.
    pub exit_zero: bool,
    /// A named directory may hold nothing of ours.
    pub allow_empty: bool,
    /// What reports need of the files' texts.
    pub texts: TextsWanted,
    /// What was there before, if only what is new counts.
    pub before: Option<Before>,
}

/// What a run on an earlier state came to.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// How many findings of each fingerprint.
    pub findings: BTreeMap<String, usize>,
    /// The problems, by path and message.
    pub problems: BTreeSet<(String, String)>,
}

impl Before {
    /// Takes out what was there before.
    fn forget(&self, findings: &mut Vec<Judged>, problems: &mut Vec<Problem>) {
        let mut left = self.findings.clone();
        findings.retain(|finding| match left.get_mut(&finding.fingerprint) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        problems.retain(|problem| !self.problems.contains(&(problem.path.clone(), problem.message.clone())));
    }
}

/// What reports need of the files' texts; making it takes time.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextsWanted {
    /// Lines to quote, without their secrets.
    pub quotes: bool,
    /// Hashes of lines, by which GitHub knows them again.
    pub line_hashes: bool,
}

/// Judges what the rules reported.
pub fn judge(model: &Model, reported: Vec<Reported>, empty: &[EmptyDirectory], policy: &Policy) -> Summary {
    let library = &model.library;
    let (shown, hidden): (Vec<_>, Vec<_>) = reported.into_iter().partition(|reported| policy.shows(reported));
    let mut findings = judged(shown, library);
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut problems: Vec<Problem> = library.troubles.iter().map(problem).collect();
    if !policy.allow_empty {
        problems.extend(empty.iter().map(nothing_of_ours));
    }
    problems.sort_by(|a, b| (&a.path, a.range, &a.message).cmp(&(&b.path, b.range, &b.message)));
    problems.dedup();
    if let Some(before) = &policy.before {
        before.forget(&mut findings, &mut problems);
    }
    let counts = Counts { hidden: hidden.len(), ..count(model, &findings) };
    let verdict = verdict(&findings, &problems, policy);
    let exit_code = match verdict {
        Verdict::Incomplete => ExitCode::Incomplete,
        Verdict::Findings if !policy.exit_zero => ExitCode::Findings,
        Verdict::Findings | Verdict::Clean => ExitCode::Clean,
    };
    let snippets = if policy.texts.quotes { snippets(&findings, library) } else { BTreeMap::new() };
    let line_hashes = if policy.texts.line_hashes { hashes_of_lines(&findings, library) } else { BTreeMap::new() };
    let opened = opened(model);
    let (rules, fail_on) = (Vec::new(), policy.fail_on);
    Summary { rules, findings, problems, counts, fail_on, verdict, exit_code, opened, snippets, line_hashes }
}

impl Policy {
    fn shows(&self, reported: &Reported) -> bool {
        let first = reported.finding.profile.unwrap_or(reported.rule.page.profile);
        self.profile.is_none_or(|profile| first.max(reported.rule.page.profile) <= profile)
    }
}

fn order(finding: &Judged) -> (&str, Range, &str, &str) {
    (&finding.place.path, finding.place.range, finding.page.name, &finding.message)
}

fn judged(reported: Vec<Reported>, library: &Library) -> Vec<Judged> {
    let shown = reported.into_par_iter().with_min_len(256).map(|reported| (judge_one(&reported, library), reported));
    let mut judged: Vec<(Judged, Reported)> = shown.collect();
    let mut seen: HashMap<(String, String), usize> = HashMap::with_capacity(judged.len());
    for (finding, reported) in &mut judged {
        let key = (finding.place.path.clone(), finding.fingerprint.clone());
        let ordinal = seen.entry(key).and_modify(|count| *count += 1).or_insert(1);
        if *ordinal > 1 {
            finding.fingerprint = fingerprint(reported, *ordinal);
        }
    }
    judged.into_iter().map(|(finding, _)| finding).collect()
}

/// A finding as if it were the only one of its meaning in the file.
fn judge_one(reported: &Reported, library: &Library) -> Judged {
    let (page, finding) = (reported.rule.page, &reported.finding);
    let related =
        finding.related.iter().map(|it| JudgedRelated { place: place(it.place, library), message: it.message.clone() });
    Judged {
        page,
        severity: finding.severity.unwrap_or(page.severity),
        confidence: finding.confidence.unwrap_or(page.confidence),
        component: reported.component.clone(),
        message: shortened(&finding.message),
        help: shortened(&finding.help),
        element: reported.element.clone(),
        place: place(finding.place, library),
        related: related.collect(),
        fingerprint: fingerprint(reported, 1),
    }
}

fn place(place: crate::model::Place, library: &Library) -> Place {
    let path = library.file(place.file).path.as_str().to_owned();
    let span = if library.document(place.file).is_some() { place.span } else { Span::new(0, 0) };
    Place { path, range: library.range(place), span }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn problem(trouble: &Trouble) -> Problem {
    Problem {
        path: trouble.path.as_str().to_owned(),
        message: shortened(&trouble.message),
        help: trouble.help.clone(),
        range: trouble.range,
    }
}

fn nothing_of_ours(directory: &EmptyDirectory) -> Problem {
    let message = format!(
        "holds nothing that calint reads: looked for {}, passed over {} other files",
        Kind::our_suffixes(),
        directory.passed_over
    );
    let help = "name another directory, or allow this with --allow-empty".to_owned();
    Problem { path: directory.path.as_str().to_owned(), message, help, range: None }
}

fn count(model: &Model, findings: &[Judged]) -> Counts {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    Counts {
        files: model.projects.iter().map(|project| project.sources.len()).sum(),
        apps: model.projects.iter().map(|project| project.apps.len()).sum(),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        infos: of(Severity::Info),
        hidden: 0,
    }
}

/// Profiles, permission sets and groups of all projects.
fn opened(model: &Model) -> BTreeMap<Kind, Opened> {
    let mut sum: BTreeMap<Kind, Opened> = BTreeMap::new();
    for (kind, opened) in model.projects.iter().flat_map(|project| &project.permissions.opened) {
        let of_kind = sum.entry(*kind).or_default();
        of_kind.opened += opened.opened;
        of_kind.all += opened.all;
    }
    sum
}

fn verdict(findings: &[Judged], problems: &[Problem], policy: &Policy) -> Verdict {
    if !problems.is_empty() {
        Verdict::Incomplete
    } else if findings.iter().any(|finding| finding.severity >= policy.fail_on) {
        Verdict::Findings
    } else {
        Verdict::Clean
    }
}

/// The hashes of all lines of the files that findings stand in. GitHub reads files as UTF-8, a mark included.
fn hashes_of_lines(findings: &[Judged], library: &Library) -> BTreeMap<String, Vec<String>> {
    let wanted: BTreeSet<&str> = findings.iter().map(|finding| finding.place.path.as_str()).collect();
    let files = library.files().filter(|file| wanted.contains(file.path.as_str()));
    let documents = files.filter_map(|file| Some((file.path.as_str(), file.document.as_ref()?)));
    let readable = documents.filter(|(_, document)| document.encoding() != Encoding::Utf16);
    let hashed = readable.map(|(path, document)| {
        let mark = if document.encoding() == Encoding::Utf8WithMark { "\u{FEFF}" } else { "" };
        (path.to_owned(), line_hashes(&format!("{mark}{}", document.text())))
    });
    hashed.collect()
}

/// The texts that findings point into, without their secrets.
fn snippets(findings: &[Judged], library: &Library) -> BTreeMap<String, Snippet> {
    let places = findings.iter().flat_map(|finding| {
        std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place))
    });
    let wanted: BTreeSet<&str> = places.map(|place| place.path.as_str()).collect();
    let documents: Vec<(&str, &Document)> = library
        .files()
        .filter_map(|file| file.document.as_ref().map(|document| (file.path.as_str(), document)))
        .filter(|(path, _)| wanted.contains(path))
        .collect();
    let redacted = documents.into_par_iter().with_min_len(64);
    redacted.map(|(path, document)| (path.to_owned(), Snippet(redact(document.text())))).collect()
}
