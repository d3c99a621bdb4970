//! Whether a round went well, and which file is to blame if it did not.

use std::collections::{BTreeMap, BTreeSet};

use crate::verdict::Summary;

use super::batch::{Batch, Kind};
use super::meanings::{Difference, FormerPaths, Meaning, Meanings};

/// A batch that went wrong, by its index, and why.
pub(crate) type Faults = BTreeMap<usize, String>;

/// What went wrong in a round.
pub(crate) struct RoundResult {
    pub(crate) now: Meanings,
    pub(crate) faults: Faults,
    /// Whether each batch alone could be the culprit.
    pub(crate) is_unclear: bool,
}

impl RoundResult {
    /// Compares the report after a round with the one before it.
    pub(crate) fn of(summary: &Summary, batches: &[Batch], before: &Meanings, former: &FormerPaths) -> Self {
        let now = Meanings::of(summary, former);
        let mut faults = Faults::new();
        for (index, batch) in batches.iter().enumerate() {
            if let Some(reason) = own_fault(batch, before, &now) {
                faults.insert(index, reason);
            }
        }
        let mut is_unclear = false;
        if faults.is_empty() {
            let (blamed, unclear) = side_effects(batches, before, &now);
            faults = blamed;
            is_unclear = unclear;
        }
        Self { now, faults, is_unclear }
    }
}

/// A fix whose finding stays, or that makes the file unreadable.
fn own_fault(batch: &Batch, before: &Meanings, now: &Meanings) -> Option<String> {
    if now.problems(&batch.path) > before.problems(&batch.path) {
        return Some("calint could no longer read the file".to_owned());
    }
    let stays = |(meaning, fixed): (&Meaning, &usize)| now.count(meaning) + fixed > before.count(meaning);
    batch.meanings().iter().any(stays).then(|| "its finding would stay".to_owned())
}

/// Findings that come, or that go although nothing fixed them.
fn side_effects(batches: &[Batch], before: &Meanings, now: &Meanings) -> (Faults, bool) {
    if batches.iter().any(|batch| batch.kind == Kind::Unlocking) {
        return (Faults::new(), false);
    }
    let mut faults = Faults::new();
    let mut is_unclear = false;
    let mut blame = |difference: &Difference<'_>, verb: &str, batches: &[(usize, &Batch)]| {
        let reason = format!("it would {verb} `{}` in {}", difference.meaning.rule, difference.meaning.path);
        let (indices, is_guess) = suspects(difference, batches);
        is_unclear |= is_guess;
        faults.extend(indices.into_iter().map(|index| (index, reason.clone())));
    };
    let all: Vec<(usize, &Batch)> = batches.iter().enumerate().collect();
    now.new_since(before).for_each(|difference| blame(&difference, "bring", &all));
    let removers: Vec<_> = all.iter().copied().filter(|(_, batch)| batch.kind == Kind::RemovesIdentity).collect();
    if !removers.is_empty() {
        let touched: BTreeSet<&Meaning> = batches.iter().flat_map(|batch| &batch.touched).collect();
        let mut fixed = BTreeMap::new();
        for (meaning, count) in batches.iter().flat_map(Batch::meanings) {
            *fixed.entry(meaning).or_default() += count;
        }
        let gone = now.gone_since(before, &fixed).filter(|difference| !touched.contains(difference.meaning));
        gone.for_each(|difference| blame(&difference, "hide", &removers));
    }
    (faults, is_unclear)
}

/// The batches that may have caused a difference: the batch of its file, or else the batches of its component, or else
/// all.
fn suspects(difference: &Difference<'_>, batches: &[(usize, &Batch)]) -> (Vec<usize>, bool) {
    let of = |is_it: &dyn Fn(&Batch) -> bool| -> Vec<usize> {
        batches.iter().filter(|(_, batch)| is_it(batch)).map(|(index, _)| *index).collect()
    };
    let of_file = of(&|batch| batch.path == difference.meaning.path);
    if !of_file.is_empty() {
        return (of_file, false);
    }
    let of_component = of(&|batch| batch.components.contains(difference.component));
    let suspects = if of_component.is_empty() { of(&|_| true) } else { of_component };
    let is_guess = suspects.len() > 1;
    (suspects, is_guess)
}
