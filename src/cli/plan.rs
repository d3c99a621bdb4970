//! From what was typed to decisions: the request of a run.

use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use globset::GlobBuilder;

use crate::Request;
use crate::config::{self, Config, DiscoveryError, Level, UnusedLevel};
use crate::discover::{
    self, Credentials, Exclusion, IgnoreFiles, Input, MAX_FILE_SIZE, Names, OtherFiles, Overlay, PermissionLists,
};
use crate::model::{ApiVersion, FactsRequest, FactsSource, Labels, Options, VersionOrigin};
use crate::rules::{PACKS, Pack, Profile, RULES, Reads, Rule, Severity, find_pack, find_rule, nearest};
use crate::verdict::{Acceptances, NoteLevel, Policy, Shown};

use super::CommandError;
use super::args::{Configuration, ProfileName, Selection, SeverityName};

/// The command line does not make sense.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlanError {
    #[error("no rule is called `{name}`{}", suggestion(name))]
    UnknownRule { name: String },
    #[error("no pack is called `{name}`; there are {}", PACKS.iter().map(|pack| pack.name).collect::<Vec<_>>().join(", "))]
    UnknownPack { name: String },
    #[error("the rules that --only names are all skipped by --skip")]
    NothingToRun,
    #[error("--skip {name}: {policy} locks this rule")]
    Locked { name: &'static str, policy: String },
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
    #[error("--exclude {text}: not a glob: {reason}")]
    Exclude { text: String, reason: String },
    #[error(transparent)]
    TwoConfigurations(#[from] DiscoveryError),
}

/// What a run does, and the configuration that says so.
pub(super) struct Plan {
    pub(super) request: Request,
    pub(super) config: Config,
}

/// Decides what a run looks at and by which rules. What it does with the findings is the caller's.
pub(super) fn plan(selection: &Selection, stdin_name: Option<&Path>) -> Result<Plan, CommandError> {
    let working_directory = working_directory()?;
    let config = configuration(&selection.configuration, &scanned(selection, stdin_name), &working_directory)?;
    let rules = chosen_rules(selection, &config)?;
    let packs = packs(selection, &config)?;
    let shown = shown(selection, (&config, &packs), &rules);
    let is_shown = |rule: &&Rule| shown.shows(rule.page);
    let reads = |wanted: Reads| rules.iter().copied().filter(is_shown).any(|rule| rule.reads == wanted);
    let now = now(selection.now.as_deref())?;
    let scope = discover::Request {
        inputs: inputs(selection, stdin_name)?,
        ignore_files: if selection.no_ignore { IgnoreFiles::Disregard } else { IgnoreFiles::Honour },
        permission_lists: if reads(Reads::PermissionLists) { PermissionLists::Lint } else { PermissionLists::LookUp },
        credentials: if reads(Reads::Credentials) { Credentials::Lint } else { Credentials::Skip },
        other_files: if reads(Reads::OtherFiles) || reads(Reads::Credentials) {
            OtherFiles::Find
        } else {
            OtherFiles::Skip
        },
        exclude: exclusions(selection, &config, &working_directory)?,
        working_directory: working_directory.clone(),
        overlay: Overlay::default(),
    };
    let options = Options {
        api_version: api_version(selection, &config)?,
        facts: facts(selection, &config),
        now,
        labels: if reads(Reads::Labels) { Labels::Read } else { Labels::Unread },
        declared: config.declarations(),
        working_directory,
    };
    let mut settings = config.settings();
    let packed = rules.iter().map(|rule| rule.name()).filter(|rule| packs.iter().any(|pack| pack.has(rule)));
    settings.in_packs = packed.collect();
    let severities = rules.iter().filter_map(|rule| Some((rule.name(), settings.severity(rule.name())?))).collect();
    let policy = Policy {
        shown,
        packs,
        severities,
        locked: config.locked(),
        acceptances: Some(acceptances(&config, now)),
        unused_acceptances: note_level(config.unused_acceptances()),
        fail_on: config.fail_on().map_or(Severity::Warning, |set| set.value),
        allow_empty: selection.allow_empty,
        ..Policy::default()
    };
    let configured = config.folder().map(Path::to_owned);
    Ok(Plan { request: Request { scope, options, rules, configured, settings, policy }, config })
}

/// The absolute paths of what is scanned.
fn scanned(selection: &Selection, stdin_name: Option<&Path>) -> Vec<PathBuf> {
    let paths = selection.paths.iter().map(PathBuf::as_path);
    paths.map(|path| if path == Path::new("-") { stdin_name.unwrap_or(path) } else { path }.to_owned()).collect()
}

/// The configuration of some paths.
pub(super) fn configuration(
    arguments: &Configuration,
    scanned: &[PathBuf],
    working_directory: &Path,
) -> Result<Config, CommandError> {
    let mut names = Names::new(working_directory.to_owned());
    if arguments.no_config {
        return Ok(Config::default());
    }
    let found = if let Some(path) = &arguments.config {
        Some(names.absolute(path))
    } else {
        let absolute: Vec<PathBuf> = scanned.iter().map(|path| names.absolute(path)).collect();
        config::find(&absolute).map_err(PlanError::from)?
    };
    found.map_or_else(|| Ok(Config::default()), |path| Ok(config::load(&path, &mut names)?))
}

/// What is named on the command line outranks what is switched off in a file.
fn chosen_rules(selection: &Selection, config: &Config) -> Result<Vec<&'static Rule>, PlanError> {
    let only = selection.only.iter().map(|name| rule(name)).collect::<Result<Vec<_>, _>>()?;
    let skip = selection.skip.iter().map(|name| rule(name)).collect::<Result<Vec<_>, _>>()?;
    let locked = config.locked();
    if let Some(rule) = skip.iter().find(|rule| locked.contains_key(rule.name())) {
        let policy = config.files.get(1).map(|file| file.shown.clone()).unwrap_or_default();
        return Err(PlanError::Locked { name: rule.name(), policy });
    }
    let among = |rules: &[&'static Rule], rule: &Rule| rules.iter().any(|other| other.name() == rule.name());
    let is_off = |rule: &Rule| config.level(rule.name()).is_some_and(|level| level.value == Level::Off);
    let is_wanted = |rule: &Rule| if only.is_empty() { !is_off(rule) } else { among(&only, rule) };
    let chosen: Vec<_> = RULES.iter().filter(|rule| is_wanted(rule) && !among(&skip, rule)).collect();
    if chosen.is_empty() && !only.is_empty() { Err(PlanError::NothingToRun) } else { Ok(chosen) }
}

/// The packs of the command line and of the configuration, each once and by name.
fn packs(selection: &Selection, config: &Config) -> Result<Vec<&'static Pack>, PlanError> {
    let unknown = |name: &String| PlanError::UnknownPack { name: name.clone() };
    let named = selection.pack.iter().map(|name| find_pack(name.trim()).ok_or_else(|| unknown(name)));
    let mut packs = named.collect::<Result<Vec<_>, _>>()?;
    packs.extend(config.packs().map(|set| set.value));
    packs.sort_by_key(|pack| pack.name);
    packs.dedup();
    Ok(packs)
}

