//! What counts: by the configuration of each file, and for the run as a whole.
//!
//! These are decisions without a trace of who made them. The stage `verdict` must not know whether a threshold is from
//! the command line, a file, or a policy, so the stage `config` comes after it and fills these in.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::{PAGES, Pack, Page, Reported};
use crate::schema::{Profile, Severity};

use super::acceptance::Acceptances;
use super::baseline::Baselines;
use super::status::NoteLevel;
use super::summary::{Judged, Problem};

/// What counts in the files that one configuration governs.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Which findings are shown.
    pub shown: Shown,
    /// Benchmarks whose controls are reported.
    pub packs: Vec<&'static Pack>,
    /// Severities that were set, by rule.
    pub severities: BTreeMap<&'static str, Severity>,
    /// Rules that a policy locks, each with the least severity that fails the run by that policy.
    pub locked: BTreeMap<&'static str, Severity>,
    /// What is accepted; nothing if acceptances are not asked.
    pub acceptances: Option<Acceptances>,
    /// What calint does about acceptances that match no finding.
    pub unused_acceptances: NoteLevel,
    /// The least severity that fails the run.
    pub fail_on: Severity,
    /// Rules that `--only` names: their fixes may change files that several components share.
    pub only: BTreeSet<&'static str>,
}

/// What counts for the run as a whole.
#[derive(Debug, Clone)]
pub struct RunPolicy {
    /// What was there when calint was adopted.
    pub baselines: Baselines,
    /// Findings do not fail the run.
    pub exit_zero: bool,
    /// Whether reports show findings that are accepted or in the baseline.
    pub set_aside: SetAside,
    /// What reports need of the files' texts.
    pub texts: TextsWanted,
    /// What was there before, if only what is new counts.
    pub before: Option<Before>,
}

impl Default for Policy {
    /// Everything is shown, and warnings fail.
    fn default() -> Self {
        Self {
            shown: Shown::default(),
            packs: Vec::new(),
            severities: BTreeMap::new(),
            locked: BTreeMap::new(),
            acceptances: None,
            unused_acceptances: NoteLevel::Warning,
            fail_on: Severity::Warning,
            only: BTreeSet::new(),
        }
    }
}

impl Default for RunPolicy {
    /// Warnings fail, and nothing was there before.
    fn default() -> Self {
        Self {
            baselines: Baselines::default(),
            exit_zero: false,
            set_aside: SetAside::Apart,
            texts: TextsWanted::default(),
            before: None,
        }
    }
}

/// Whether reports show findings that are accepted or in the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAside {
    /// Machine formats with a status may; the others do not.
    Apart,
    /// All reports do that can say so.
    Shown,
}

/// Which findings are shown.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The profile; every finding without one, because rules were chosen by name.
    pub profile: Option<Profile>,
    /// Rules that are shown even if the profile does not include them.
    pub named: BTreeSet<&'static str>,
    /// The edition whose rules are shown.
    pub edition: Option<&'static str>,
    /// The rules that run.
    pub running: BTreeSet<&'static str>,
}

impl Shown {
    /// Whether a rule's page is shown in its main case.
    pub fn shows(&self, page: &Page) -> bool {
        let is_named = self.named.contains(page.name);
        let is_old = self.edition.is_none_or(|edition| page.edition <= edition);
        self.profile.is_none_or(|profile| is_named || (is_old && page.profile <= profile))
    }

    pub(super) fn shows_finding(&self, reported: &Reported) -> bool {
        let of_case = reported.finding.profile.is_none_or(|first| self.profile.is_none_or(|shown| first <= shown));
        self.shows(reported.rule.page) && of_case
    }
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
    /// Takes out what was there before, and returns how many findings that were.
    pub(super) fn forget(&self, findings: &mut Vec<Judged>, problems: &mut Vec<Problem>) -> usize {
        let all = findings.len();
        let mut left = self.findings.clone();
        findings.retain(|finding| match left.get_mut(&finding.fingerprint) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        problems.retain(|problem| !self.problems.contains(&(problem.path.clone(), problem.message.clone())));
        all - findings.len()
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

impl TextsWanted {
    /// What is needed for two reports together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { quotes: self.quotes || other.quotes, line_hashes: self.line_hashes || other.line_hashes }
    }
}

impl Policy {
    /// The page of a rule that ran and is shown.
    pub(super) fn shows_rule(&self, rule: &str) -> Option<&'static Page> {
        let page = PAGES.iter().find(|page| page.name == rule)?;
        (self.shown.running.contains(rule) && self.shown.shows(page)).then_some(page)
    }

    /// The severity of a finding: what was set, else the worst of its own and what packs raise it to.
    pub(super) fn severity(&self, rule: &str, own: Severity) -> Severity {
        let raised = self.packs.iter().filter_map(|pack| pack.severity(rule)).max();
        self.severities.get(rule).copied().unwrap_or_else(|| raised.map_or(own, |raised| own.max(raised)))
    }

    /// Whether a finding is worth keeping: it is shown, or an acceptance may apply to it although the profile hides it.
    /// A baseline may, too, which the caller knows.
    pub fn keeps(&self, reported: &Reported) -> bool {
        self.shown.shows_finding(reported) || self.accepts_something()
    }

    /// Whether acceptances may apply to findings that the profile hides: those acceptances are in use.
    fn accepts_something(&self) -> bool {
        self.acceptances.as_ref().is_some_and(|acceptances| !acceptances.entries.is_empty())
    }

    /// The least severity that fails the run, for a rule.
    pub(super) fn threshold(&self, rule: &str) -> Severity {
        self.locked.get(rule).map_or(self.fail_on, |locked| self.fail_on.min(*locked))
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGES, Profile, Shown};

    #[test]
    fn an_older_edition_hides_what_came_later_unless_it_is_named() {
        let page = PAGES.iter().find(|page| page.profile == Profile::Default).expect("there are some");
        let shown = |edition| Shown { profile: Some(Profile::Default), edition, ..Shown::default() };
        assert!(shown(None).shows(page) && shown(Some(page.edition)).shows(page) && shown(Some("9999.12")).shows(page));
        assert!(!shown(Some("2000.01")).shows(page));
        let named = [page.name].into();
        assert!(Shown { named, ..shown(Some("2000.01")) }.shows(page));
    }
}
