//! The judgment of a run: which findings count, in which order, and what the run ends with.
//!
//! One function makes the summary, and all reports and the exit code read it, so that no two of them can disagree. The
//! order of its steps matters. Acceptances were applied before the baseline, so that an accepted finding needs no
//! entry, and what was there before is taken out before anything is counted.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::Opened;
use crate::parse::{Document, Encoding};
use crate::rules::{Page, Safety};
use crate::schema::{Kind, Severity};
use crate::words::count as count_of;
use crate::workspace::{EmptyDirectory, Found, Library};

use super::controls::PackReport;
use super::exit::ExitCode;
use super::line_hash::line_hashes;
use super::policy::{RunPolicy, SetAside};
use super::portion::Portion;
use super::redact::redact_document;
use super::set_aside::set_aside;
use super::status::{Note, NoteLevel, Status};
use super::summary::{Counts, Judged, JudgedFix, Problem, Snippet, Summary, Verdict};
use super::unchecked::of_left_out;
use super::{copies, packs};

/// Puts the portions of a run together.
pub fn conclude(mut portions: Vec<Portion<'_>>, found: &Found, policy: &RunPolicy) -> Summary {
    let baselines = set_aside(&mut portions, &policy.baselines);
    let mut problems = problems(&portions, found);
    let packs = merged_packs(&portions);
    let rules = rules(&portions);
    let fail_on: BTreeSet<Severity> = portions.iter().map(|portion| portion.policy.fail_on).collect();
    let mut counts = looked_at(&portions);
    let opened = opened(&portions);
    let notes = distinct(portions.iter().flat_map(|portion| portion.notes.clone()));
    let unchecked = distinct(portions.iter().flat_map(|portion| portion.unchecked.clone()).chain(of_left_out(found)));
    let unanswered = distinct(portions.iter().flat_map(|portion| portion.unanswered.clone()));
    let mut all = judged_of(&mut portions);
    all.sort_by(|a, b| a.place_order().cmp(&b.place_order()));
    let libraries: Vec<&Library> = portions.iter().map(|portion| &portion.model.library).collect();
    let copies = copies::groups(&all, &libraries, &found.base);
    let mut set_aside: Vec<Judged> = all.extract_if(.., |judged| judged.status != Status::Active).collect();
    let mut findings = all;
    if let Some(before) = &policy.before {
        counts.older = before.forget(&mut findings, &mut problems);
    }
    counts.count(&findings, &set_aside);
    let verdict = verdict(&findings, &problems, &notes);
    let exit_code = match verdict {
        Verdict::Incomplete => ExitCode::Incomplete,
        Verdict::Findings if !policy.exit_zero => ExitCode::Findings,
        Verdict::Findings | Verdict::Clean => ExitCode::Clean,
    };
    if policy.set_aside == SetAside::Shown {
        findings.append(&mut set_aside);
        findings.sort_by(|a, b| a.place_order().cmp(&b.place_order()));
    }
    Summary {
        snippets: if policy.texts.quotes { snippets(&findings, &libraries) } else { BTreeMap::new() },
        line_hashes: if policy.texts.line_hashes { hashes_of_lines(&findings, &libraries) } else { BTreeMap::new() },
        unmatched: BTreeMap::new(),
        skipped: found.skipped.iter().map(|path| path.as_str().to_owned()).collect(),
        base: found.base.clone(),
        working_directory: found.working_directory.clone(),
        fail_on,
        rules,
        opened,
        packs,
        notes,
        unchecked,
        unanswered,
        baselines,
        copies,
        findings,
        set_aside,
        problems,
        counts,
        verdict,
        exit_code,
    }
}

