//! calint, a linter for the metadata of Salesforce connected apps and External Client Apps.
//!
//! Bytes come in at the top, a verdict leaves at the bottom, and nothing flows back up:
//!
//! | stage | from | to |
//! |---|---|---|
//! | [`discover`] | what the user named | the files to look at |
//! | [`parse`] | bytes | an element tree that knows every place |
//! | [`model`] | trees | apps, users, projects |
//! | [`flows`] | an app | which OAuth flows it opens |
//! | [`rules`] | the model | findings |
//! | [`fix`] | what a rule proposes | edits, changed files, or a patch |
//! | [`verdict`] | findings | a summary and an exit code |
//! | [`config`] | `calint.toml` | what a repository decides about its own checks |
//! | [`report`] | the summary | bytes for people and machines |
//!
//! A stage imports only the stages above it. [`cli`] may import all of them, and nobody imports it. All may import
//! [`words`], the plurals and lists of messages.

pub mod cli;
pub mod config;
pub mod discover;
pub mod fix;
pub mod flows;
pub mod model;
pub mod parse;
pub mod report;
pub mod rules;
pub mod verdict;
pub mod words;

use std::path::PathBuf;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where to look.
    pub scope: discover::Request,
    /// What is known besides the files.
    pub options: model::Options,
    /// The rules to run.
    pub rules: Vec<&'static rules::Rule>,
    /// The folder of the configuration, if there is one.
    pub configured: Option<PathBuf>,
    /// What is set of rules.
    pub settings: rules::Settings,
    /// What counts.
    pub policy: verdict::Policy,
}

/// What a configuration speaks of and the whole of what it is for does not hold.
fn unmatched(model: &model::Model, found: &discover::Found, request: &Request) -> verdict::Unmatched {
    let is_whole = |folder: &PathBuf| found.walked.iter().any(|walked| folder.starts_with(walked));
    if !request.configured.as_ref().is_some_and(is_whole) {
        return verdict::Unmatched::default();
    }
    let names = || model.projects.iter().flat_map(|project| &project.apps).map(|app| &app.component.name);
    let declared = request.options.declared.apps.iter().enumerate();
    let apps = declared.filter(|(_, declared)| !names().any(|name| declared.names.is_match(name)));
    verdict::Unmatched {
        apps: apps.map(|(index, _)| index).collect(),
        exclude: (0..request.scope.exclude.len()).filter(|index| !found.excluded_by.contains(index)).collect(),
    }
}

/// Why a run did not begin.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A path that was named does not exist.
    #[error(transparent)]
    Path(#[from] discover::DiscoverError),
    /// Facts that were named do not exist.
    #[error(transparent)]
    Facts(#[from] model::FactsError),
}

/// The whole pipeline, from names to a summary.
///
/// # Errors
///
/// The request names something that is not there; nothing was looked at.
pub fn lint(request: &Request) -> Result<verdict::Summary, RequestError> {
    let found = discover::discover(&request.scope)?;
    let model = model::Model::read(&found, &request.options)?;
    let findings = rules::run(&model, &request.rules, &request.settings);
    let mut rules: Vec<_> = request.rules.iter().map(|rule| rule.page).collect();
    rules.sort_by_key(|page| page.name);
    let unmatched = unmatched(&model, &found, request);
    Ok(verdict::Summary { rules, unmatched, ..verdict::judge(&model, findings, &found, &request.policy) })
}
