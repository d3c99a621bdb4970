//! The command line: what was typed, what that means, and one file for each command.
//!
//! stdout carries the report and nothing else; everything else goes to stderr.

mod args;
mod baseline;
mod baseline_arguments;
mod baseline_file;
mod changes;
mod check;
mod check_arguments;
mod choice_parser;
mod closing_line;
mod color;
mod command_error;
mod command_line;
mod config;
mod configurations;
mod documents;
mod explain;
mod explain_text;
mod facts;
mod facts_arguments;
mod facts_source;
mod fix;
mod fix_lines;
mod flows;
mod flows_arguments;
mod headings;
mod init;
mod look;
mod output;
mod page_layout;
mod patch;
mod plan;
mod progress;
mod repair_arguments;
mod report_targets;
mod reserved_names;
mod rule_table;
mod rules;
mod run;
mod sample_marks;
mod screen;
mod selection;
mod terms;
mod threads;
mod tips;
mod watch;
mod wrong_configuration;

use std::ffi::OsString;

use clap::FromArgMatches;
use clap::error::ErrorKind;

use crate::verdict::ExitCode;

use args::{Arguments, Command};

/// Runs the program and returns its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let matches = command_line::command_for(&typed).try_get_matches_from(&typed);
    let mut arguments = match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(error, &typed),
    };
    if let Command::Check(check) = &mut arguments.command {
        check.distrust();
    }
    let outcome = match &arguments.command {
        Command::Check(check) => threads::with_threads(|| check::run(check)),
        Command::Flows(flows) => threads::with_threads(|| flows::run(flows)),
        Command::Explain(explain) => explain::run(explain),
        Command::Rules(rules) => rules::run(rules),
        Command::Facts(facts) => threads::with_threads(|| facts::run(facts)),
        Command::Baseline(arguments) => threads::with_threads(|| baseline::run(arguments)),
        Command::Init(arguments) => threads::with_threads(|| init::run(arguments)),
        Command::Config(arguments) => config::run(arguments),
        Command::Completions(completions) => documents::completions(completions),
        Command::Man(man) => documents::man(man),
    };
    outcome.unwrap_or_else(|error| {
        output::say_error(&error);
        error.exit_code()
    })
}

/// Prints what clap ends with: help, the version, or what is wrong.
fn refuse(error: clap::Error, typed: &[OsString]) -> ExitCode {
    if error.use_stderr() {
        // The error quotes arguments, and hooks give names of files as arguments.
        output::say_lines(&tips::with_tip(error, typed).render().to_string());
        return ExitCode::Usage;
    }
    // Help and version are not errors, and neither is a closed pipe.
    let _ = match error.kind() {
        ErrorKind::DisplayVersion => {
            output::write_stdout(|out| out.write_all(command_line::version().as_bytes())).map_err(drop)
        }
        _ => error.print().map_err(drop),
    };
    ExitCode::Clean
}
