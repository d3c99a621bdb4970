//! `calint baseline create|prune|check`, and the file that `check` reads.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::discover::{self, Input, Names, read_file};
use crate::fix;
use crate::report::log_line;
use crate::rules::{RULES, Rule, find_rule, nearest};
use crate::verdict::{Baseline, BaselineReport, Entry, ExitCode, Summary};
use crate::words;

use super::args::{BaselineAction, BaselineArguments, Selection};
use super::plan::Plan;
use super::{CommandError, check, output, plan};

/// The name of a baseline.
const FILE_NAME: &str = "calint-baseline.json";

const SCHEMA: u32 = 1;

/// Why there is no baseline to judge by.
#[derive(Debug, thiserror::Error)]
pub(super) enum BaselineError {
    #[error("{path}:{line}:{column}: {message}")]
    Malformed { path: String, line: usize, column: usize, message: String },
    #[error("{path}: schema {schema} is newer than this calint; update it")]
    Schema { path: String, schema: u32 },
    #[error("{path}: no rule is called `{rule}`{}", suggestion(rule))]
    UnknownRule { path: String, rule: String },
    #[error("there is no {FILE_NAME} in {folder}; `calint baseline create` writes one")]
    Missing { folder: String },
    #[error("{path}: {error}")]
    File { path: String, error: io::Error },
    #[error("nothing is written down while {} could not be looked at", words::count(*.0, "thing"))]
    Incomplete(usize),
}

impl BaselineError {
    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Malformed { .. } | Self::Schema { .. } | Self::UnknownRule { .. } | Self::Missing { .. } => {
                ExitCode::Usage
            }
            Self::File { .. } | Self::Incomplete(_) => ExitCode::Incomplete,
        }
    }
}

fn suggestion(rule: &str) -> String {
    nearest(rule, RULES.iter().map(Rule::name)).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// The file as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schema: u32,
    entries: Vec<WrittenEntry>,
}

/// One finding, on a line of its own.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    path: String,
    rule: String,
    component: String,
    element: String,
    fingerprint: String,
    shape: String,
}

/// Creates, prunes or checks the baseline.
pub(super) fn run(arguments: &BaselineArguments) -> Result<ExitCode, CommandError> {
    match &arguments.action {
        BaselineAction::Create(selection) => create(selection),
        BaselineAction::Prune(selection) => prune(selection),
        BaselineAction::Check(selection) => check(selection),
    }
}

/// Files that were not looked at keep their entries.
fn create(selection: &Selection) -> Result<ExitCode, CommandError> {
    let judged = judge(selection)?;
    let mut entries = judged.report.current.clone();
    entries.extend(judged.in_force());
    entries.sort();
    entries.dedup();
    let (path, count) = (judged.path.clone(), entries.len());
    save(&path, entries)?;
    output::say(&format!("calint: {} in {}", words::count(count, "finding"), judged.shown));
    Ok(ExitCode::Clean)
}

/// Entries that are mended go, and files that moved are named anew.
fn prune(selection: &Selection) -> Result<ExitCode, CommandError> {
    let judged = judge_existing(selection)?;
    say_moved(&judged.report);
    let count = judged.report.stale.len();
    let mut entries: Vec<Entry> = judged.in_force().collect();
    entries.sort();
    entries.dedup();
    save(&judged.path, entries)?;
    output::say(&format!("calint: {} taken out of {}", words::count(count, "entry"), judged.shown));
    Ok(ExitCode::Clean)
}

/// Entries that are mended should be taken out before somebody undoes the mending.
fn check(selection: &Selection) -> Result<ExitCode, CommandError> {
    let judged = judge_existing(selection)?;
    output::write_stdout(|out| {
        judged.report.stale.iter().try_for_each(|entry| {
            let line = format!("{}: {}: mended in {}", entry.path, entry.rule, entry.component);
            writeln!(out, "{}", log_line(&line))
        })
    })?;
    say_moved(&judged.report);
    let is_current = judged.report.stale.is_empty() && judged.report.moved.is_empty();
    let ending = if is_current { "nothing of it is mended" } else { "`calint baseline prune` brings it up to date" };
    let count = words::count(judged.baseline.entries.len(), "finding");
    output::say(&format!("calint: {count} in {}: {ending}", judged.shown));
    Ok(if is_current { ExitCode::Clean } else { ExitCode::Findings })
}

/// What a run says of a baseline.
struct Judged {
    report: BaselineReport,
    baseline: Baseline,
    path: PathBuf,
    shown: String,
}

impl Judged {
    /// Entries that are still in force, those of moved files as they are now.
    fn in_force(&self) -> impl Iterator<Item = Entry> {
        let moved = self.report.moved.iter();
        let old: BTreeSet<&Entry> = self.report.stale.iter().chain(moved.clone().map(|(old, _)| old)).collect();
        let kept = self.baseline.entries.iter().filter(move |entry| !old.contains(entry));
        kept.chain(moved.map(|(_, new)| new)).cloned()
    }
}

fn judge_existing(selection: &Selection) -> Result<Judged, CommandError> {
    let judged = judge(selection)?;
    if judged.path.is_file() {
        return Ok(judged);
    }
    let folder = judged.path.parent().unwrap_or(&judged.path).display().to_string();
    Err(BaselineError::Missing { folder }.into())
}

