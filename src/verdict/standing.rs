//! Which files of a configuration a run checked, and what acceptances say of the findings there.
//!
//! The difficult question is when an acceptance is of no use. A run on one file finds little, a profile hides rules,
//! and some rules need facts. In all these cases silence proves nothing, and a note "delete it" would make people
//! delete acceptances that they need. So this file keeps what a run could have seen beside what it saw.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use crate::model::{App, Model};
use crate::workspace::{FileId, Found, Place};

use super::acceptance::Use;
use super::comments;
use super::policy::Policy;
use super::status::{Accepted, Note, NoteLevel, Status};
use super::summary::Judged;

/// The group of rules that need facts. Without facts, their silence proves nothing.
const GROUP_ON_FACTS: &str = "run-as-user";

/// A finding with what acceptances and the baseline know it by.
pub(super) type Pair<'m> = (Judged, Mark<'m>);

/// The place of a finding in the model, the value that it is about, and the file on the disk.
pub(super) struct Mark<'m> {
    pub(super) place: Place,
    /// What the finding is about, without secrets.
    pub(super) value: String,
    /// Whether there was a secret in it.
    pub(super) had_secret: bool,
    pub(super) path: &'m Path,
}

/// Which files of a configuration a run checked, and whether those were all that the configuration governs.
pub(super) struct Seen<'m> {
    paths: HashMap<FileId, &'m Path>,
    /// How many of the files are metadata.
    pub(super) linted: usize,
    found: &'m Found,
    has_facts: bool,
}

impl<'m> Seen<'m> {
    pub(super) fn new(model: &'m Model, found: &'m Found, configuration: usize) -> Self {
        let sources = model.projects.iter().flat_map(|project| &project.sources);
        let others = model.projects.iter().flat_map(|project| &project.others);
        let sources = sources.filter(|source| source.configuration == configuration);
        let others = others.filter(|other| other.configuration == configuration);
        let mut paths: HashMap<FileId, &Path> = sources.map(|source| (source.file, source.path.as_path())).collect();
        let linted = paths.len();
        paths.extend(others.map(|other| (other.file, other.path.as_path())));
        Self { paths, linted, found, has_facts: !model.facts.is_empty() }
    }

    /// Whether a file is one of the configuration.
    pub(super) fn has(&self, file: FileId) -> bool {
        self.paths.contains_key(&file)
    }

    /// Whether a file of an app is one of the configuration.
    pub(super) fn has_app(&self, app: &App) -> bool {
        app.files().into_iter().any(|file| self.has(file))
    }

    pub(super) fn path(&self, place: Place) -> &'m Path {
        self.paths.get(&place.file).copied().unwrap_or(Path::new(""))
    }

    /// The paths of the files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'m Path> {
        self.paths.values().copied()
    }

    /// Whether all below a folder was scanned.
    pub(super) fn is_whole(&self, folder: &Path) -> bool {
        self.found.walked.iter().any(|walked| folder.starts_with(walked))
    }

    /// Whether the silence of a rule proves something.
    pub(super) fn judges(&self, policy: &Policy, rule: &str) -> bool {
        policy.shows_rule(rule).is_some_and(|page| self.has_facts || page.group != GROUP_ON_FACTS)
    }
}

/// Sets the status of findings that are accepted. `hidden` are those that the profile does not show: acceptances that
/// apply to them are in use.
pub(super) fn accept(
    (findings, hidden): (&mut [Pair<'_>], &[Pair<'_>]),
    policy: &Policy,
    model: &Model,
    seen: &Seen<'_>,
) -> Vec<Note> {
    let Some(acceptances) = &policy.acceptances else { return Vec::new() };
    let mut files: Vec<FileId> = seen.paths.keys().copied().collect();
    files.sort_unstable();
    let comments = comments::read(files.into_iter(), &model.library);
    let mut uses = vec![Use::default(); acceptances.entries.len()];
    let index = comments::index(&comments);
    let mut used_comments = BTreeSet::new();
    let mut of = |(judged, Mark { place, path, .. }): &Pair<'_>| {
        let (holds, ended) = acceptances.of(judged, path, &mut uses);
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
    let mut notes = acceptances.notes(&uses, policy.unused_acceptances);
    let unused = comments.iter().enumerate().filter(|(at, _)| is_whole && !used_comments.contains(at));
    let unused = unused.map(|(_, comment)| comment).filter(|comment| seen.judges(policy, comment.rule));
    notes.extend(unused.filter_map(|comment| unused_comment(comment, policy.unused_acceptances)));
    notes
}

fn unused_comment(comment: &comments::Comment, level: NoteLevel) -> Option<Note> {
    let message = format!("no finding needs this acceptance of `{}`; delete it", comment.rule);
    let (path, line) = comment.place.clone();
    (level != NoteLevel::Off).then_some(Note { path, line, level, message })
}

fn ended_words(ended: &Accepted) -> String {
    let until = ended.until.map_or_else(String::new, |until| format!(" until {until}"));
    format!("it was accepted{until} in {} ({})", ended.origin, ended.reason)
}