/// A rule with a severity of its own is shown whatever the profile, and so is one that a policy locks.
fn shown(selection: &Selection, (config, packs): (&Config, &[&'static Pack]), rules: &[&'static Rule]) -> Shown {
    let set = config.profile().map_or(Profile::Default, |set| set.value);
    let profile = selection.profile.map_or(set, profile);
    let locked = config.locked();
    let in_pack = |rule: &str| packs.iter().any(|pack| pack.has(rule));
    let is_named = |rule: &str| config.level(rule).is_some() || locked.contains_key(rule) || in_pack(rule);
    Shown {
        profile: selection.only.is_empty().then_some(profile),
        named: rules.iter().map(|rule| rule.name()).filter(|rule| is_named(rule)).collect(),
        edition: config.first(|layer| layer.edition.as_ref()).map(|set| set.value),
        running: rules.iter().map(|rule| rule.name()).collect(),
    }
}

/// The configuration's own exclusions come first, in their order.
fn exclusions(selection: &Selection, config: &Config, working_directory: &Path) -> Result<Vec<Exclusion>, PlanError> {
    let folder = config.folder().unwrap_or(working_directory);
    let globs = config.layers.iter().flat_map(|layer| &layer.exclude);
    let mut exclusions: Vec<Exclusion> =
        globs.map(|it| Exclusion { folder: folder.to_owned(), glob: it.glob.clone() }).collect();
    for text in &selection.exclude {
        let glob = GlobBuilder::new(text.strip_prefix("./").unwrap_or(text)).literal_separator(true).build();
        let reason = |error: globset::Error| error.kind().to_string();
        let glob = glob.map_err(|error| PlanError::Exclude { text: text.clone(), reason: reason(error) })?;
        exclusions.push(Exclusion { folder: working_directory.to_owned(), glob: glob.compile_matcher() });
    }
    Ok(exclusions)
}

/// Facts of the command line take the place of those in files.
fn facts(selection: &Selection, config: &Config) -> FactsRequest {
    let in_files = || {
        let sources = config.facts().into_iter().map(|(folder, text)| {
            let source = facts_source(text);
            FactsSource { path: folder.join(&source.path), ..source }
        });
        sources.collect()
    };
    let sources = if selection.facts.is_empty() { in_files() } else { facts_sources(&selection.facts) };
    let target = config.first(|layer| layer.target.as_ref()).map(|set| set.value.clone());
    FactsRequest { sources, target: selection.target.clone().or(target) }
}

fn acceptances(config: &Config, now: Timestamp) -> Acceptances {
    let folder = config.folder().map(Path::to_owned).unwrap_or_default();
    Acceptances { entries: config.accepted(), folder, today: now.to_zoned(TimeZone::UTC).date() }
}

fn note_level(level: UnusedLevel) -> NoteLevel {
    match level {
        UnusedLevel::Error => NoteLevel::Error,
        UnusedLevel::Warning => NoteLevel::Warning,
        UnusedLevel::Off => NoteLevel::Off,
    }
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

fn inputs(selection: &Selection, stdin_name: Option<&Path>) -> Result<Vec<Input>, PlanError> {
    let mut inputs = Vec::new();
    for path in &selection.paths {
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

fn api_version(selection: &Selection, config: &Config) -> Result<Option<ApiVersion>, PlanError> {
    if let Some(text) = &selection.api_version {
        let version = ApiVersion::parse(text, VersionOrigin::CommandLine);
        return version.map(Some).ok_or_else(|| PlanError::ApiVersion { text: text.clone() });
    }
    let set = config.first(|layer| layer.api_version.as_ref());
    Ok(set.map(|set| ApiVersion { number: set.value, origin: VersionOrigin::Configuration }))
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

/// A severity as it is typed.
pub(super) fn severity(name: SeverityName) -> Severity {
    match name {
        SeverityName::Error => Severity::Error,
        SeverityName::Warning => Severity::Warning,
        SeverityName::Info => Severity::Info,
    }
}