/// The judged findings of all portions.
fn judged_of(portions: &mut [Portion<'_>]) -> Vec<Judged> {
    let mut all = Vec::new();
    for portion in portions {
        // A list of which each item only becomes smaller is made in its own place, and a run mostly has one portion.
        let judged: Vec<Judged> = std::mem::take(&mut portion.pairs).into_iter().map(|(judged, _)| judged).collect();
        if all.is_empty() {
            all = judged;
        } else {
            all.extend(judged);
        }
    }
    all
}

/// What was looked at, before findings are counted.
fn looked_at(portions: &[Portion<'_>]) -> Counts {
    Counts {
        files: portions.iter().map(|portion| portion.files).sum(),
        apps: portions.iter().map(|portion| portion.apps).sum(),
        hidden: portions.iter().map(|portion| portion.hidden_count).sum(),
        ..Counts::default()
    }
}

/// What several portions say, in order and once.
fn distinct<T: Ord>(said: impl Iterator<Item = T>) -> Vec<T> {
    said.collect::<BTreeSet<T>>().into_iter().collect()
}

/// The rules that ran, by name.
fn rules(portions: &[Portion<'_>]) -> Vec<&'static Page> {
    let running = portions.iter().flat_map(|portion| &portion.policy.shown.running);
    let names: BTreeSet<&str> = running.copied().collect();
    crate::rules::PAGES.iter().copied().filter(|page| names.contains(page.name)).collect()
}

fn problems(portions: &[Portion<'_>], found: &Found) -> Vec<Problem> {
    let mut problems: Vec<Problem> = portions.iter().flat_map(|portion| portion.problems.clone()).collect();
    problems.extend(found.empty.iter().map(nothing_of_ours));
    problems.sort_by(|a, b| (&a.path, a.range, &a.message).cmp(&(&b.path, b.range, &b.message)));
    problems.dedup();
    problems
}

fn nothing_of_ours(directory: &EmptyDirectory) -> Problem {
    let message = format!(
        "contains nothing that calint reads, such as *.connectedApp, *.eca, and their policies; it skipped {}",
        count_of(directory.passed_over, "other file")
    );
    let help = "name another directory, or allow this with --allow-empty or with `allow-empty = true` in calint.toml";
    Problem { path: directory.path.as_str().to_owned(), message, help: help.to_owned(), range: None }
}

/// What each portion says of its packs. A pack that several portions ask for appears once, with the worst state of each
/// control.
fn merged_packs(portions: &[Portion<'_>]) -> Vec<PackReport> {
    let mut merged: BTreeMap<&str, PackReport> = BTreeMap::new();
    for report in portions.iter().flat_map(packs_of) {
        match merged.get_mut(report.pack.name) {
            Some(known) => known.merge(&report),
            None => {
                merged.insert(report.pack.name, report);
            }
        }
    }
    merged.into_values().collect()
}

/// The states of the controls. A finding of severity info breaks no control, but it is a finding.
fn packs_of(portion: &Portion<'_>) -> Vec<PackReport> {
    let counts = |finding: &&Judged| finding.severity > Severity::Info;
    let is_accepted = |finding: &&Judged| matches!(finding.status, Status::Accepted(_));
    let names = |finding: &Judged| finding.page.name;
    let all = || portion.pairs.iter().map(|(finding, _)| finding);
    let broken = all().filter(counts).filter(|finding| !is_accepted(finding)).map(names).collect();
    let accepted = all().filter(counts).filter(is_accepted).map(names).collect();
    let infos = all().filter(|finding| !counts(finding)).map(names);
    let noted = portion.hidden_rules.iter().copied().chain(infos).collect();
    packs::reports(&packs::Outcome { broken, accepted, noted }, portion.model, portion.policy)
}

fn opened(portions: &[Portion<'_>]) -> BTreeMap<Kind, Opened> {
    let mut sum: BTreeMap<Kind, Opened> = BTreeMap::new();
    for (kind, opened) in portions.iter().flat_map(|portion| &portion.opened) {
        let of_kind = sum.entry(*kind).or_default();
        of_kind.opened += opened.opened;
        of_kind.all += opened.all;
    }
    sum
}

impl Counts {
    /// Counts findings again.
    pub(super) fn count(&mut self, findings: &[Judged], set_aside: &[Judged]) {
        let active = || findings.iter().filter(|finding| finding.status == Status::Active);
        let others = || findings.iter().filter(|finding| finding.status != Status::Active).chain(set_aside);
        let of = |severity| active().filter(|finding| finding.severity == severity).count();
        let fixes = || active().filter_map(|finding| finding.fix.as_deref());
        let is_of = |fix: &JudgedFix, safety| fix.is_in_reach() && fix.offer.safety == safety;
        let fixable = |safety| fixes().filter(|fix| is_of(fix, safety)).count();
        self.fixable_named = fixes().filter(|fix| !fix.is_in_reach()).count();
        (self.errors, self.warnings, self.infos) = (of(Severity::Error), of(Severity::Warning), of(Severity::Info));
        self.accepted = others().filter(|finding| matches!(finding.status, Status::Accepted(_))).count();
        self.baselined = others().filter(|finding| finding.status == Status::Baselined).count();
        (self.fixable, self.fixable_unsafe) = (fixable(Safety::Safe), fixable(Safety::Unsafe));
    }
}

fn verdict(findings: &[Judged], problems: &[Problem], notes: &[Note]) -> Verdict {
    if !problems.is_empty() {
        Verdict::Incomplete
    } else if findings.iter().any(|finding| finding.fails) || notes.iter().any(|note| note.level == NoteLevel::Error) {
        Verdict::Findings
    } else {
        Verdict::Clean
    }
}

/// The documents of some files, each once.
fn documents<'m>(wanted: &BTreeSet<&str>, libraries: &[&'m Library]) -> Vec<(&'m str, &'m Document)> {
    let files = libraries.iter().flat_map(|library| library.files());
    let documents = files.filter_map(|file| Some((file.path.as_str(), file.document.as_deref()?)));
    let by_path: BTreeMap<&str, &Document> = documents.filter(|(path, _)| wanted.contains(path)).collect();
    by_path.into_iter().collect()
}

/// The hashes of all lines of the files with findings. GitHub reads files as UTF-8, a mark included. Secrets are masked
/// first: the hash is linear, so that a short secret could be computed from it.
fn hashes_of_lines(findings: &[Judged], libraries: &[&Library]) -> BTreeMap<String, Vec<String>> {
    let wanted: BTreeSet<&str> = findings.iter().map(|finding| finding.place.path.as_str()).collect();
    let documents = documents(&wanted, libraries).into_iter();
    let readable = documents.filter(|(_, document)| document.encoding() != Encoding::Utf16);
    let hashed = readable.map(|(path, document)| {
        let mark = if document.encoding() == Encoding::Utf8WithMark { "\u{FEFF}" } else { "" };
        (path.to_owned(), line_hashes(&format!("{mark}{}", redact_document(document.text()))))
    });
    hashed.collect()
}

/// The texts that findings point into, without their secrets.
fn snippets(findings: &[Judged], libraries: &[&Library]) -> BTreeMap<String, Snippet> {
    let places = findings.iter().flat_map(|finding| {
        std::iter::once(&finding.place).chain(finding.related.iter().map(|related| &related.place))
    });
    let wanted: BTreeSet<&str> = places.map(|place| place.path.as_str()).collect();
    let redacted = documents(&wanted, libraries).into_par_iter().with_min_len(64);
    redacted.map(|(path, document)| (path.to_owned(), Snippet(redact_document(document.text())))).collect()
}
