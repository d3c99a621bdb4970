//! What most commands take: what is scanned, by which rules and which configuration.

use std::path::PathBuf;

use clap::Args;

use crate::schema::Profile;

use super::choice_parser::choice_parser;
use super::headings::{BASELINE, FACTS, FILES, RULES};

/// Which files a command looks at, and what else is known of them.
#[derive(Debug, Clone, Args)]
pub(super) struct Scope {
    /// Name files and directories; `-` reads one file from stdin
    #[arg(default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) configuration: Configuration,

    /// Exclude these files, too; repeatable
    ///
    /// calint also excludes what the configuration names
    #[arg(long, value_name = "GLOB", help_heading = FILES)]
    pub(super) exclude: Vec<String>,

    /// Allow named directories that contain nothing to check
    #[arg(long, help_heading = FILES)]
    pub(super) allow_empty: bool,

    /// Check files that .gitignore excludes, too
    #[arg(long, help_heading = FILES)]
    pub(super) no_ignore: bool,

    /// Read facts about the org from this file or directory; repeatable
    ///
    /// `calint facts` prints how to export them. Name the org if there are several
    #[arg(long, value_name = "[ORG=]PATH", help_heading = FACTS)]
    pub(super) facts: Vec<String>,

    /// Select which org's facts to use when --facts names several
    #[arg(long, value_name = "ORG", help_heading = FACTS)]
    pub(super) target: Option<String>,

    /// Check as of this day, such as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", help_heading = FACTS)]
    pub(super) now: Option<String>,

    /// Set the API version of the files
    ///
    /// The default is that of package.xml, or else of sfdx-project.json
    #[arg(long, value_name = "NUMBER", help_heading = FACTS)]
    pub(super) api_version: Option<String>,
}

/// Which files a command checks, and with which rules.
#[derive(Debug, Args)]
pub(super) struct Selection {
    #[command(flatten)]
    pub(super) scope: Scope,

    /// Report the findings of this profile [default: default]
    #[arg(long, value_parser = choice_parser::<Profile>(), help_heading = RULES)]
    pub(super) profile: Option<Profile>,

    /// Add the rules of these benchmarks (packs); comma-separated
    ///
    /// calint reports their controls, too. `calint explain PACK` shows one
    #[arg(long, value_name = "PACK", value_delimiter = ',', help_heading = RULES)]
    pub(super) pack: Vec<String>,

    /// Run only these rules, in place of the profile; comma-separated
    ///
    /// The name of a group or of a pack stands for its rules
    #[arg(long, alias = "select", value_name = "RULE", value_delimiter = ',', help_heading = RULES)]
    pub(super) only: Vec<String>,

    /// Skip these rules, groups, or packs; comma-separated
    #[arg(long, aliases = ["ignore", "disable"], value_name = "RULE", value_delimiter = ',', help_heading = RULES)]
    pub(super) skip: Vec<String>,

    /// Use this baseline for all files
    ///
    /// The default is the nearest calint-baseline.json above each file, within its repository
    #[arg(long, value_name = "FILE", help_heading = BASELINE)]
    pub(super) baseline: Option<PathBuf>,
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
    /// Use this configuration for all files
    ///
    /// The default is the nearest calint.toml above each file, within its repository
    #[arg(long, value_name = "FILE", help_heading = FILES)]
    pub(super) config: Option<PathBuf>,

    /// Ignore all configuration files
    #[arg(long, conflicts_with = "config", help_heading = FILES)]
    pub(super) no_config: bool,
}
