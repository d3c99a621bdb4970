//! The command line: what was typed, what that means, and one file for each command.
//!
//! stdout carries the report and nothing else; everything else goes to stderr.

mod args;
mod baseline;
mod baseline_arguments;
mod baseline_file;
mod batch;
mod changes;
mod check;
mod claimed_edits;
mod config;
mod configurations;
mod contest;
mod documents;
mod explain;
mod facts;
mod facts_source;
mod first_report;
mod fix;
mod fix_lines;
mod init;
mod look;
mod meanings;
mod output;
mod patch;
mod plan;
mod progress;
mod repair_arguments;
mod round_result;
mod rounds;
mod rules;
mod selection;
mod terms;
mod threads;

use std::ffi::OsString;

use clap::FromArgMatches;

use crate::config::ConfigError;
use crate::verdict::ExitCode;

use args::{Arguments, Command};

/// Runs the program and tells what it ends with.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = args::command().try_get_matches_from(arguments);
    let mut arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                // The error quotes arguments, and hooks give names of files as arguments.
                output::say_lines(&error.render().to_string());
                return ExitCode::Usage;
            }
            // Help and version are no errors; a closed pipe is none either.
            let _ = error.print();
            return ExitCode::Clean;
        }
    };
    if let Command::Check(check) = &mut arguments.command {
        check.distrust();
    }
    let outcome = match &arguments.command {
        Command::Check(check) => threads::with_threads(|| check::run(check)),
        Command::Explain(explain) => explain::run(explain),
        Command::Rules(rules) => rules::run(rules),
        Command::Facts(facts) => threads::with_threads(|| facts::run(facts)),
        Command::Baseline(arguments) => threads::with_threads(|| baseline::run(arguments)),
        Command::Init(arguments) => threads::with_threads(|| init::run(arguments)),
        Command::Config(arguments) => config::run(arguments),
        Command::Completions(completions) => documents::completions(completions),
        Command::Man => documents::man(),
    };
    outcome.unwrap_or_else(|error| {
        error.tell();
        error.exit_code()
    })
}

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Plan(#[from] plan::PlanError),
    #[error(transparent)]
    Request(#[from] crate::RequestError),
    #[error(transparent)]
    Changes(#[from] changes::ChangesError),
    #[error(transparent)]
    Configuration(#[from] ConfigError),
    #[error(transparent)]
    Baseline(#[from] baseline_file::BaselineError),
    #[error(transparent)]
    Init(#[from] init::InitError),
    #[error("the report could not be written: {0}")]
    Output(std::io::Error),
    #[error("the report {path} could not be written: {error}")]
    Report { path: String, error: std::io::Error },
}

impl CommandError {
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Plan(_) | Self::Request(_) | Self::Changes(_) | Self::Configuration(_) => ExitCode::Usage,
            Self::Baseline(error) => error.exit_code(),
            Self::Init(error) => error.exit_code(),
            Self::Output(_) | Self::Report { .. } => ExitCode::Incomplete,
        }
    }

    /// Says it on stderr, a mistake in a file with the lines that it is about.
    fn tell(&self) {
        match self {
            Self::Configuration(error) => output::say_wrong_settings(&error.problems),
            other => output::say(&format!("calint: {other}")),
        }
    }
}
