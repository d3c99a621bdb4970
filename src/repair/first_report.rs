//! The fixes of a run's first report, and what becomes of each.
//!
//! A run applies fixes in rounds, because some have to wait for others. calint fixes only what the first report names,
//! even if a later round finds more: a person has seen that report, and a second run must find nothing to do.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::Safety;
use crate::verdict::{JudgedFix, Summary};

use super::contest::Candidate;
use super::meanings::{FormerPaths, Meaning, former_path};

/// Whether a run applies fixes of this kind.
fn is_in_scope(fix: &JudgedFix, safety: Safety) -> bool {
    fix.offer.safety <= safety && fix.is_in_reach()
}

/// A fix as the closing lines name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedFix {
    pub(crate) path: String,
    pub(crate) rule: &'static str,
    pub(crate) title: String,
}

/// A fix of the first report that was not applied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftFix {
    pub(crate) fix: NamedFix,
    pub(crate) reason: String,
}

/// Fixes that other options would apply.
#[derive(Debug, Clone, Default)]
pub struct Beyond {
    /// Those that `--unsafe-fixes` would apply.
    pub(crate) risky: usize,
    /// Those that need `--only`, and their rules.
    pub(crate) shared: usize,
    pub(crate) rules: BTreeSet<&'static str>,
}

/// The first report of a run, and its fixes.
#[derive(Debug, Default)]
pub(crate) struct FirstReport {
    /// What it says. A finding may get its fix only after another one was applied.
    meanings: BTreeSet<Meaning>,
    titles: BTreeMap<Meaning, Vec<String>>,
    reasons: BTreeMap<Meaning, String>,
}

impl FirstReport {
    pub(crate) fn of(summary: &Summary, safety: Safety) -> Self {
        let meanings = summary.active().map(|finding| Meaning::of(finding, &FormerPaths::new())).collect();
        let mut first = Self { meanings, ..Self::default() };
        for (finding, fix) in summary.fixes().filter(|(_, fix)| is_in_scope(fix, safety)) {
            let meaning = Meaning::of(finding, &FormerPaths::new());
            first.titles.entry(meaning).or_default().push(fix.offer.title.clone());
        }
        first
    }

    /// The findings of a later report that the first one has, too.
    pub fn candidates<'s>(&self, summary: &'s Summary, safety: Safety, former: &FormerPaths) -> Vec<Candidate<'s>> {
        let in_scope = summary.fixes().filter(|(_, fix)| is_in_scope(fix, safety));
        in_scope.filter(|(finding, _)| self.meanings.contains(&Meaning::of(finding, former))).collect()
    }

    /// Remembers why a fix was not applied.
    pub(crate) fn explain(&mut self, meaning: Meaning, reason: String) {
        self.reasons.insert(meaning, reason);
    }

    /// The fixes that were not applied although their findings are still there, or were until another fix took away
    /// what they rest on.
    pub(crate) fn left(
        &self,
        summary: &Summary,
        former: &FormerPaths,
        fixed: &BTreeMap<Meaning, usize>,
        given_up: &BTreeMap<String, String>,
    ) -> Vec<LeftFix> {
        let mut there: BTreeMap<Meaning, usize> = BTreeMap::new();
        for (finding, _) in summary.fixes() {
            *there.entry(Meaning::of(finding, former)).or_default() += 1;
        }
        let of_meaning = |(meaning, titles): (&Meaning, &Vec<String>)| {
            let fixed = fixed.get(meaning).copied().unwrap_or_default();
            let waiting = titles.len().saturating_sub(fixed);
            let reason = self.reasons.get(meaning).or_else(|| given_up.get(&meaning.path));
            let count = match reason {
                Some(_) => waiting,
                None => waiting.min(there.get(meaning).copied().unwrap_or_default()),
            };
            let reason = reason.cloned().unwrap_or_else(|| "calint stopped after too many rounds".to_owned());
            let name =
                |title: &String| NamedFix { path: meaning.path.clone(), rule: meaning.rule, title: title.clone() };
            titles
                .iter()
                .rev()
                .take(count)
                .map(move |title| LeftFix { fix: name(title), reason: reason.clone() })
                .collect::<Vec<_>>()
        };
        let mut left: Vec<LeftFix> = self.titles.iter().flat_map(of_meaning).collect();
        left.sort_unstable();
        left
    }
}

impl Beyond {
    /// Fixes in a report that the run was not asked to apply.
    pub(crate) fn of(summary: &Summary, safety: Safety) -> Self {
        let mut beyond = Self::default();
        for (finding, fix) in summary.fixes().filter(|(_, fix)| !is_in_scope(fix, safety)) {
            if fix.is_in_reach() {
                beyond.risky += 1;
            } else {
                beyond.shared += 1;
                beyond.rules.insert(finding.page.name);
            }
        }
        beyond
    }
}

/// A fix under the path that its file has now.
pub(crate) fn named((finding, fix): &Candidate<'_>, former: &FormerPaths) -> NamedFix {
    NamedFix { path: former_path(&fix.path, former), rule: finding.page.name, title: fix.offer.title.clone() }
}
