//! calint, a linter for the metadata of Salesforce connected apps and External Client Apps.
//!
//! Bytes come in at the top, a verdict leaves at the bottom, and nothing flows back up:
//!
//! | stage | from | to |
//! |---|---|---|
//! | `schema` | `rules/schema/` | what Salesforce documents |
//! | `parse` | bytes | an element tree that knows every place |
//! | `secrets` | a text | the keys and tokens in it |
//! | `workspace` | what the user named | the files, each found, read, and parsed once |
//! | `model` | trees | apps, users, projects |
//! | `posture` | the model | which OAuth flows each app opens, and for whom |
//! | `rules` | the model and the postures | findings |
//! | `fix` | what a rule proposes | edits, changed files, or a patch |
//! | `verdict` | findings | a summary and an exit code |
//! | `repair` | summaries | the files with the fixes that succeeded |
//! | `config` | `calint.toml` | what a repository decides about its own checks |
//! | `report` | the summary | bytes for people and machines |
//!
//! A stage imports only the stages above it, so that it can be read and tested without those below. `cli` may import
//! all of them, and no stage imports it. All may import `words`, the plurals and lists of messages, `choices`, the
//! words of enums, and `shapes`, the secrets that are known by their shape.

mod choices;
mod cli;
mod config;
mod fix;
mod globs;
mod model;
mod packed;
mod parse;
mod posture;
mod repair;
mod report;
mod rules;
mod schema;
mod secrets;
mod shapes;
#[doc(hidden)]
pub mod testing;
mod verdict;
mod words;
mod workspace;

pub use cli::main;

use std::collections::BTreeMap;
use std::path::PathBuf;

/// What one configuration decides about the files that it governs.
#[derive(Debug, Clone)]
pub struct Terms {
    /// What is known besides the files.
    pub options: model::Options,
    /// The rules to run.
    pub rules: Vec<&'static rules::Rule>,
    /// The folder of the configuration, if there is one.
    pub configured: Option<PathBuf>,
    /// How many exclusions it has.
    pub exclusions: usize,
    /// What is set of rules.
    pub settings: rules::Settings,
    /// What counts.
    pub policy: verdict::Policy,
}

/// Why a run did not begin.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A path that was named does not exist.
    #[error(transparent)]
    Path(#[from] workspace::DiscoverError),
    /// Facts that were named do not exist.
    #[error(transparent)]
    Facts(#[from] model::FactsError),
}

/// What a run came to, at the landings where commands stop.
#[derive(Debug)]
pub struct Insight {
    /// What the apps of each configuration open, by the number of the configuration.
    pub flows: Vec<verdict::AppFlows>,
    /// What counts, and the exit code.
    pub summary: verdict::Summary,
}

/// The whole pipeline: from the workspace to the model, the postures, what rules say of both, and the summary. Each is
/// a value at which a command may stop. The configuration of each file decides about its findings; the number of a
/// configuration is its place among the terms.
///
/// # Errors
///
/// The terms name facts that are not there.
pub fn lint(
    workspace: &workspace::Workspace,
    terms: &[Terms],
    run: &verdict::RunPolicy,
) -> Result<verdict::Summary, model::FactsError> {
    let found = workspace.files();
    let postures = postures((workspace, &found), terms)?;
    Ok(conclude(&found, (terms, postures), run))
}

/// The same, with what each app opens.
///
/// # Errors
///
/// The terms name facts that are not there.
pub fn insight(
    workspace: &workspace::Workspace,
    terms: &[Terms],
    run: &verdict::RunPolicy,
) -> Result<Insight, model::FactsError> {
    let found = workspace.files();
    let postures = postures((workspace, &found), terms)?;
    let of_configurations = postures.iter().enumerate();
    let flows = of_configurations.flat_map(|(number, (model, postures))| verdict::app_flows(model, postures, number));
    Ok(Insight { flows: flows.collect(), summary: conclude(&found, (terms, postures), run) })
}

/// The first three values: for each configuration its model and its postures.
fn postures(
    (workspace, found): (&workspace::Workspace, &workspace::Found),
    terms: &[Terms],
) -> Result<Vec<(model::Model, posture::Postures)>, model::FactsError> {
    let memory = workspace.memory.shared_by(terms.len());
    let of_configuration = |(number, terms_of): (usize, &Terms)| {
        let part = if terms.len() > 1 { Some(model::part_of(found, number)) } else { None };
        let part = part.as_ref().unwrap_or(found);
        let model = model::Model::of(part, &terms_of.options, &memory)?;
        let postures = posture::of(&model);
        Ok((model, postures))
    };
    terms.iter().enumerate().map(of_configuration).collect()
}

/// The last two values: what rules say, and what counts.
fn conclude(
    found: &workspace::Found,
    (terms, postures): (&[Terms], Vec<(model::Model, posture::Postures)>),
    run: &verdict::RunPolicy,
) -> verdict::Summary {
    let has_baseline = run.baselines.list.iter().any(|baseline| !baseline.entries.is_empty());
    let (mut said, mut kept) = (Vec::new(), 0);
    for (number, (of_configuration, (model, postures))) in terms.iter().zip(&postures).enumerate() {
        let is_seen = |reported: &rules::Reported| has_baseline || of_configuration.policy.keeps(reported);
        let audience = rules::Audience { configuration: number, is_seen: &is_seen, kept_before: kept };
        let Terms { rules, settings, .. } = of_configuration;
        let of_rules = rules::Chosen { rules, settings, audience: &audience }.examine(model, postures);
        kept += of_rules.reported.len();
        said.push(of_rules);
    }
    let mut portions = Vec::new();
    let mut unmatched = BTreeMap::new();
    for (number, (((model, _), said), of_configuration)) in postures.iter().zip(said).zip(terms).enumerate() {
        unmatched.insert(number, unmatched_by(model, found, (of_configuration, number)));
        let policy = (&of_configuration.policy, number);
        portions.push(verdict::Portion::new((model, found), said, policy));
    }
    verdict::Summary { unmatched, ..verdict::conclude(portions, found, run) }
}

/// Patterns of a configuration that match nothing, if calint scanned its whole folder.
fn unmatched_by(
    model: &model::Model,
    found: &workspace::Found,
    (terms, number): (&Terms, usize),
) -> verdict::Unmatched {
    let is_whole = |folder: &PathBuf| found.walked.iter().any(|walked| folder.starts_with(walked));
    if !terms.configured.as_ref().is_some_and(is_whole) {
        return verdict::Unmatched::default();
    }
    let of_project = |project: &'_ model::Project| {
        let is_mine =
            |app: &&model::App| app.files().into_iter().any(|file| project.configuration_of(file) == Some(number));
        project.apps.iter().filter(is_mine).map(|app| app.component.name.clone()).collect::<Vec<_>>()
    };
    let names: Vec<String> = model.projects.iter().flat_map(of_project).collect();
    let declared = terms.options.declared.apps.iter().enumerate();
    let apps = declared.filter(|(_, declared)| !names.iter().any(|name| declared.names.is_match(name)));
    let met = found.excluded_by.get(&number);
    let exclude = (0..terms.exclusions).filter(|index| !met.is_some_and(|met| met.contains(index)));
    verdict::Unmatched { apps: apps.map(|(index, _)| index).collect(), exclude: exclude.collect() }
}
