//! What the rules said of a repository, within bounds: a hostile file gives a finding for each four bytes.
//!
//! There are three bounds, because one would let a file hide another. A single bound for the run would be used up by
//! the first hostile file. So each rule has a part of a file, each file a part of the run, and each file keeps some
//! findings even if the run is full. What is cut is a problem, so the run does not look clean.

use std::collections::BTreeMap;

use crate::model::Component;
use crate::workspace::FileId;

use super::finding::Finding;
use super::rule::{Context, Rule};

/// Findings of one rule that are kept of one file. No person reads as many of one kind.
const OF_RULE: usize = 1_000;

/// Findings that are kept of one file: enough for several rules at their own bound.
const OF_FILE: usize = 5_000;

/// Findings that are kept of a run. This bounds the memory, which no bound for a file does: a run has any number of
/// files.
const OF_RUN: usize = 50_000;

/// Findings that are kept of each file even if the run is full: one file must not hide the findings in others.
const AT_LEAST: usize = 20;

/// A finding with its rule and its component.
#[derive(Debug)]
pub struct Reported {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// The component that it is about.
    pub component: Component,
    /// What it says.
    pub finding: Finding,
}

/// Which findings a run needs.
pub struct Audience<'s> {
    /// The configuration whose files count.
    pub configuration: usize,
    /// Whether a report or a baseline needs a finding, so that it is worth keeping.
    pub is_seen: &'s (dyn Fn(&Reported) -> bool + Sync),
    /// How many findings the run kept for other configurations.
    pub kept_before: usize,
}

/// What rules said.
#[derive(Debug, Default)]
pub struct Said {
    /// The findings.
    pub reported: Vec<Reported>,
    /// How many findings were not needed, by rule.
    pub unseen: BTreeMap<&'static str, usize>,
    /// What was left out because it was too much.
    pub cut: Vec<Cut>,
}

/// Findings that were left out because there were too many.
#[derive(Debug)]
pub struct Cut {
    /// The file that they are about.
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

    /// Adds the findings of files or apps, as far as there is room in the run.
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
