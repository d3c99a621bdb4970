//! The judgement: which findings count, in which order, and what the run ends with.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use crate::discover::{EmptyDirectory, Found, Kind};
use crate::fix::offer;
use crate::model::{DatedBy, FactsFile, Library, Model, Opened, Trouble};
use crate::parse::{Document, Encoding, Span};
use crate::rules::{Finding, Pack, Reported, Rule, Safety, Severity};

use super::controls::{ControlOf, PackReport};
use super::exit::ExitCode;
use super::fingerprint::fingerprint;
use super::line_hash::line_hashes;
use super::packs;
use super::policy::{Policy, SetAside};
use super::redact::{redact, redact_words};
use super::standing::{Mark, Pair, Seen, settle};
use super::status::{Note, NoteLevel, Status};
use super::summary::{Counts, Judged, JudgedFix, JudgedRelated, Place, Problem, Snippet, Summary, Unmatched, Verdict};
use super::unchecked::unchecked;

/// Characters of a message; a hostile value must not fill the screen.
const MAX_MESSAGE: usize = 600;

/// Judges what the rules reported.
pub fn judge(model: &Model, reported: Vec<Reported>, found: &Found, policy: &Policy) -> Summary {
    let library = &model.library;
    let (shown, hidden): (Vec<_>, Vec<_>) =
        reported.into_iter().partition(|reported| policy.shown.shows_finding(reported));
    let hidden_count = hidden.len();
    let hidden_rules = hidden.iter().map(|reported| reported.rule.page.name).collect();
    let hidden = if policy.asks_for_hidden() { hidden } else { Vec::new() };
    let mut pairs = judged(shown, model, policy);
    pairs.sort_by(|(a, _), (b, _)| a.order().cmp(&b.order()));
    let hidden = judged(hidden, model, policy);
    let standing = settle((&mut pairs, &hidden), policy, model, &Seen::new(model, found));
    let mut problems: Vec<Problem> = library.troubles.iter().map(problem).collect();
    if !policy.allow_empty {
        problems.extend(found.empty.iter().map(nothing_of_ours));
    }
    problems.sort_by(|a, b| (&a.path, a.range, &a.message).cmp(&(&b.path, b.range, &b.message)));
    problems.dedup();
    let (mut findings, mut set_aside): (Vec<_>, Vec<_>) =
        pairs.into_iter().map(|(judged, _)| judged).partition(|judged| judged.status == Status::Active);
    if let Some(before) = &policy.before {
        before.forget(&mut findings, &mut problems);
    }
    let counts = Counts { hidden: hidden_count, ..count(model, &findings, &set_aside) };
    let verdict = verdict((&findings, &problems, &standing.notes), policy);
    let exit_code = match verdict {
        Verdict::Incomplete => ExitCode::Incomplete,
        Verdict::Findings if !policy.exit_zero => ExitCode::Findings,
        Verdict::Findings | Verdict::Clean => ExitCode::Clean,
    };
    let packs = packs_of((&findings, &set_aside, hidden_rules), model, policy);
    if policy.set_aside == SetAside::Shown {
        findings.append(&mut set_aside);
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
    }
    Summary {
        rules: Vec::new(),
        unmatched: Unmatched::default(),
        snippets: if policy.texts.quotes { snippets(&findings, library) } else { BTreeMap::new() },
        line_hashes: if policy.texts.line_hashes { hashes_of_lines(&findings, library) } else { BTreeMap::new() },
        opened: opened(model),
        packs,
        notes: standing.notes.into_iter().chain(old_facts(model)).collect(),
        unchecked: unchecked(model),
        unanswered: unanswered(model),
        wrong_comments: standing.wrong_comments,
        baseline: standing.baseline,
        findings,
        set_aside,
        problems,
        counts,
        fail_on: policy.fail_on,
        verdict,
        exit_code,
    }
}

fn judged(reported: Vec<Reported>, model: &Model, policy: &Policy) -> Vec<Pair> {
    let judge = |reported: Reported| judge_one(reported, model, policy);
    let mut judged: Vec<Pair> = reported.into_par_iter().with_min_len(256).map(judge).collect();
    let mut seen: HashMap<(String, String), usize> = HashMap::with_capacity(judged.len());
    for (finding, mark) in &mut judged {
        let key = (finding.place.path.clone(), finding.fingerprint.clone());
        let ordinal = seen.entry(key).and_modify(|count| *count += 1).or_insert(1);
        if *ordinal > 1 {
            finding.fingerprint = fingerprint(finding, &mark.value, *ordinal);
        }
    }
    judged
}

/// A finding as if it were the only one of its meaning in the file.
fn judge_one(reported: Reported, model: &Model, policy: &Policy) -> Pair {
    let Reported { rule: Rule { page, .. }, component, finding } = reported;
    let library = &model.library;
    let related =
        finding.related.iter().map(|it| JudgedRelated { place: place(it.place, library), message: it.message.clone() });
    let mut judged = Judged {
        page,
        severity: policy.severity(page.name, finding.severity.unwrap_or(page.severity)),
        confidence: finding.confidence.unwrap_or(page.confidence),
        component,
        message: shortened(&redact_words(&finding.message)),
        help: shortened(&redact_words(&finding.help)),
        element: library.element(finding.place),
        place: place(finding.place, library),
        related: related.collect(),
        fingerprint: String::new(),
        controls: controls(page.name, policy),
        status: Status::Active,
        fix: judged_fix(&finding, model).map(Box::new),
    };
    judged.fingerprint = fingerprint(&judged, &finding.value, 1);
    (judged, Mark { place: finding.place, value: finding.value })
}

