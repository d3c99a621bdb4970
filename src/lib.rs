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
//! | [`verdict`] | findings | a summary and an exit code |
//! | [`report`] | the summary | bytes for people and machines |
//!
//! A stage imports only the stages above it. [`cli`] may import all of them, and nobody imports it.

pub mod cli;
pub mod discover;
pub mod flows;
pub mod model;
pub mod parse;
pub mod report;
pub mod rules;
pub mod verdict;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where to look.
    pub scope: discover::Request,
    /// What is known besides the files.
    pub options: model::Options,
    /// The rules to run.
    pub rules: Vec<&'static rules::Rule>,
    /// What counts.
    pub policy: verdict::Policy,
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
    let findings = rules::run(&model, &request.rules);
    let mut rules: Vec<_> = request.rules.iter().map(|rule| rule.page).collect();
    rules.sort_by_key(|page| page.name);
    Ok(verdict::Summary { rules, ..verdict::judge(&model, findings, &found.empty, &request.policy) })
}
