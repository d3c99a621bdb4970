//! What findings stand for once acceptances and the baseline have had their say.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use crate::discover::Found;
use crate::model::{FileId, Model, Place};

use super::acceptance::{Acceptances, Use};
use super::baseline::{Baseline, Candidate};
use super::comments;
use super::entry::BaselineReport;
use super::fingerprint;
use super::policy::Policy;
use super::status::{Accepted, Note, NoteLevel, Status, WrongComment};
use super::summary::Judged;

/// Rules that speak only if facts are given: without them, silence proves nothing.
const GROUP_ON_FACTS: &str = "run-as-user";

/// What became of acceptances and the baseline.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub(super) notes: Vec<Note>,
    pub(super) wrong_comments: Vec<WrongComment>,
    pub(super) baseline: Option<BaselineReport>,
}

/// A finding with what acceptances and the baseline know it by.
pub(super) type Pair = (Judged, Mark);

/// The place of a finding in the model, and the value that it is about.
pub(super) struct Mark {
    pub(super) place: Place,
    pub(super) value: String,
}

/// Which files a run looked at, and whether that was all that the configuration speaks of.
pub(super) struct Seen<'m> {
    paths: HashMap<FileId, &'m Path>,
    found: &'m Found,
    has_facts: bool,
}

impl<'m> Seen<'m> {
    pub(super) fn new(model: &'m Model, found: &'m Found) -> Self {
        let sources = model.projects.iter().flat_map(|project| &project.sources);
        let others = model.projects.iter().flat_map(|project| &project.others);
        let sources = sources.map(|source| (source.file, source.path.as_path()));
        let paths = sources.chain(others.map(|other| (other.file, other.path.as_path()))).collect();
        Self { paths, found, has_facts: !model.facts.is_empty() }
    }

    fn path(&self, place: Place) -> &'m Path {
        self.paths.get(&place.file).copied().unwrap_or(Path::new(""))
    }

    /// Whether all below a folder was walked.
    fn is_whole(&self, folder: &Path) -> bool {
        self.found.walked.iter().any(|walked| folder.starts_with(walked))
    }

    /// Whether the silence of a rule proves something.
    fn judges(&self, policy: &Policy, rule: &str) -> bool {
        policy.shows_rule(rule).is_some_and(|page| self.has_facts || page.group != GROUP_ON_FACTS)
    }
}

/// Sets the status of findings. `hidden` are those that the profile does not show: they keep what speaks of them alive.
pub(super) fn settle(
    (findings, hidden): (&mut [Pair], &[Pair]),
    policy: &Policy,
    model: &Model,
    seen: &Seen<'_>,
) -> Standing {
    let mut standing = Standing::default();
    if let Some(acceptances) = &policy.acceptances {
        accept((findings, hidden), (acceptances, policy), (model, seen), &mut standing);
    }
    if let Some(baseline) = &policy.baseline {
        standing.baseline = Some(set_aside((findings, hidden), (baseline, policy), seen));
    }
    standing.notes.sort();
    standing
}

fn accept(
    (findings, hidden): (&mut [Pair], &[Pair]),
    (acceptances, policy): (&Acceptances, &Policy),
    (model, seen): (&Model, &Seen<'_>),
    standing: &mut Standing,
) {
    let mut files: Vec<FileId> = seen.paths.keys().copied().collect();
    files.sort_unstable();
    let (comments, wrong) = comments::read(files.into_iter(), &model.library);
    standing.wrong_comments = wrong;
    let mut uses = vec![Use::default(); acceptances.entries.len()];
    let index = comments::index(&comments);
    let mut used_comments = BTreeSet::new();
    let mut of = |(judged, Mark { place, .. }): &Pair| {
        let (holds, ended) = acceptances.of(judged, seen.path(*place), &mut uses);
        let commented = place.node.and_then(|node| index.get(&(place.file, node, judged.page.name)));
        let commented = commented.map_or(&[][..], Vec::as_slice);
        let first = commented.first().and_then(|at| comments.get(*at)).map(|comment| comment.accepted.clone());
        // A policy that locks a rule is not overruled by a comment in a file.
        let first = first.filter(|_| !policy.locked.contains_key(judged.page.name));
        used_comments.extend(commented.iter().copied());
        (holds.or(first), ended)
    };
    for pair in hidden {
        of(pair);
    }
    for pair in &mut *findings {
        match of(pair) {
            (Some(accepted), _) => pair.0.status = Status::Accepted(accepted),
            (None, Some(ended)) => pair.0.help = format!("{}; {}", pair.0.help, ended_words(&ended)),
            (None, None) => {}
        }
    }
    let is_whole = seen.is_whole(&acceptances.folder);
    for (entry, used) in acceptances.entries.iter().zip(&mut uses) {
        used.judged = is_whole && seen.judges(policy, entry.rule);
    }
    standing.notes.extend(acceptances.notes(&uses, policy.unused_acceptances));
    let unused = comments
        .iter()
        .enumerate()
        .filter(|(at, comment)| is_whole && !used_comments.contains(at) && seen.judges(policy, comment.rule));
    for (_, comment) in unused.filter(|_| policy.unused_acceptances != NoteLevel::Off) {
        let message = format!("nothing needs this acceptance of `{}`; delete it", comment.rule);
        let (path, line) = comment.place.clone();
        standing.notes.push(Note { level: policy.unused_acceptances, path, line, message });
    }
}

fn ended_words(ended: &Accepted) -> String {
    let until = ended.until.map_or_else(String::new, |until| format!(" until {until}"));
    format!("it was accepted{until} in {} ({})", ended.origin, ended.reason)
}

fn set_aside(
    (findings, hidden): (&mut [Pair], &[Pair]),
    (baseline, policy): (&Baseline, &Policy),
    seen: &Seen<'_>,
) -> BaselineReport {
    let candidate = |(index, (judged, mark)): (usize, &Pair)| {
        let entry = baseline.entry(judged, seen.path(mark.place), fingerprint::shape(judged, &mark.value));
        Candidate { index, entry }
    };
    let may_be_set_aside = |(_, (judged, _)): &(usize, &Pair)| {
        judged.status == Status::Active && !policy.locked.contains_key(judged.page.name)
    };
    let shown = findings.iter().enumerate().filter(may_be_set_aside).map(candidate);
    let mut candidates: Vec<Candidate> = shown.collect();
    let current = candidates.iter().map(|candidate| candidate.entry.clone()).collect();
    // What the profile hides is not mended.
    let behind = findings.len();
    candidates.extend(hidden.iter().enumerate().map(candidate).map(|it| Candidate { index: behind + it.index, ..it }));
    let matched = baseline.matched(&candidates);
    for index in &matched.findings {
        if let Some((judged, _)) = findings.get_mut(*index) {
            judged.status = Status::Baselined;
        }
    }
    let seen_paths: BTreeSet<String> = seen.paths.values().map(|path| baseline.path(path)).collect();
    let is_judged = |path: &str| {
        let is_gone = || baseline.gone.contains(path) && seen.is_whole(&baseline.folder.join(path));
        seen_paths.contains(path) || is_gone()
    };
    let unmatched = baseline.entries.iter().enumerate().filter(|(at, _)| !matched.entries.contains(at));
    let stale =
        unmatched.map(|(_, entry)| entry).filter(|entry| is_judged(&entry.path) && seen.judges(policy, &entry.rule));
    BaselineReport { stale: stale.cloned().collect(), moved: matched.moved, current }
}
