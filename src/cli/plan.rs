//! From what was typed to decisions that apply to the whole run.
//!
//! The commands take different arguments and share this plan, so that they cannot disagree on what a path, a day, or a
//! rule name means. What a configuration can change is not decided here but in `terms`, because each file may have
//! another configuration.

use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::Replacing;
use crate::rules::{PACKS, Pack, RULES, Rule, find_pack, find_rule, groups, is_group, nearest};
use crate::schema::Severity;
use crate::verdict::RunPolicy;
use crate::words;
use crate::workspace;
use crate::workspace::{IgnoreFiles, Input, MAX_FILE_SIZE, NamedLinks, Names, Needs};

use super::selection::Selection;

pub(super) use super::facts_source::facts_sources;

/// The command line does not make sense.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlanError {
    #[error("no rule is called `{name}`{}", suggestion(name))]
    UnknownRule { name: String },
    #[error("no rule is called `{name}`, and no group or pack{}", suggestion_among_all(name))]
    UnknownChoice { name: String },
    #[error("no group is called `{name}`; there are {}{}", words::list(&groups()), did_you_mean(name, &groups()))]
    UnknownGroup { name: String },
    #[error("no pack is called `{name}`; there are {}{}", words::list(&pack_names()), did_you_mean(name, &pack_names()))]
    UnknownPack { name: String },
    #[error("the rules that --only names are all skipped by --skip")]
    NothingToRun,
    #[error("--skip {name}: {policy} locks this rule")]
    Locked { name: &'static str, policy: String },
    #[error("`-` needs --stdin-filename, because the name determines the kind of the file on stdin")]
    StdinWithoutName,
    #[error("stdin could not be read: {0}")]
    Stdin(std::io::Error),
    #[error("the working directory is not known: {0}")]
    WorkingDirectory(std::io::Error),
    #[error("--now {text}: not a date such as 2026-11-22")]
    Date { text: String },
    #[error("--api-version {text}: not an API version such as 66.0")]
    ApiVersion { text: String },
    #[error("--exclude {text}: not a glob: {reason}")]
    Exclude { text: String, reason: String },
    #[error("--app {text}: not a glob: {reason}")]
    App { text: String, reason: String },
}

/// What a run does, as far as the command line decides it. The configurations of the files decide the rest.
#[derive(Clone)]
pub(super) struct Plan<'s> {
    pub(super) selection: &'s Selection,
    /// What is scanned; the configurations of the files say how.
    pub(super) scope: workspace::Request,
    pub(super) now: Timestamp,
    /// The severity that fails the run. It takes precedence over the configurations.
    pub(super) fail_on: Option<Severity>,
    /// What is read if no rule runs, because the command wants something else than findings.
    pub(super) instead_of_rules: Option<Needs>,
    /// Whether acceptances count.
    pub(super) accepts: bool,
    /// Whether only what is new since an earlier state counts.
    pub(super) compares: bool,
    /// Whether baselines count.
    pub(super) uses_baselines: bool,
    /// Whether `replacements` of `sfdx-project.json` counts.
    pub(super) replacing: Replacing,
    pub(super) run: RunPolicy,
}

impl Plan<'_> {
    /// Paths as reports show them.
    pub(super) fn names(&self) -> Names {
        Names::new(self.scope.working_directory.clone()).relative_to(workspace::base(&self.scope))
    }

    /// Folders outside Git above which no configuration counts.
    pub(super) fn limits(&self) -> Vec<PathBuf> {
        let directory = &self.scope.working_directory;
        let folders = self.scope.inputs.iter().map(|input| workspace::folder_of(input, directory));
        folders.chain([directory.clone()]).collect()
    }
}

