//! What the rules said of a repository, within bounds: a hostile file gives a finding for each four bytes.

use std::collections::BTreeMap;

use crate::model::{Component, FileId};

use super::finding::Finding;
use super::rule::{Context, Rule};

/// Findings of one rule that are kept of one file.
const OF_RULE: usize = 1_000;

/// Findings that are kept of one file.
const OF_FILE: usize = 5_000;

/// Findings that are kept of a run.
const OF_RUN: usize = 50_000;

/// Findings that are kept of each file once the run has its fill: one file never hides what is said of others.
const AT_LEAST: usize = 20;

/// A finding with its rule and its component.
#[derive(Debug)]
pub struct Reported {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// What it speaks about.
    pub component: Component,
    /// What it says.
    pub finding: Finding,
}

/// For whom rules speak.
pub struct Audience<'s> {
    /// The configuration whose files count.
    pub configuration: usize,
    /// Whether somebody sees a finding, so that it is worth keeping.
    pub is_seen: &'s (dyn Fn(&Reported) -> bool + Sync),
    /// How many findings the run kept for other configurations.
    pub kept_before: usize,
}

/// What rules said.
#[derive(Debug, Default)]
pub struct Said {
    /// The findings.
    pub reported: Vec<Reported>,
    /// How many there were that nobody sees, by rule.
    pub unseen: BTreeMap<&'static str, usize>,
    /// What was left out because it was too much.
    pub cut: Vec<Cut>,
}

/// Findings that were left out because there were too many.
#[derive(Debug)]
pub struct Cut {
    /// What they speak of.
    pub file: FileId,
    /// Their rule, if only this one said too much.
    pub rule: Option<&'static str>,
    /// How many.
    pub count: usize,
}

impl Said {
    /// Adds what a rule says of one file or app.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        all: impl Iterator<Item = Reported>,
        (context, audience): (&Context<'_>, &Audience<'_>),
    ) {
        let of = |reported: &Reported| context.project.configuration_of(reported.finding.place.file);
        let room = OF_RULE.min(OF_FILE.saturating_sub(self.reported.len()));
        let (mut kept, mut unseen, mut cut) = (0, 0, None::<Cut>);
        for reported in all.filter(|it| of(it) == Some(audience.configuration)) {
            if !(audience.is_seen)(&reported) {
                unseen += 1;
            } else if kept < room {
                kept += 1;
                self.reported.push(reported);
            } else {
                let file = reported.finding.place.file;
                cut.get_or_insert(Cut { file, rule: Some(rule.name()), count: 0 }).count += 1;
            }
        }
        self.cut.extend(cut);
        self.add_unseen(rule.name(), unseen);
    }

    fn add_unseen(&mut self, rule: &'static str, count: usize) {
        if count > 0 {
            *self.unseen.entry(rule).or_default() += count;
        }
    }

    /// Adds what is said of files or apps, as far as there is room in the run.
    pub(super) fn extend(&mut self, of_files: Vec<Self>, audience: &Audience<'_>) {
        for mut of_file in of_files {
            let room = OF_RUN.saturating_sub(audience.kept_before + self.reported.len()).max(AT_LEAST);
            if let Some(first) = of_file.reported.get(room) {
                let count = of_file.reported.len() - room;
                self.cut.push(Cut { file: first.finding.place.file, rule: None, count });
                of_file.reported.truncate(room);
            }
            self.reported.append(&mut of_file.reported);
            self.cut.append(&mut of_file.cut);
            of_file.unseen.into_iter().for_each(|(rule, count)| self.add_unseen(rule, count));
        }
    }
}
