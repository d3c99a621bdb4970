//! What most commands take: what is scanned, by which rules and which configuration.

use std::path::PathBuf;

use clap::Args;

use crate::schema::Profile;

use super::choice_parser::choice_parser;

/// Which files a command looks at, and what else is known of them.
#[derive(Debug, Clone, Args)]
pub(super) struct Scope {
    /// Files and directories; `-` reads one file from stdin
    #[arg(default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) configuration: Configuration,

    /// Leave out these files, besides those that the configuration excludes
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,

    /// Allow named directories that contain nothing to lint
    #[arg(long)]
    pub(super) allow_empty: bool,

    /// Also look at files that .gitignore excludes
    #[arg(long)]
    pub(super) no_ignore: bool,

    /// Read facts about the org: exports of `sf data`, as a file or a directory, of one of several orgs if named
    #[arg(long, value_name = "[ORG=]PATH")]
    pub(super) facts: Vec<String>,

    /// Select which org's facts to use when --facts names several
    #[arg(long, value_name = "ORG")]
    pub(super) target: Option<String>,

    /// Check as of this day, such as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE")]
    pub(super) now: Option<String>,

    /// API version of the files [default: from package.xml, else from sfdx-project.json]
    #[arg(long, value_name = "NUMBER")]
    pub(super) api_version: Option<String>,
}

/// Which files a command checks, and with which rules.
#[derive(Debug, Args)]
pub(super) struct Selection {
    #[command(flatten)]
    pub(super) scope: Scope,

    /// Use this baseline for all files [default: the nearest calint-baseline.json above each file, within its
    /// repository]
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// Which rules to show: each profile includes the ones before it [default: default]
    #[arg(long, value_parser = choice_parser::<Profile>())]
    pub(super) profile: Option<Profile>,

    /// Show the rules of a benchmark in addition to the profile, and report its controls; `calint explain PACK` shows
    /// it
    #[arg(long, value_name = "PACK", value_delimiter = ',')]
    pub(super) pack: Vec<String>,

    /// Run only these rules, in place of the profile
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) only: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) skip: Vec<String>,
}

impl From<Scope> for Selection {
    /// No choice of rules.
    fn from(scope: Scope) -> Self {
        Self { scope, baseline: None, profile: None, pack: Vec::new(), only: Vec::new(), skip: Vec::new() }
    }
}

/// Which configuration a run takes.
#[derive(Debug, Clone, Args)]
pub(super) struct Configuration {
    /// Use this configuration for all files [default: the nearest calint.toml above each file, within its repository]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
}
