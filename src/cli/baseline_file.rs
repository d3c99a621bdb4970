//! `calint-baseline.json`: where it is, and how it is read and written.
//!
//! The file has one entry on each line, which no printer of `serde_json` writes: a diff then shows whole entries, and
//! branches that add different findings merge. The structs of the file are apart from the entries of the stage
//! `verdict`, because people commit the file: its format changes only with its `schema`, and the entries may change at
//! any time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::config::{Config, Nearest};
use crate::rules::{RULES, Rule, find_rule, nearest};
use crate::verdict::{Baseline, Baselines, Entry, ExitCode};
use crate::words::count;
use crate::workspace::{Found, read_file};
use crate::{config, fix, workspace};

use super::command_error::CommandError;
use super::output;
use super::plan::Plan;
use super::reserved_names::refused_name;

/// The name of a baseline.
pub(super) const FILE_NAME: &str = "calint-baseline.json";

/// The version of the format of the file. A baseline of a later version is refused.
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
    #[error("there is no {FILE_NAME} for what was named; `calint baseline create` writes one")]
    Missing,
    #[error(
        "{path} is a symbolic link, which calint does not follow; replace it by a file, or name it with --baseline"
    )]
    Link { path: String },
    #[error("{path}: {error}")]
    File { path: String, error: io::Error },
    #[error("calint writes no baseline: it could not check everything because of {}", count(*.0, "problem"))]
    Incomplete(usize),
}

impl From<BaselineError> for CommandError {
    fn from(error: BaselineError) -> Self {
        Self::OfCommand { exit_code: error.exit_code(), message: error.to_string() }
    }
}

impl BaselineError {
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Malformed { .. }
            | Self::Schema { .. }
            | Self::UnknownRule { .. }
            | Self::Missing
            | Self::Link { .. } => ExitCode::Usage,
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

/// Which baselines a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Those that are there, to compare findings with.
    Compare,
    /// Those that are there, and those that could be written.
    Write,
}

/// The baselines of all files that were found.
pub(super) fn of_files(
    plan: &Plan<'_>,
    (found, configs): (&Found, &[Config]),
    purpose: Purpose,
) -> Result<Baselines, BaselineError> {
    let limits = plan.limits();
    let sources = found.sources.iter().map(|source| (source.path.as_path(), source.configuration));
    let others = found.others.iter().map(|other| (other.path.as_path(), other.configuration));
    let mut folders: BTreeMap<&Path, usize> = BTreeMap::new();
    let mut last = None;
    for (path, number) in sources.chain(others) {
        // Files of a folder follow one another.
        let folder = path.parent().filter(|folder| last != Some((folder.as_os_str(), number)));
        if let Some(folder) = folder {
            last = Some((folder.as_os_str(), number));
            folders.insert(folder, number);
        }
    }
    let mut nearest = Nearest::new(FILE_NAME, limits.clone());
    let mut baselines = Baselines::default();
    let mut by_file: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (folder, number) in folders {
        let file = match &plan.selection.baseline {
            Some(named) => Some(workspace::absolute(&plan.scope.working_directory, named)),
            None => nearest.of(folder),
        };
        let home = || home(folder, configs.get(number), &limits).join(FILE_NAME);
        let Some(file) = file.or_else(|| (purpose == Purpose::Write).then(home)) else { continue };
        let index = if let Some(known) = by_file.get(&file) {
            *known
        } else {
            baselines.list.push(load(plan, &file)?);
            by_file.insert(file, baselines.list.len() - 1);
            baselines.list.len() - 1
        };
        baselines.of_folder.insert(folder.to_owned(), index);
    }
    Ok(baselines)
}

/// The folder of a new baseline: the folder of the configuration, or else the root of the project or the repository.
fn home(folder: &Path, config: Option<&Config>, limits: &[PathBuf]) -> PathBuf {
    let of_config = config.and_then(Config::folder).map(Path::to_owned);
    let of_project = || workspace::project_root(folder);
    of_config.or_else(of_project).unwrap_or_else(|| config::boundary(folder, limits))
}

/// Reads a baseline; one that is not there has no entries.
fn load(plan: &Plan<'_>, path: &Path) -> Result<Baseline, BaselineError> {
    let folder = path.parent().unwrap_or(path).to_owned();
    let shown = plan.names().file(path).to_string();
    if path.is_symlink() && plan.selection.baseline.is_none() {
        return Err(BaselineError::Link { path: shown });
    }
    if !path.exists() {
        return Ok(Baseline { file: path.to_owned(), folder, ..Baseline::default() });
    }
    let file = |error| BaselineError::File { path: shown.clone(), error };
    let malformed = |error: serde_json::Error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        BaselineError::Malformed { path: shown.clone(), line: error.line(), column: error.column(), message }
    };
    let written: Written = serde_json::from_slice(&read_file(path).map_err(file)?).map_err(malformed)?;
    if written.schema > SCHEMA {
        return Err(BaselineError::Schema { path: shown, schema: written.schema });
    }
    if let Some(entry) = written.entries.iter().find(|entry| find_rule(&entry.rule).is_none()) {
        return Err(BaselineError::UnknownRule { path: shown, rule: entry.rule.clone() });
    }
    let mut entries: Vec<Entry> = written.entries.into_iter().map(Entry::from).collect();
    entries.sort_unstable();
    entries.dedup();
    let paths: BTreeSet<&String> = entries.iter().map(|entry| &entry.path).collect();
    let gone = paths.into_iter().filter(|path| !folder.join(path).exists()).cloned().collect();
    Ok(Baseline { entries, file: path.to_owned(), folder, gone })
}

/// Writes the whole file or leaves what was there: sorted, one entry a line.
pub(super) fn save(path: &Path, entries: Vec<Entry>) -> Result<(), CommandError> {
    let mut text = format!("{{\n  \"schema\": {SCHEMA},\n  \"entries\": [");
    for (index, entry) in entries.into_iter().enumerate() {
        let line = serde_json::to_string(&WrittenEntry::from(entry)).expect("an entry is made of texts");
        text.push_str(if index > 0 { ",\n    " } else { "\n    " });
        text.push_str(&line);
    }
    text.push_str(if text.ends_with('[') { "]\n}\n" } else { "\n  ]\n}\n" });
    let write = || match fs::read(path) {
        Ok(before) => fix::replace(path, &before, text.as_bytes()).map_err(io::Error::other),
        Err(_) => fix::write_whole(path, text.as_bytes()),
    };
    // calint has read a file that exists, so it is a baseline.
    let is_allowed = match refused_name(path) {
        Some(reason) if path.file_name() != Some(FILE_NAME.as_ref()) && !path.exists() => Err(io::Error::other(reason)),
        _ => fix::refuse_linked_folder(path),
    };
    path.parent().into_iter().for_each(fix::sweep);
    let written = is_allowed.and_then(|()| write());
    let lost = written.map_err(|error| BaselineError::File { path: path.display().to_string(), error })?;
    output::say_lost(path, &lost);
    Ok(())
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
