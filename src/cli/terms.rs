//! What the configuration of some files, and the command line above it, decide about them.
//!
//! Command line and configuration meet only here. The later stages get decisions and cannot see which of the two made
//! one, so that precedence is not scattered over them. The shown rules also decide here what a run reads: calint does
//! not open a kind of file that no shown rule reads.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::Terms;
use crate::config::{Config, Level, UnusedLevel};
use crate::globs;
use crate::globs::Star;
use crate::model::{FactsRequest, FactsSource, Options};
use crate::rules::{Pack, RULES, Rule, find_rule};
use crate::schema::{ApiVersion, Profile, Severity, VersionOrigin};
use crate::verdict::{Acceptances, NoteLevel, Policy, Shown};
use crate::workspace::{Exclusion, Treatment};

use super::facts_source::{facts_source, facts_sources};
use super::plan::{self, Plan, PlanError};
use super::selection::Selection;

/// The terms of a configuration, and how its files are looked at.
pub(super) fn terms(
    plan: &Plan<'_>,
    config: &Config,
    configuration: usize,
) -> Result<(Terms, Arc<Treatment>), PlanError> {
    let (selection, now) = (plan.selection, plan.now);
    let rules = if plan.instead_of_rules.is_some() { Vec::new() } else { chosen_rules(selection, config)? };
    let packs = packs(selection, config)?;
    let shown = shown(selection, (config, &packs), &rules);
    let is_shown = |rule: &&Rule| shown.shows(rule.page);
    let of_rules = || rules.iter().copied().filter(is_shown).flat_map(|rule| rule.reads.iter().copied()).collect();
    let needs = plan.instead_of_rules.unwrap_or_else(of_rules);
    let treatment = Treatment {
        configuration,
        needs,
        exclude: exclusions(selection, config, &plan.scope.working_directory)?,
        allows_empty: selection.scope.allow_empty || config.allows_empty(),
    };
    let options = Options {
        api_version: api_version(selection, config)?,
        facts: facts(selection, config),
        now,
        replacing: plan.replacing,
        needs,
        declared: config.declarations(),
        working_directory: plan.scope.working_directory.clone(),
    };
    let mut settings = config.settings();
    let packed = rules.iter().map(|rule| rule.name()).filter(|rule| packs.iter().any(|pack| pack.has(rule)));
    settings.in_packs = packed.collect();
    settings.compares = plan.compares;
    let severities = rules.iter().filter_map(|rule| Some((rule.name(), settings.severity(rule.name())?))).collect();
    let fail_on = plan.fail_on.or(config.fail_on().map(|set| set.value));
    let policy = Policy {
        shown,
        packs,
        severities,
        locked: config.locked(),
        acceptances: plan.accepts.then(|| acceptances(config, now)),
        unused_acceptances: note_level(config.unused_acceptances()),
        fail_on: fail_on.unwrap_or(Severity::Warning),
        // A group or a pack names no rule, so it opens no file of others to fixes.
        only: selection.only.iter().filter_map(|name| find_rule(name.trim())).map(Rule::name).collect(),
    };
    let configured = config.folder().map(Path::to_owned);
    let exclusions = treatment.exclude.len();
    Ok((Terms { options, rules, configured, exclusions, settings, policy }, Arc::new(treatment)))
}

/// The rules to run. A rule that the command line names runs even if a configuration switches it off.
fn chosen_rules(selection: &Selection, config: &Config) -> Result<Vec<&'static Rule>, PlanError> {
    let only = chosen_by(&selection.only)?;
    let skip = chosen_by(&selection.skip)?;
    let locked = config.locked();
    if let Some(rule) = skip.iter().find(|rule| locked.contains_key(rule.name())) {
        let policy = config.files.get(usize::from(!config.is_named)).map(|file| file.shown.clone()).unwrap_or_default();
        return Err(PlanError::Locked { name: rule.name(), policy });
    }
    let among = |rules: &[&'static Rule], rule: &Rule| rules.iter().any(|other| other.name() == rule.name());
    let is_off = |rule: &Rule| config.level(rule.name()).is_some_and(|level| level.value == Level::Off);
    let is_wanted = |rule: &Rule| if only.is_empty() { !is_off(rule) } else { among(&only, rule) };
    let chosen: Vec<_> = RULES.iter().filter(|rule| is_wanted(rule) && !among(&skip, rule)).collect();
    if chosen.is_empty() && !only.is_empty() { Err(PlanError::NothingToRun) } else { Ok(chosen) }
}

fn chosen_by(names: &[String]) -> Result<Vec<&'static Rule>, PlanError> {
    let rules = names.iter().map(|name| plan::chosen_rules(name)).collect::<Result<Vec<_>, _>>()?;
    Ok(rules.concat())
}

/// The packs of the command line and of the configuration, each once and by name.
fn packs(selection: &Selection, config: &Config) -> Result<Vec<&'static Pack>, PlanError> {
    let named = selection.pack.iter().map(|name| plan::pack(name));
    let mut packs = named.collect::<Result<Vec<_>, _>>()?;
    packs.extend(config.packs().map(|set| set.value));
    packs.sort_unstable_by_key(|pack| pack.name);
    packs.dedup();
    Ok(packs)
}

/// Which findings are shown. The profile does not hide a rule whose severity is set, or one that a policy locks.
fn shown(selection: &Selection, (config, packs): (&Config, &[&'static Pack]), rules: &[&'static Rule]) -> Shown {
    let set = config.profile().map_or(Profile::Default, |set| set.value);
    let profile = selection.profile.unwrap_or(set);
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
    for text in &selection.scope.exclude {
        let glob = globs::compile(text.strip_prefix("./").unwrap_or(text), Star::WithinFolder);
        let glob = glob.map_err(|reason| PlanError::Exclude { text: text.clone(), reason })?;
        exclusions.push(Exclusion { folder: working_directory.to_owned(), glob });
    }
    Ok(exclusions)
}

/// Facts on the command line replace facts in the configuration.
fn facts(selection: &Selection, config: &Config) -> FactsRequest {
    let in_files = || {
        let sources = config.facts().into_iter().map(|(folder, text)| {
            let source = facts_source(text);
            FactsSource { path: folder.join(&source.path), ..source }
        });
        sources.collect()
    };
    let sources = if selection.scope.facts.is_empty() { in_files() } else { facts_sources(&selection.scope.facts) };
    let target = config.first(|layer| layer.target.as_ref()).map(|set| set.value.clone());
    FactsRequest { sources, target: selection.scope.target.clone().or(target) }
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

fn api_version(selection: &Selection, config: &Config) -> Result<Option<ApiVersion>, PlanError> {
    if let Some(text) = &selection.scope.api_version {
        let version = ApiVersion::parse(text, VersionOrigin::CommandLine);
        return version.map(Some).ok_or_else(|| PlanError::ApiVersion { text: text.clone() });
    }
    let set = config.first(|layer| layer.api_version.as_ref());
    Ok(set.map(|set| ApiVersion { number: set.value, origin: VersionOrigin::Configuration }))
}
