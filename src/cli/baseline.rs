//! `calint baseline create|prune|check`.
//!
//! Each of the three runs a whole check first and compares its findings with the file. An entry cannot be checked by
//! itself: only the findings of a run show whether it is fixed, still there, or in a file that moved. For the same
//! reason a run that could not read everything changes no baseline.

use std::collections::BTreeSet;
use std::io::Write;

use crate::report::log_line;
use crate::verdict::{Baseline, BaselineReport, Entry, ExitCode};
use crate::words::{count, count_of};

use super::baseline_arguments::{BaselineAction, BaselineArguments, CreateArguments};
use super::baseline_file::{BaselineError, Purpose, save};
use super::command_error::CommandError;
use super::look::{Looked, look};
use super::plan::Plan;
use super::selection::Selection;
use super::{output, plan};

/// Creates, prunes or checks the baselines.
pub(super) fn run(arguments: &BaselineArguments) -> Result<ExitCode, CommandError> {
    match &arguments.action {
        BaselineAction::Create(create_arguments) => create(create_arguments),
        BaselineAction::Prune(selection) => prune(selection),
        BaselineAction::Check(selection) => check(selection),
    }
}

/// Writes new baselines. One that is there is changed with `--update` only: the quickest way to make a red check green
/// must not hide new findings. Files that were not checked keep their entries.
fn create(arguments: &CreateArguments) -> Result<ExitCode, CommandError> {
    let judged = judge(&arguments.selection, Purpose::Write)?;
    let changes: Vec<Change<'_>> = judged.iter().map(Change::of).collect();
    let is_refused = |change: &Change<'_>| change.judged.exists() && !change.is_empty() && !arguments.update;
    if changes.iter().any(is_refused) {
        output::write_stdout(|out| changes.iter().try_for_each(|change| change.write(out)))?;
        for change in changes.iter().filter(|change| is_refused(change)) {
            output::say(&change.refusal());
        }
        return Ok(ExitCode::Findings);
    }
    // If there are several configurations, one without findings gets no new baseline.
    let is_alone = changes.len() == 1;
    for change in changes.iter().filter(|it| is_alone || it.judged.exists() || !it.entries.is_empty()) {
        save(&change.judged.baseline.file, change.entries.iter().cloned().collect())?;
        output::say(&format!("calint: {} in {}", count(change.entries.len(), "finding"), change.judged.shown));
    }
    Ok(ExitCode::Clean)
}

/// What `create` makes of a baseline.
struct Change<'j> {
    judged: &'j Judged,
    entries: BTreeSet<Entry>,
    added: Vec<Entry>,
    dropped: Vec<Entry>,
}

impl<'j> Change<'j> {
    fn of(judged: &'j Judged) -> Self {
        let entries: BTreeSet<Entry> = judged.report.current.iter().cloned().chain(judged.in_force()).collect();
        let before: BTreeSet<Entry> = judged.baseline.entries.iter().cloned().collect();
        let added = entries.difference(&before).cloned().collect();
        let dropped = before.difference(&entries).cloned().collect();
        Self { judged, entries, added, dropped }
    }

    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.dropped.is_empty()
    }

    /// Writes a line for each entry that comes or goes.
    fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let signed = self.added.iter().map(|entry| ('+', entry));
        signed.chain(self.dropped.iter().map(|entry| ('-', entry))).try_for_each(|(sign, entry)| {
            let line = format!("{sign} {}: {}: {}", entry.path, entry.rule, entry.component);
            writeln!(out, "{}", log_line(&line))
        })
    }

    fn refusal(&self) -> String {
        let (added, dropped) = (count(self.added.len(), "finding"), self.dropped.len());
        let shown = &self.judged.shown;
        format!("calint: {shown} exists: `create` would add {added} and drop {dropped}; --update writes it")
    }
}

/// Takes fixed entries out, and renames the files of entries that moved.
fn prune(selection: &Selection) -> Result<ExitCode, CommandError> {
    for judged in judge_existing(selection)? {
        say_moved(&judged.report);
        let entries: BTreeSet<Entry> = judged.in_force().collect();
        save(&judged.baseline.file, entries.into_iter().collect())?;
        let stale = count_of(judged.report.stale.len(), "entry", "entries");
        output::say(&format!("calint: {stale} taken out of {}", judged.shown));
    }
    Ok(ExitCode::Clean)
}

