//! Which fixes have to wait for others.
//!
//! A fix rests on the values that its finding points at: its place, the related places, and what the rule names
//! besides. A fix that changes such a value comes first, and calint checks again before it applies the other one.
//! Without that order calint would set a flag for the sake of a scope, and then delete the scope.

use std::collections::BTreeMap;

use crate::fix::Edit;
use crate::parse::Range;
use crate::verdict::{Judged, JudgedFix};

/// A finding with its fix.
pub(crate) type Candidate<'s> = (&'s Judged, &'s JudgedFix);

/// An edit of a candidate.
struct Stretch {
    start: u64,
    end: u64,
    candidate: usize,
    /// Where the last of this edit and those before it ends.
    reach: u64,
}

/// For each candidate, the one that changes what it rests on.
pub(crate) fn blockers(candidates: &[Candidate<'_>]) -> Vec<Option<usize>> {
    let files = stretches(candidates);
    let blocker = |index: usize| {
        let (finding, fix) = candidates.get(index)?;
        let touching = |(path, range): (&str, Range)| touching(files.get(path).map_or(&[], Vec::as_slice), range);
        let mut others = evidence(finding, fix).into_iter().flat_map(touching);
        others.find(|other| *other != index && comes_first(*other, index, candidates))
    };
    (0..candidates.len()).map(blocker).collect()
}

/// The edits of all candidates by file, in order. What comes in between two values changes neither.
fn stretches<'s>(candidates: &[Candidate<'s>]) -> BTreeMap<&'s str, Vec<Stretch>> {
    let mut files: BTreeMap<&str, Vec<Stretch>> = BTreeMap::new();
    for (candidate, (_, fix)) in candidates.iter().enumerate() {
        let offsets = fix.offer.edits.iter().map(|edit| (edit.range.start.offset, edit.range.end.offset));
        let changing = offsets.filter(|(start, end)| start < end);
        files.entry(&fix.path).or_default().extend(changing.map(|(start, end)| Stretch {
            start,
            end,
            candidate,
            reach: end,
        }));
    }
    for stretches in files.values_mut() {
        stretches.sort_unstable_by_key(|stretch| (stretch.start, stretch.candidate));
        let mut reach = 0;
        for stretch in stretches {
            reach = reach.max(stretch.end);
            stretch.reach = reach;
        }
    }
    files
}

/// The candidates with an edit of a byte in a range.
fn touching(stretches: &[Stretch], range: Range) -> Vec<usize> {
    let (start, end) = (range.start.offset, range.end.offset);
    let begun = stretches.partition_point(|stretch| stretch.start < end);
    let near = stretches.iter().take(begun).rev().take_while(|stretch| stretch.reach > start);
    near.filter(|stretch| stretch.end > start).map(|stretch| stretch.candidate).collect()
}

/// The places that a fix rests on.
fn evidence<'s>(finding: &'s Judged, fix: &'s JudgedFix) -> Vec<(&'s str, Range)> {
    let related = finding.related.iter().map(|related| &related.place);
    let places = std::iter::once(&finding.place).chain(related).chain(&fix.rests_on);
    places.map(|place| (place.path.as_str(), place.range)).collect()
}

/// Whether a fix that changes what another one rests on is applied before it: always, unless the other one does the
/// same to it. Then the safer one comes first, or the one that the report names first.
fn comes_first(first: usize, second: usize, candidates: &[Candidate<'_>]) -> bool {
    let (Some(one), Some(other)) = (candidates.get(first), candidates.get(second)) else { return false };
    if one.1.path == other.1.path && one.1.offer.edits == other.1.offer.edits {
        return false;
    }
    let is_mutual =
        evidence(one.0, one.1).into_iter().any(|(path, range)| path == other.1.path && touches(other.1, range));
    !is_mutual || (one.1.offer.safety, first) < (other.1.offer.safety, second)
}

/// Whether two fixes change the same bytes, so that one of them may well do the work of both.
pub(crate) fn overlap(fix: &JudgedFix, other: &JudgedFix) -> bool {
    fix.path == other.path && fix.offer.edits.iter().any(|edit| touches(other, edit.range))
}

fn touches(fix: &JudgedFix, range: Range) -> bool {
    let overlaps = |edit: &Edit| {
        let (start, end) = (edit.range.start.offset, edit.range.end.offset);
        start < end && start < range.end.offset && range.start.offset < end
    };
    fix.offer.edits.iter().any(overlaps)
}