fn judged_fix(finding: &Finding, model: &Model) -> Option<JudgedFix> {
    let offer = offer(finding.fix.as_ref()?, &model.library)?;
    let source = model.source(finding.place.file)?;
    let path = model.library.file(source.file).path.as_str().to_owned();
    Some(JudgedFix { path, file: source.path.clone(), home: source.home, offer })
}

/// What became of the controls. An info speaks against none of them, but it is a finding.
fn packs_of(
    (findings, set_aside, hidden): (&[Judged], &[Judged], BTreeSet<&str>),
    model: &Model,
    policy: &Policy,
) -> Vec<PackReport> {
    let counts = |finding: &&Judged| finding.severity > Severity::Info;
    let is_accepted = |finding: &&Judged| matches!(finding.status, Status::Accepted(_));
    let names = |finding: &Judged| finding.page.name;
    let baselined = set_aside.iter().filter(|finding| !is_accepted(finding));
    let broken = findings.iter().chain(baselined).filter(counts).map(names).collect();
    let accepted = set_aside.iter().filter(is_accepted).filter(counts).map(names).collect();
    let infos = findings.iter().chain(set_aside).filter(|finding| !counts(finding)).map(names);
    let outcome = packs::Outcome { broken, accepted, noted: hidden.into_iter().chain(infos).collect() };
    packs::reports(&outcome, model, policy)
}

/// The controls that a rule looks at, in the packs of the run.
fn controls(rule: &str, policy: &Policy) -> Vec<ControlOf> {
    let of_pack = |pack: &'static Pack| pack.controls_of(rule).map(move |control| ControlOf { pack, control });
    policy.packs.iter().copied().flat_map(of_pack).collect()
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

fn count(model: &Model, findings: &[Judged], set_aside: &[Judged]) -> Counts {
    let accepted = set_aside.iter().filter(|finding| matches!(finding.status, Status::Accepted(_))).count();
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let fixes = || findings.iter().filter_map(|finding| finding.fix.as_ref());
    let fixable = |safety| fixes().filter(|fix| fix.offer.safety == safety).count();
    Counts {
        files: model.projects.iter().map(|project| project.sources.len()).sum(),
        apps: model.projects.iter().map(|project| project.apps.len()).sum(),
        errors: of(Severity::Error),
        warnings: of(Severity::Warning),
        infos: of(Severity::Info),
        accepted,
        baselined: set_aside.len() - accepted,
        hidden: 0,
        fixable: fixable(Safety::Safe),
        fixable_unsafe: fixable(Safety::Unsafe),
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

/// Says once that facts are old, with the oldest file.
fn old_facts(model: &Model) -> Option<Note> {
    let aged = model.facts.iter().filter_map(|file| Some((file.age(model.now)?, file)));
    let (days, file) = aged.max_by_key(|(days, _)| *days).filter(|(days, _)| *days > FactsFile::FRESH_DAYS)?;
    let by_file = file.exported.is_some_and(|exported| exported.by == DatedBy::FileTime);
    let by_file = if by_file { " by the time of the file" } else { "" };
    let message = format!("these facts are {days} days old{by_file}: export them again, `calint facts` prints how");
    Some(Note { path: file.path.as_str().to_owned(), line: 1, level: NoteLevel::Warning, message })
}

/// What the org could not answer.
fn unanswered(model: &Model) -> Vec<(String, String)> {
    let describe = |file: &FactsFile| Some((file.path.as_str().to_owned(), file.unanswered.as_ref()?.describe()));
    model.facts.iter().filter_map(describe).collect()
}

fn verdict((findings, problems, notes): (&[Judged], &[Problem], &[Note]), policy: &Policy) -> Verdict {
    let fails = |finding: &Judged| finding.severity >= policy.threshold(finding.page.name);
    if !problems.is_empty() {
        Verdict::Incomplete
    } else if findings.iter().any(fails) || notes.iter().any(|note| note.level == NoteLevel::Error) {
        Verdict::Findings
    } else {
        Verdict::Clean
    }
}

/// The hashes of all lines of the files with findings. GitHub reads files as UTF-8, a mark included. Secrets are masked first:
/// the hash is linear, so that a short secret could be computed from it.
fn hashes_of_lines(findings: &[Judged], library: &Library) -> BTreeMap<String, Vec<String>> {
    let wanted: BTreeSet<&str> = findings.iter().map(|finding| finding.place.path.as_str()).collect();
    let files = library.files().filter(|file| wanted.contains(file.path.as_str()));
    let documents = files.filter_map(|file| Some((file.path.as_str(), file.document.as_ref()?)));
    let readable = documents.filter(|(_, document)| document.encoding() != Encoding::Utf16);
    let hashed = readable.map(|(path, document)| {
        let mark = if document.encoding() == Encoding::Utf8WithMark { "\u{FEFF}" } else { "" };
        (path.to_owned(), line_hashes(&format!("{mark}{}", redact(document.text()))))
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
