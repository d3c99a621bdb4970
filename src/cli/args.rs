//! The arguments as they are typed. What they mean is decided in `plan`.
//!
//! clap fills these structs, and they contain no logic of their own. An option that a configuration may set, too, is an
//! `Option` without a default: only an absent argument leaves the choice to the configuration. One function derives the
//! environment variables from the names of all options, so that no new option can lack its variable.

use std::path::PathBuf;

use clap::builder::{FalseyValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::report::{FORMATS, Format, one_line};
use crate::schema::Severity;
use crate::words;

use super::baseline_arguments::BaselineArguments;
use super::choice_parser::choice_parser;
use super::flows_arguments::FlowsArguments;
use super::repair_arguments::RepairArguments;

pub(super) use super::color::ColorWhen;
pub(super) use super::selection::Selection;

/// Version, commit and rule edition.
const VERSION: &str = env!("CALINT_VERSION");

/// The command line, with an environment variable for each option: `CALINT_FAIL_ON` for `--fail-on`.
pub(super) fn command() -> clap::Command {
    with_variables(Arguments::command())
}

fn with_variables(command: clap::Command) -> clap::Command {
    let command = command.mut_args(|argument| match argument.get_long() {
        Some("help" | "version") | None => argument,
        Some(long) => {
            let variable = format!("CALINT_{}", long.replace('-', "_").to_uppercase());
            let is_switch = matches!(argument.get_action(), ArgAction::SetTrue);
            let argument = argument.env(variable).hide_env_values(true);
            // A switch is off if its variable is empty or says no.
            if is_switch { argument.value_parser(FalseyValueParser::new()) } else { argument }
        }
    });
    command.mut_subcommands(with_variables)
}

/// A linter for Salesforce connected-app metadata
#[derive(Debug, Parser)]
#[command(name = "calint", version = VERSION, about, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint connected apps and External Client Apps
    ///
    /// Exit codes: 0 nothing at or above --fail-on; 1 something is; 2 the command line or the configuration is wrong,
    /// so calint checked nothing; 3 something in scope could not be read, or a named directory contains nothing to
    /// lint.
    Check(Box<CheckArguments>),
    /// Tell for each app and each OAuth flow whether it can be used
    ///
    /// A flow is off; incomplete, with each step that is missing and what a request would be answered; unknown, with
    /// what would tell; ready, if it gives tokens without a person; or open, if people log in. Exit codes: 0 calint
    /// looked; 1 --fail-on or --expect failed; 2 and 3 as with `check`.
    Flows(Box<FlowsArguments>),
    /// Show the page of a rule, or what the text of an error is about
    Explain(ExplainArguments),
    /// List the rules
    Rules(RulesArguments),
    /// Print the queries that ask an org for what files do not contain, or check the answers
    ///
    /// calint never logs in to an org. It prints the `sf data query` commands for the users and apps that it finds in
    /// the project, and says what each query is for. `calint check --facts` reads the answers. Run it again when there
    /// are answers: a policy in the org may name further run-as users. With --check, calint prints what the answers
    /// contain, what is missing, and how old they are, and ends with 3 if it cannot read an answer.
    ///
    /// --script prints one script with all queries, for an administrator who has the Salesforce CLI and no calint.
    /// --manifest prints a package.xml of the metadata that calint checks. Retrieve it with `sf project retrieve start
    /// --manifest package.xml --target-metadata-dir . --zip-file-name retrieve.zip`, and run `calint check retrieve.zip`.
    Facts(FactsArguments),
    /// Adopt calint on an old repository: today's findings do not fail, new ones do
    ///
    /// A finding belongs to the nearest calint-baseline.json above its file. A new one is written beside calint.toml,
    /// or else at the root of the project. `calint check` uses it whenever it is there.
    Baseline(Box<BaselineArguments>),
    /// Write a commented calint.toml
    Init(InitArguments),
    /// Show or check the configuration
    Config(ConfigArguments),
    /// Print the completions for a shell
    Completions(CompletionsArguments),
    /// Print the manual page
    Man,
}

/// What `check` takes.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are on or off")]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) selection: Selection,

    /// Name of the file on stdin, which gives its kind
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Fail (exit 1) on findings of this severity or a higher one [default: warning]
    #[arg(long, value_parser = choice_parser::<Severity>(), value_name = "SEVERITY")]
    pub(super) fail_on: Option<Severity>,

    /// End with 0 instead of 1 when there are findings
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Report only what the change since this Git revision brings
    #[arg(long, value_name = "REV")]
    pub(super) changed_since: Option<String>,

    /// Ignore all acceptances, in the configuration and in comments
    #[arg(long)]
    pub(super) no_accept: bool,

    /// Show findings that are accepted or in the baseline, too
    #[arg(long)]
    pub(super) show_accepted: bool,

    /// Ignore all baselines
    #[arg(long, conflicts_with = "baseline")]
    pub(super) no_baseline: bool,

    /// Trust nothing that the repository says about its own check: ignore its configuration, acceptances, baselines,
    /// ignore files, and the replacements of sfdx-project.json, and do not run Git. Combine with --config to use a
    /// policy from elsewhere
    #[arg(long, conflicts_with = "changed_since")]
    pub(super) untrusted: bool,

    /// How to report on stdout
    #[arg(long, default_value = "full", value_parser = format_parser())]
    pub(super) format: &'static Format,

    /// Another report, into a file that is new, empty, or an earlier report; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report)]
    pub(super) report: Vec<ReportFile>,

    #[command(flatten)]
    pub(super) repair: RepairArguments,

    /// When to use colors
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto)]
    pub(super) color: ColorWhen,

    /// Show every finding, even if a rule has many in one file, and list the files that calint opened
    #[arg(short, long)]
    pub(super) verbose: bool,
}