/// Fails if an entry is fixed: while the entry is there, calint would not report a finding that comes back.
fn check(selection: &Selection) -> Result<ExitCode, CommandError> {
    let all = judge_existing(selection)?;
    output::write_stdout(|out| {
        all.iter().flat_map(|judged| &judged.report.stale).try_for_each(|entry| {
            let line = format!("{}: {}: fixed in {}", entry.path, entry.rule, entry.component);
            writeln!(out, "{}", log_line(&line))
        })
    })?;
    for judged in &all {
        say_moved(&judged.report);
        let is_current = judged.is_current();
        let ending =
            if is_current { "all of them are still there" } else { "`calint baseline prune` brings it up to date" };
        let findings = count(judged.baseline.entries.len(), "finding");
        output::say(&format!("calint: {findings} in {}: {ending}", judged.shown));
    }
    Ok(if all.iter().all(Judged::is_current) { ExitCode::Clean } else { ExitCode::Findings })
}

/// What a run says of a baseline.
struct Judged {
    report: BaselineReport,
    baseline: Baseline,
    shown: String,
}

impl Judged {
    /// Entries that are still in force. An entry of a moved file has the new path.
    fn in_force(&self) -> impl Iterator<Item = Entry> {
        let moved = self.report.moved.iter();
        let old: BTreeSet<&Entry> = self.report.stale.iter().chain(moved.clone().map(|(old, _)| old)).collect();
        let kept = self.baseline.entries.iter().filter(move |entry| !old.contains(entry));
        kept.chain(moved.map(|(_, new)| new)).cloned()
    }

    fn exists(&self) -> bool {
        self.baseline.file.exists()
    }

    fn is_current(&self) -> bool {
        self.report.stale.is_empty() && self.report.moved.is_empty()
    }
}

fn judge_existing(selection: &Selection) -> Result<Vec<Judged>, CommandError> {
    let mut judged = judge(selection, Purpose::Compare)?;
    judged.retain(Judged::exists);
    if judged.is_empty() { Err(BaselineError::Missing.into()) } else { Ok(judged) }
}

fn judge(selection: &Selection, purpose: Purpose) -> Result<Vec<Judged>, CommandError> {
    let plan: Plan<'_> = plan::plan(selection, None)?;
    let Looked { summary, baselines, .. } = look(&plan, purpose)?;
    if !summary.problems.is_empty() {
        for problem in &summary.problems {
            output::say(&format!("{}: {}", problem.path, problem.message));
        }
        return Err(BaselineError::Incomplete(summary.problems.len()).into());
    }
    let names = plan.names();
    let judged = summary.baselines.into_iter().zip(baselines.list).map(|(report, baseline)| {
        let shown = names.file(&baseline.file).to_string();
        Judged { report, baseline, shown }
    });
    Ok(judged.collect())
}

/// What `check` says of a baseline on stderr.
pub(super) fn say(report: &BaselineReport) {
    say_moved(report);
    if !report.stale.is_empty() {
        let fixed =
            count_of(report.stale.len(), "finding in the baseline is fixed", "findings in the baseline are fixed");
        output::say(&format!("calint: {fixed}; `calint baseline prune` brings it up to date"));
    }
}

fn say_moved(report: &BaselineReport) {
    let rewritten = report.moved.iter().filter(|(old, new)| old.path == new.path).count();
    if rewritten > 0 {
        let entries = count_of(rewritten, "entry of the baseline is", "entries of the baseline are");
        output::say(&format!(
            "calint: {entries} from an earlier calint, whose fingerprints depended on secrets; run `calint baseline create --update`"
        ));
    }
    let paths: BTreeSet<_> = report.moved.iter().map(|(old, new)| (&old.path, &new.path)).collect();
    for (from, to) in paths.into_iter().filter(|(from, to)| from != to) {
        output::say(&format!("calint: {from} is now {to}, and so are its entries in the baseline"));
    }
}
