//! The fixes that one round applies to one file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::parse::Range;
use crate::verdict::{Judged, Summary};
use crate::workspace::Draft;

use super::contest::Candidate;
use super::first_report::{NamedFix, named};
use super::meanings::{FormerPaths, Meaning};

/// The fixes of one file in the round that was applied last.
pub(crate) struct Batch {
    /// The path that the file has now on the disk.
    pub(crate) file: PathBuf,
    /// The path before the run, as shown.
    pub(crate) path: String,
    /// The draft before the round.
    pub(crate) before: Draft,
    /// What each fix should remove, the fingerprint of its finding, and what the closing lines call it.
    pub(crate) fixes: Vec<(Meaning, String, NamedFix)>,
    pub(crate) components: BTreeSet<String>,
    /// What was reported on the bytes that changed.
    pub(crate) touched: BTreeSet<Meaning>,
    /// The path as shown after the round, if the file gets another name.
    pub(crate) renamed_to: Option<String>,
    pub(crate) kind: Kind,
}

/// Which fixes may share a round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The file could not be read as a whole before. So what calint reports on it after the fix is not new.
    Unlocking,
    Plain,
    /// It removes an element by which calint recognizes the app. No other finding may appear or vanish with it.
    RemovesIdentity,
}

impl Batch {
    pub(crate) fn of(
        of_file: &[Candidate<'_>],
        (file, before): (PathBuf, Draft),
        summary: &Summary,
        former: &FormerPaths,
    ) -> Self {
        let fixes = of_file.iter().map(|candidate| {
            let finding = candidate.0;
            (Meaning::of(finding, former), finding.fingerprint.clone(), named(candidate, former))
        });
        let fixes: Vec<_> = fixes.collect();
        Self {
            path: fixes.first().map(|(_, _, name)| name.path.clone()).unwrap_or_default(),
            file,
            before,
            components: of_file.iter().map(|(finding, _)| finding.component.name.clone()).collect(),
            touched: touched(of_file, summary).map(|finding| Meaning::of(finding, former)).collect(),
            renamed_to: None,
            kind: Kind::Plain,
            fixes,
        }
    }

    /// What its fixes should remove, how often.
    pub(crate) fn meanings(&self) -> BTreeMap<Meaning, usize> {
        let mut meanings = BTreeMap::new();
        for (meaning, ..) in &self.fixes {
            *meanings.entry(meaning.clone()).or_default() += 1;
        }
        meanings
    }
}

/// What a report says of the bytes that fixes change.
fn touched<'s>(of_file: &[Candidate<'_>], summary: &'s Summary) -> impl Iterator<Item = &'s Judged> {
    let path = of_file.first().map(|(_, fix)| fix.path.clone()).unwrap_or_default();
    let edits: Vec<_> = of_file.iter().flat_map(|(_, fix)| &fix.offer.edits).map(|edit| edit.range).collect();
    summary.active().filter(move |finding| {
        let range = finding.place.range;
        let overlaps = |edit: &Range| range.start < edit.end && edit.start < range.end;
        finding.place.path == path && edits.iter().any(overlaps)
    })
}
