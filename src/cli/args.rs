//! The arguments as they are typed. What they mean is decided in `plan`.
//!
//! clap fills these structs, and they contain no logic of their own. An option that a configuration may set, too, is an
//! `Option` without a default: only an absent argument leaves the choice to the configuration. The first paragraph of a
//! comment is the line of `-h`, and `--help` prints all of it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::schema::Profile;

use super::baseline_arguments::BaselineArguments;
use super::check_arguments::CheckArguments;
use super::choice_parser::choice_parser;
use super::color::ColorWhen;
use super::facts_arguments::FactsArguments;
use super::flows_arguments::FlowsArguments;
use super::headings::{FILES, GENERAL, LIST, OUTPUT};

/// Version, commit and rule edition.
pub(super) const VERSION: &str = env!("CALINT_VERSION");

/// A linter for Salesforce connected-app metadata
#[derive(Debug, Parser)]
#[command(name = "calint", version = VERSION, about, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check connected apps and External Client Apps
    ///
    /// Exit codes: 0 nothing at or above --fail-on; 1 something is; 2 the command line or the configuration is wrong,
    /// so calint checked nothing; 3 something in scope could not be read, or a named directory contains nothing to
    /// check.
    #[command(alias = "lint")]
    Check(Box<CheckArguments>),
    /// List for each app and each OAuth flow whether it can be used
    ///
    /// A flow is off; incomplete, with each step that is missing and what a request would be answered; unknown, with
    /// what would tell; ready, if it gives tokens without a person; or open, if people log in. Exit codes: 0 calint
    /// looked; 1 --fail-on or --expect failed; 2 and 3 as with `check`.
    Flows(Box<FlowsArguments>),
    /// Show the page of a rule or of a pack, or what the text of an error is about
    #[command(alias = "rule")]
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
    /// Print the manual page of calint or of a command
    Man(ManArguments),
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
    /// Name the file or folder whose configuration is meant
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,

    /// Use this configuration
    ///
    /// The default is the nearest calint.toml upward, within the repository
    #[arg(long, value_name = "FILE", help_heading = FILES)]
    pub(super) config: Option<PathBuf>,
}

/// What `init` takes.
#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Write into this folder
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,

    /// Write .pre-commit-config.yaml, too, or print what to add to it
    #[arg(long, help_heading = FILES)]
    pub(super) pre_commit: bool,

    /// Write a check for a CI system, too, or print what to add to it
    #[arg(long, value_enum, value_name = "SYSTEM", help_heading = FILES)]
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
    /// Name the shell
    #[arg(value_enum)]
    pub(super) shell: Shell,
}

/// What `explain` takes.
#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Name rules, as in `full-scope`, or packs, as in `sbs`; or quote the text of an error
    ///
    /// Such a text is "user hasn't approved this consumer"
    #[arg(required = true, value_name = "RULE")]
    pub(super) names: Vec<String>,

    /// Choose when to use colors
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto, help_heading = GENERAL)]
    pub(super) color: ColorWhen,
}

/// What `rules` takes.
#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    /// List only the rules of these groups; comma-separated
    #[arg(long, value_name = "GROUP", value_delimiter = ',', help_heading = LIST)]
    pub(super) group: Vec<String>,

    /// List only the rules that this profile shows
    #[arg(long, value_parser = choice_parser::<Profile>(), help_heading = LIST)]
    pub(super) profile: Option<Profile>,

    /// List only the rules of these packs; comma-separated
    #[arg(long, value_name = "PACK", value_delimiter = ',', help_heading = LIST)]
    pub(super) pack: Vec<String>,

    /// List only the rules that can fix what they find
    #[arg(long, help_heading = LIST)]
    pub(super) fixable: bool,

    /// Select the format of the list
    #[arg(long, short_alias = 'f', alias = "output-format", value_enum, default_value_t = ListFormat::Text, help_heading = OUTPUT)]
    pub(super) format: ListFormat,

    /// Choose when to use colors
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto, help_heading = GENERAL)]
    pub(super) color: ColorWhen,
}

/// How rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A table for people
    Text,
    /// A Markdown table
    Markdown,
    /// For machines
    Json,
}

/// What `man` takes.
#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// Name a command, as in `check` or `baseline create`
    #[arg(value_name = "COMMAND")]
    pub(super) commands: Vec<String>,

    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "commands", help_heading = OUTPUT)]
    pub(super) into: Option<PathBuf>,
}