/// What `config` takes.
#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    #[command(subcommand)]
    pub(super) action: ConfigAction,
}

/// What `config` does.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigAction {
    /// Show the settings in force, and where each is set
    Show(ConfigPath),
    /// List all mistakes in the configuration
    Check(ConfigPath),
    /// Print the JSON Schema of calint.toml
    Schema,
}

/// Where calint looks for a configuration.
#[derive(Debug, Args)]
pub(super) struct ConfigPath {
    /// The file or folder whose configuration is meant
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,

    /// The configuration file [default: the nearest calint.toml upward, within the repository]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// What `init` takes.
#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The folder to write into
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,

    /// Write .pre-commit-config.yaml, too, or print what to add to it
    #[arg(long)]
    pub(super) pre_commit: bool,

    /// Write a check for a CI system, too, or print what to add to it
    #[arg(long, value_enum, value_name = "SYSTEM")]
    pub(super) ci: Option<CiSystem>,
}

/// A CI system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CiSystem {
    /// GitHub Actions
    Github,
    /// GitLab CI/CD
    Gitlab,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

impl CheckArguments {
    /// Sets the options that `--untrusted` implies. calint trusts files that the command line itself names.
    pub(super) fn distrust(&mut self) {
        if self.untrusted {
            self.selection.scope.configuration.no_config = self.selection.scope.configuration.config.is_none();
            self.selection.scope.no_ignore = true;
            self.no_accept = true;
            self.no_baseline = self.selection.baseline.is_none();
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Name of a rule, as in `full-scope`, or of a pack, as in `sbs`; or the text of an error, as in "user hasn't
    /// approved this consumer"
    pub(super) rule: String,

    /// When to use colors
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto)]
    pub(super) color: ColorWhen,
}

/// What `facts` takes.
#[derive(Debug, Args)]
pub(super) struct FactsArguments {
    /// Files and directories with the apps to ask for
    #[arg(default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    /// Check these exports instead of printing queries
    #[arg(long, value_name = "[ORG=]PATH")]
    pub(super) check: Vec<String>,

    /// Print one script that asks all queries, for this shell
    #[arg(long, value_enum, value_name = "SHELL", conflicts_with_all = ["check", "org"])]
    pub(super) script: Option<ScriptShell>,

    /// Print a package.xml of the metadata that calint checks
    #[arg(long, conflicts_with_all = ["check", "script"])]
    pub(super) manifest: bool,

    /// List the global OAuth settings in the package.xml, too, whose files contain consumer keys
    #[arg(long, requires = "manifest")]
    pub(super) global_oauth_settings: bool,

    /// Select which org's facts to use when --check names several
    #[arg(long, value_name = "ORG")]
    pub(super) target: Option<String>,

    /// Write the answers into this folder
    #[arg(long, value_name = "DIR", default_value = "facts")]
    pub(super) into: PathBuf,

    /// The org to ask, as `sf` knows it [default: the project's target org]
    #[arg(long, value_name = "ALIAS")]
    pub(super) org: Option<String>,

    /// Check as of this day, such as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(super) now: Option<String>,
}

/// A shell that runs a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ScriptShell {
    /// Any shell of Unix
    Sh,
    /// PowerShell
    Ps1,
}

#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    /// How to list them
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

/// A report into a file.
#[derive(Debug, Clone)]
pub(super) struct ReportFile {
    pub(super) format: &'static Format,
    pub(super) path: PathBuf,
}

/// Takes the name of a format; the help lists all of them.
fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.about));
    PossibleValuesParser::new(names).try_map(|name| Format::find(&name).ok_or("no such format"))
}

fn report(text: &str) -> Result<ReportFile, String> {
    let (name, path) = text.split_once('=').ok_or("write FORMAT=FILE, such as sarif=calint.sarif")?;
    let names = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>();
    let format = Format::find(name)
        .ok_or_else(|| format!("no format is called `{}`; there are {}", one_line(name), words::list(&names())))?;
    if path.is_empty() {
        let Format { name, extension, .. } = format;
        return Err(format!(
            "the file is missing behind the `=`; write {name}=FILE, such as {name}=calint.{extension}"
        ));
    }
    Ok(ReportFile { format, path: path.into() })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A table for people
    Text,
    /// A Markdown table
    Markdown,
    /// For machines
    Json,
}
