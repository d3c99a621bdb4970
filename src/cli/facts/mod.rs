//! `calint facts`: which questions to ask the org, and what the answers say.
//!
//! calint prints queries and does not run them: it never has a credential of the org, and a person can read each query
//! before it runs.

mod check;
mod commands;
mod package_xml;
mod questions;
mod quoting;
mod script;
mod usage;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use crate::model::{Declarations, FactsRequest, FactsSource, Model, Options, Replacing, read_facts};
use crate::schema::ApiVersion;
use crate::verdict::ExitCode;
use crate::words;
use crate::workspace;
use crate::workspace::{IgnoreFiles, Input, Library, Memory, Names, Needs, Uniform, Workspace, repository_root};

use super::command_error::CommandError;
use super::facts_arguments::FactsArguments;
use super::{output, plan};

use package_xml::Revealing;
use questions::Wanted;

/// Prints the queries, or checks their answers.
pub(super) fn run(arguments: &FactsArguments) -> Result<ExitCode, CommandError> {
    let now = plan::now(arguments.now.as_deref())?;
    let request = request(arguments);
    let model = model(arguments, &request, now)?;
    let wanted = Wanted::of(&model);
    if arguments.manifest {
        let revealing = if arguments.global_oauth_settings { Revealing::Listed } else { Revealing::LeftOut };
        return print_manifest(&model, revealing);
    }
    if arguments.check.is_empty() {
        output::write_stdout(|out| match arguments.script {
            _ if wanted.is_empty() => writeln!(out, "# No app here needs facts about the org."),
            Some(shell) => script::write(&wanted, shell, arguments, out),
            None => commands::write(&wanted, arguments, out),
        })?;
        say_several_repositories(&model);
        return Ok(ExitCode::Clean);
    }
    let mut library = Library::default();
    let mut names = Names::new(plan::working_directory()?);
    let facts = read_facts(&request, now, &mut names, &mut library).map_err(crate::RequestError::from)?;
    output::write_stdout(|out| check::write(&wanted, (&facts, &model), now, out))?;
    for trouble in &library.troubles {
        let place = trouble.range.map(|range| format!(":{}:{}", range.start.line, range.start.column));
        output::say(&format!("{}{}: {}", trouble.path, place.unwrap_or_default(), trouble.message));
    }
    if !check::missing(&wanted, &facts).is_empty() {
        output::say("calint: `calint facts` prints the queries for what is missing");
    }
    Ok(if library.troubles.is_empty() { ExitCode::Clean } else { ExitCode::Incomplete })
}

/// Says that the queries are about the users and apps of several repositories, which may belong to different orgs.
fn say_several_repositories(model: &Model) {
    let roots: BTreeSet<&Path> = model.projects.iter().filter_map(|project| repository_root(&project.root)).collect();
    if roots.len() > 1 {
        let repositories = words::count(roots.len(), "repository");
        output::say(&format!(
            "calint: the queries name users and apps of {repositories}: if these are for different orgs, run `calint \
             facts` for each of them"
        ));
    }
}

/// Prints what to retrieve, for the newest API version of the projects.
fn print_manifest(model: &Model, revealing: Revealing) -> Result<ExitCode, CommandError> {
    let versions = model.projects.iter().map(|project| project.api_version.number);
    let api = versions.max().unwrap_or(ApiVersion::newest().number);
    output::write_stdout(|out| package_xml::write(api, revealing, out))?;
    for warning in package_xml::warnings(api).filter(|_| revealing == Revealing::Listed) {
        output::say(&format!("calint: {warning}"));
    }
    Ok(ExitCode::Clean)
}

/// The answers to read: the ones that `--check` names, or else the answers of an earlier run. They may name further
/// run-as
/// users.
fn request(arguments: &FactsArguments) -> FactsRequest {
    let earlier = FactsSource { org: None, path: arguments.into.clone() };
    let sources = match plan::facts_sources(&arguments.check) {
        sources if !sources.is_empty() => sources,
        _ if arguments.into.is_dir() => vec![earlier],
        none => none,
    };
    FactsRequest { sources, target: arguments.target.clone() }
}

/// The apps of the project, with the policies that the answers state.
fn model(arguments: &FactsArguments, facts: &FactsRequest, now: Timestamp) -> Result<Model, CommandError> {
    let working_directory = plan::working_directory()?;
    let scope = workspace::Request {
        named_links: workspace::NamedLinks::Follow,
        inputs: arguments.paths.iter().cloned().map(Input::Path).collect(),
        ignore_files: IgnoreFiles::Honor,
        needs: Needs::default(),
        exclude: Vec::new(),
        working_directory: working_directory.clone(),
    };
    let mut governor = Uniform::of(&scope);
    let workspace = Workspace::open(&scope, &mut governor, Memory::default()).map_err(crate::RequestError::from)?;
    let (facts, declared) = (facts.clone(), Declarations::default());
    let options = Options {
        api_version: None,
        facts,
        now,
        needs: Needs::default(),
        replacing: Replacing::default(),
        declared,
        working_directory,
    };
    let model = Model::of(workspace.on_disk(), &options, &workspace.memory);
    model.map_err(|error| {
        if arguments.check.is_empty() {
            return crate::RequestError::from(error).into();
        }
        // The facts were named by another option here.
        CommandError::usage(&error.to_string().replace("--facts", "--check"))
    })
}
