//! The command line: what was typed, what that means, and one file for each command.
//!
//! stdout carries the report and nothing else; everything else goes to stderr.

mod args;
mod changes;
mod check;
mod documents;
mod explain;
mod facts;
mod output;
mod plan;
mod rules;

use std::ffi::OsString;

use clap::Parser;

use crate::verdict::ExitCode;

use args::{Arguments, Command};

/// Runs the program and tells what it ends with.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no errors; a closed pipe is none either.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::Usage } else { ExitCode::Clean };
        }
    };
    let outcome = match &arguments.command {
        Command::Check(check) => check::run(check),
        Command::Explain(explain) => explain::run(explain),
        Command::Rules(rules) => rules::run(rules),
        Command::Facts(facts) => facts::run(facts),
        Command::Completions(completions) => documents::completions(completions),
        Command::Man => documents::man(),
    };
    outcome.unwrap_or_else(|error| {
        output::say(&format!("calint: {error}"));
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
    #[error("the report could not be written: {0}")]
    Output(std::io::Error),
    #[error("the report {path} could not be written: {error}")]
    Report { path: String, error: std::io::Error },
}

impl CommandError {
    fn exit_code(&self) -> ExitCode {
        match self {
            Self::Plan(_) | Self::Request(_) | Self::Changes(_) => ExitCode::Usage,
            Self::Output(_) | Self::Report { .. } => ExitCode::Incomplete,
        }
    }
}