fn judge(selection: &Selection) -> Result<Judged, CommandError> {
    let Plan { mut request, config } = plan::plan(selection, None)?;
    let folder = home(&config, &request.scope);
    let baseline =
        load(&config, &request.scope)?.unwrap_or_else(|| Baseline { folder: folder.clone(), ..Baseline::default() });
    request.policy.baseline = Some(baseline.clone());
    let summary: Summary = crate::lint(&request)?;
    check::in_vain(&summary, &config)?;
    if !summary.problems.is_empty() {
        for problem in &summary.problems {
            output::say(&format!("{}: {}", problem.path, problem.message));
        }
        return Err(BaselineError::Incomplete(summary.problems.len()).into());
    }
    let path = folder.join(FILE_NAME);
    let shown = Names::new(request.scope.working_directory.clone()).file(&path).to_string();
    Ok(Judged { report: summary.baseline.unwrap_or_default(), baseline, path, shown })
}

/// The folder of the baseline: that of the configuration, else the root of the project, else that of the repository.
fn home(config: &Config, scope: &discover::Request) -> PathBuf {
    if let Some(folder) = config.folder() {
        return folder.to_owned();
    }
    let first = scope.inputs.first().map(|input| match input {
        Input::Path(path) | Input::Stdin { name: path, .. } => discover::absolute(&scope.working_directory, path),
        Input::Snapshot(snapshot) => snapshot.repository().to_owned(),
    });
    let first = first.unwrap_or_else(|| scope.working_directory.clone());
    let folder = if first.is_dir() { first.as_path() } else { first.parent().unwrap_or(&first) };
    discover::project_root(folder).unwrap_or_else(|| discover::repository_root(folder).unwrap_or(folder).to_owned())
}

/// Reads the baseline that a run is judged by, if there is one.
pub(super) fn load(config: &Config, scope: &discover::Request) -> Result<Option<Baseline>, BaselineError> {
    let folder = home(config, scope);
    let path = folder.join(FILE_NAME);
    if !path.is_file() {
        return Ok(None);
    }
    let shown = Names::new(scope.working_directory.clone()).file(&path).to_string();
    let file = |error| BaselineError::File { path: shown.clone(), error };
    let malformed = |error: serde_json::Error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        BaselineError::Malformed { path: shown.clone(), line: error.line(), column: error.column(), message }
    };
    let written: Written = serde_json::from_slice(&read_file(&path).map_err(file)?).map_err(malformed)?;
    if written.schema > SCHEMA {
        return Err(BaselineError::Schema { path: shown, schema: written.schema });
    }
    if let Some(entry) = written.entries.iter().find(|entry| find_rule(&entry.rule).is_none()) {
        return Err(BaselineError::UnknownRule { path: shown, rule: entry.rule.clone() });
    }
    let mut entries: Vec<Entry> = written.entries.into_iter().map(Entry::from).collect();
    entries.sort();
    entries.dedup();
    let paths: BTreeSet<&String> = entries.iter().map(|entry| &entry.path).collect();
    let gone = paths.into_iter().filter(|path| !folder.join(path).exists()).cloned().collect();
    Ok(Some(Baseline { entries, folder, gone }))
}

/// Writes the whole file or leaves what was there: sorted, one entry a line.
fn save(path: &Path, entries: Vec<Entry>) -> Result<(), CommandError> {
    let mut text = format!("{{\n  \"schema\": {SCHEMA},\n  \"entries\": [");
    for (index, entry) in entries.into_iter().enumerate() {
        let line = serde_json::to_string(&WrittenEntry::from(entry)).expect("an entry is made of texts");
        text.push_str(if index > 0 { ",\n    " } else { "\n    " });
        text.push_str(&line);
    }
    text.push_str(if text.ends_with('[') { "]\n}\n" } else { "\n  ]\n}\n" });
    let written = match fs::read(path) {
        Ok(before) => fix::replace(path, &before, text.as_bytes()).map_err(io::Error::other),
        Err(_) => fs::write(path, &text),
    };
    written.map_err(|error| BaselineError::File { path: path.display().to_string(), error }.into())
}

/// What `check` says of the baseline on stderr.
pub(super) fn say(report: &BaselineReport) {
    say_moved(report);
    if !report.stale.is_empty() {
        let count = report.stale.len();
        let what = words::count_of(count, "finding is", "findings are");
        output::say(&format!(
            "calint: {what} mended and still in the baseline; `calint baseline prune` brings it up to date"
        ));
    }
}

fn say_moved(report: &BaselineReport) {
    let paths: BTreeSet<_> = report.moved.iter().map(|(old, new)| (&old.path, &new.path)).collect();
    for (from, to) in paths {
        output::say(&format!("calint: {from} is now {to}, with what the baseline says of it"));
    }
}

impl From<WrittenEntry> for Entry {
    fn from(it: WrittenEntry) -> Self {
        let WrittenEntry { path, rule, component, element, fingerprint, shape } = it;
        Self { path, rule, component, element, fingerprint, shape }
    }
}

impl From<Entry> for WrittenEntry {
    fn from(it: Entry) -> Self {
        let Entry { path, rule, component, element, fingerprint, shape } = it;
        Self { path, rule, component, element, fingerprint, shape }
    }
}