/// Decides what a run looks at.
pub(super) fn plan<'s>(selection: &'s Selection, stdin_name: Option<&Path>) -> Result<Plan<'s>, PlanError> {
    for name in selection.only.iter().chain(&selection.skip) {
        chosen_rules(name)?;
    }
    let scope = workspace::Request {
        inputs: inputs(selection, stdin_name)?,
        ignore_files: if selection.scope.no_ignore { IgnoreFiles::Disregard } else { IgnoreFiles::Honor },
        needs: Needs::default(),
        exclude: Vec::new(),
        named_links: NamedLinks::Follow,
        working_directory: working_directory()?,
    };
    Ok(Plan {
        selection,
        scope,
        now: now(selection.scope.now.as_deref())?,
        fail_on: None,
        instead_of_rules: None,
        accepts: true,
        compares: false,
        uses_baselines: true,
        replacing: Replacing::default(),
        run: RunPolicy::default(),
    })
}

/// The rule of a name.
pub(super) fn rule(name: &str) -> Result<&'static Rule, PlanError> {
    find_rule(name.trim()).ok_or_else(|| PlanError::UnknownRule { name: name.trim().to_owned() })
}

/// The pack of a name.
pub(super) fn pack(name: &str) -> Result<&'static Pack, PlanError> {
    find_pack(name.trim()).ok_or_else(|| PlanError::UnknownPack { name: name.trim().to_owned() })
}

/// The rules that a name of `--only` or `--skip` stands for: one, or those of a group or of a pack.
pub(super) fn chosen_rules(name: &str) -> Result<Vec<&'static Rule>, PlanError> {
    let name = name.trim();
    if let Some(rule) = find_rule(name) {
        return Ok(vec![rule]);
    }
    let pack = find_pack(name);
    let is_in = |rule: &&Rule| rule.page.group == name || pack.is_some_and(|pack| pack.has(rule.name()));
    let rules: Vec<&Rule> = RULES.iter().filter(is_in).collect();
    if rules.is_empty() { Err(PlanError::UnknownChoice { name: name.to_owned() }) } else { Ok(rules) }
}

/// The nearest name of a rule, as the end of a sentence.
fn suggestion(name: &str) -> String {
    if is_group(name) {
        return format!("; it is a group, and `calint rules --group {name}` lists its rules");
    }
    suggestion_of(name, RULES.iter().map(Rule::name))
}

fn suggestion_among_all(name: &str) -> String {
    suggestion_of(name, RULES.iter().map(Rule::name).chain(groups()).chain(pack_names()))
}

fn suggestion_of(name: &str, known: impl Iterator<Item = &'static str>) -> String {
    match nearest(name, known) {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None => "; `calint rules` lists them".to_owned(),
    }
}

fn pack_names() -> Vec<&'static str> {
    PACKS.iter().map(|pack| pack.name).collect()
}

/// The nearest name behind a list of all.
fn did_you_mean(name: &str, known: &[&'static str]) -> String {
    nearest(name, known.iter().copied()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

fn inputs(selection: &Selection, stdin_name: Option<&Path>) -> Result<Vec<Input>, PlanError> {
    let mut inputs = Vec::new();
    for path in &selection.scope.paths {
        let input = if path == Path::new("-") {
            stdin(stdin_name.ok_or(PlanError::StdinWithoutName)?.to_owned())?
        } else {
            Input::Path(path.clone())
        };
        inputs.push(input);
    }
    Ok(inputs)
}

/// Reads stdin, one byte past the limit at most, so that a file that is too large is seen to be.
fn stdin(name: PathBuf) -> Result<Input, PlanError> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes).map_err(PlanError::Stdin)?;
    Ok(Input::Stdin { name, bytes })
}

/// The directory that relative names start from.
pub(super) fn working_directory() -> Result<PathBuf, PlanError> {
    std::env::current_dir().map_err(PlanError::WorkingDirectory)
}

/// The time to judge by: the end of the day that was named, or now.
pub(super) fn now(text: Option<&str>) -> Result<Timestamp, PlanError> {
    text.map_or_else(|| Ok(Timestamp::now()), day)
}

/// The end of a day, or a moment.
fn day(text: &str) -> Result<Timestamp, PlanError> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.end_of_day().ok();
    let moment = text.parse::<Timestamp>().ok().or_else(|| day().map(|day| day.timestamp()));
    moment.ok_or_else(|| PlanError::Date { text: text.to_owned() })
}
