//! From what was typed to decisions: the request of a run.

use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::Request;
use crate::discover::{self, IgnoreFiles, Input, MAX_FILE_SIZE, PermissionLists};
use crate::model::{ApiVersion, FactsRequest, FactsSource, Labels, Options, VersionOrigin};
use crate::rules::{Profile, RULES, Reads, Rule, Severity, find_rule, nearest};
use crate::verdict::{Policy, TextsWanted};

use super::args::{CheckArguments, Format, ProfileName, SeverityName};

/// The command line does not make sense.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlanError {
    #[error("no rule is called `{name}`{}", suggestion(name))]
    UnknownRule { name: String },
    #[error("the rules that --only names are all skipped by --skip")]
    NothingToRun,
    #[error("`-` needs --stdin-filename, which tells what kind of file is on stdin")]
    StdinWithoutName,
    #[error("stdin could not be read: {0}")]
    Stdin(std::io::Error),
    #[error("the working directory is not known: {0}")]
    WorkingDirectory(std::io::Error),
    #[error("--now {text}: not a date such as 2026-11-22")]
    Date { text: String },
    #[error("--api-version {text}: not an API version such as 66.0")]
    ApiVersion { text: String },
}

/// Decides what a run does.
pub(super) fn request(arguments: &CheckArguments) -> Result<Request, PlanError> {
    let rules = chosen_rules(arguments)?;
    let api_version = arguments.api_version.as_deref().map(api_version).transpose()?;
    let working_directory = working_directory()?;
    let ignore_files = if arguments.no_ignore { IgnoreFiles::Disregard } else { IgnoreFiles::Honour };
    let shown_profile = arguments.only.is_empty().then(|| profile(arguments.profile));
    let is_shown = |rule: &&Rule| shown_profile.is_none_or(|shown| rule.page.profile <= shown);
    let reads = |wanted: Reads| rules.iter().copied().filter(is_shown).any(|rule| rule.reads == wanted);
    let scope = discover::Request {
        inputs: inputs(arguments)?,
        ignore_files,
        permission_lists: if reads(Reads::PermissionLists) { PermissionLists::Lint } else { PermissionLists::LookUp },
        working_directory: working_directory.clone(),
    };
    let options = Options {
        api_version,
        facts: FactsRequest { sources: facts_sources(&arguments.facts), target: arguments.target.clone() },
        now: now(arguments.now.as_deref())?,
        labels: if reads(Reads::Labels) { Labels::Read } else { Labels::Unread },
        working_directory,
    };
    let policy = Policy {
        profile: shown_profile,
        fail_on: severity(arguments.fail_on),
        exit_zero: arguments.exit_zero,
        allow_empty: arguments.allow_empty,
        texts: texts_wanted(arguments),
        before: None,
    };
    Ok(Request { scope, options, rules, policy })
}

fn chosen_rules(arguments: &CheckArguments) -> Result<Vec<&'static Rule>, PlanError> {
    let only = arguments.only.iter().map(|name| rule(name)).collect::<Result<Vec<_>, _>>()?;
    let skip = arguments.skip.iter().map(|name| rule(name)).collect::<Result<Vec<_>, _>>()?;
    let among = |rules: &[&'static Rule], rule: &Rule| rules.iter().any(|other| other.name() == rule.name());
    let chosen = RULES.iter().filter(|rule| (only.is_empty() || among(&only, rule)) && !among(&skip, rule));
    let chosen: Vec<_> = chosen.collect();
    if chosen.is_empty() && !only.is_empty() { Err(PlanError::NothingToRun) } else { Ok(chosen) }
}

/// The rule of a name.
pub(super) fn rule(name: &str) -> Result<&'static Rule, PlanError> {
    find_rule(name.trim()).ok_or_else(|| PlanError::UnknownRule { name: name.trim().to_owned() })
}

/// The nearest name, as the end of a sentence.
fn suggestion(name: &str) -> String {
    match nearest(name, RULES.iter().map(Rule::name)) {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None => "; `calint rules` lists them".to_owned(),
    }
}

fn inputs(arguments: &CheckArguments) -> Result<Vec<Input>, PlanError> {
    let mut inputs = Vec::new();
    for path in &arguments.paths {
        let input = if path == Path::new("-") {
            let name = arguments.stdin_filename.clone().ok_or(PlanError::StdinWithoutName)?;
            stdin(name)?
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

fn api_version(text: &str) -> Result<u16, PlanError> {
    let version = ApiVersion::parse(text, VersionOrigin::CommandLine);
    version.map(|version| version.number).ok_or_else(|| PlanError::ApiVersion { text: text.to_owned() })
}

fn texts_wanted(arguments: &CheckArguments) -> TextsWanted {
    let wants = |format| arguments.format == format || arguments.report.iter().any(|report| report.format == format);
    TextsWanted { quotes: wants(Format::Full), line_hashes: wants(Format::Sarif) }
}

/// The directory that relative names start from.
pub(super) fn working_directory() -> Result<PathBuf, PlanError> {
    std::env::current_dir().map_err(PlanError::WorkingDirectory)
}

/// The time to judge by: the end of the day that was named, or now.
pub(super) fn now(text: Option<&str>) -> Result<Timestamp, PlanError> {
    text.map_or_else(|| Ok(Timestamp::now()), day)
}

/// Facts as they were named.
pub(super) fn facts_sources(texts: &[String]) -> Vec<FactsSource> {
    texts.iter().map(|text| facts_source(text)).collect()
}

/// `uat=exports/uat`, or a path alone. A path that is there is no name with a path.
fn facts_source(text: &str) -> FactsSource {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    match text.split_once('=').filter(|(name, _)| is_name(name) && !Path::new(text).exists()) {
        Some((org, path)) => FactsSource { org: Some(org.to_owned()), path: path.into() },
        None => FactsSource { org: None, path: text.into() },
    }
}

/// The end of a day, or a moment.
fn day(text: &str) -> Result<Timestamp, PlanError> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.end_of_day().ok();
    let moment = text.parse::<Timestamp>().ok().or_else(|| day().map(|day| day.timestamp()));
    moment.ok_or_else(|| PlanError::Date { text: text.to_owned() })
}

fn profile(name: ProfileName) -> Profile {
    match name {
        ProfileName::Default => Profile::Default,
        ProfileName::Strict => Profile::Strict,
        ProfileName::Audit => Profile::Audit,
    }
}

fn severity(name: SeverityName) -> Severity {
    match name {
        SeverityName::Error => Severity::Error,
        SeverityName::Warning => Severity::Warning,
        SeverityName::Info => Severity::Info,
    }
}
