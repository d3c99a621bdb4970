//! Findings that were there when calint was adopted: which baseline each is in, and what became of its entries.

use std::collections::BTreeMap;

use super::baseline::{Baseline, Baselines, Candidate, ON_SECRETS};
use super::entry::BaselineReport;
use super::fingerprint;
use super::portion::Portion;
use super::standing::Pair;
use super::status::Status;

/// Sets the status of findings that are in their baselines, and returns what became of each baseline's entries.
pub(super) fn set_aside(portions: &mut [Portion<'_>], baselines: &Baselines) -> Vec<BaselineReport> {
    (0..baselines.list.len()).filter_map(|index| set_aside_by(index, portions, baselines)).collect()
}

/// A finding that may be in a baseline: by portion, and by its place there.
type Index = (usize, usize);

fn set_aside_by(index: usize, portions: &mut [Portion<'_>], baselines: &Baselines) -> Option<BaselineReport> {
    let baseline = baselines.list.get(index)?;
    let (mut candidates, mut homes): (Vec<Candidate>, Vec<Option<Index>>) = (Vec::new(), Vec::new());
    let mut current = Vec::new();
    for (at, portion) in portions.iter().enumerate() {
        let is_mine = |(judged, mark): &Pair<'_>| {
            baselines.of(mark.path) == Some(index) && !portion.policy.locked.contains_key(judged.page.name)
        };
        let entry =
            |(judged, mark): &Pair<'_>| baseline.entry(judged, mark.path, fingerprint::shape(judged, &mark.value));
        let candidate = |pair: &Pair<'_>, index: usize| {
            let is_rewritten = pair.1.had_secret || ON_SECRETS.contains(&pair.0.page.name);
            Candidate { index, entry: entry(pair), is_rewritten }
        };
        let shown = portion.pairs.iter().enumerate().filter(|(_, pair)| pair.0.status == Status::Active);
        for (place, pair) in shown.filter(|(_, pair)| is_mine(pair)) {
            candidates.push(candidate(pair, candidates.len()));
            homes.push(Some((at, place)));
            current.push(entry(pair));
        }
        // A finding that the profile hides is not fixed.
        for pair in portion.hidden.iter().filter(|pair| is_mine(pair)) {
            candidates.push(candidate(pair, candidates.len()));
            homes.push(None);
        }
    }
    let matched = baseline.matched(&candidates);
    for (at, place) in matched.findings.iter().filter_map(|index| homes.get(*index).copied().flatten()) {
        if let Some((judged, _)) = portions.get_mut(at).and_then(|portion| portion.pairs.get_mut(place)) {
            judged.status = Status::Baselined;
        }
    }
    let unmatched = baseline.entries.iter().enumerate().filter(|(at, _)| !matched.entries.contains(at));
    let judging = Judging::new(index, portions, baselines);
    let stale = unmatched.map(|(_, entry)| entry).filter(|entry| judging.judges(&entry.path, &entry.rule, baseline));
    let stale = stale.cloned().collect();
    let (path, count) = (baseline.file.clone(), baseline.entries.len());
    Some(BaselineReport { path, count, stale, moved: matched.moved, current })
}

/// Which portions checked the files of a baseline.
struct Judging<'p, 'm> {
    /// The portion of each file, by the path that entries write.
    of_path: BTreeMap<String, &'p Portion<'m>>,
    portions: Vec<&'p Portion<'m>>,
}

impl<'p, 'm> Judging<'p, 'm> {
    fn new(index: usize, portions: &'p [Portion<'m>], baselines: &Baselines) -> Self {
        let mut judging = Self { of_path: BTreeMap::new(), portions: portions.iter().collect() };
        let Some(baseline) = baselines.list.get(index) else { return judging };
        for portion in portions {
            let paths = portion.seen.paths().filter(|path| baselines.of(path) == Some(index));
            judging.of_path.extend(paths.map(|path| (baseline.path(path), portion)));
        }
        judging
    }

    /// Whether the run would have found the finding of an entry, were it still there.
    fn judges(&self, path: &str, rule: &str, baseline: &Baseline) -> bool {
        let judges = |portion: &Portion<'_>| portion.seen.judges(portion.policy, rule);
        if let Some(portion) = self.of_path.get(path) {
            return judges(portion);
        }
        let is_whole = |portion: &&Portion<'_>| portion.seen.is_whole(&baseline.folder.join(path));
        let mut scanning = self.portions.iter().copied().filter(is_whole).peekable();
        baseline.gone.contains(path) && scanning.peek().is_some() && scanning.all(judges)
    }
}
