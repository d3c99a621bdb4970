//! What `facts` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::headings::{FACTS, OUTPUT};

/// What `facts` takes.
#[derive(Debug, Args)]
pub(super) struct FactsArguments {
    /// Name files and directories with the apps to ask for
    #[arg(default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    /// Check these exports instead of printing queries; repeatable
    #[arg(long, value_name = "[ORG=]PATH", help_heading = FACTS)]
    pub(super) check: Vec<String>,

    /// Print one script that asks all queries, for this shell
    #[arg(long, value_enum, value_name = "SHELL", conflicts_with_all = ["check", "org"], help_heading = OUTPUT)]
    pub(super) script: Option<ScriptShell>,

    /// Print a package.xml of the metadata that calint checks
    #[arg(long, conflicts_with_all = ["check", "script"], help_heading = OUTPUT)]
    pub(super) manifest: bool,

    /// List the global OAuth settings in the package.xml, too
    ///
    /// Their files contain consumer keys
    #[arg(long, requires = "manifest", help_heading = OUTPUT)]
    pub(super) global_oauth_settings: bool,

    /// Select which org's facts to use when --check names several
    #[arg(long, value_name = "ORG", help_heading = FACTS)]
    pub(super) target: Option<String>,

    /// Write the answers into this folder
    #[arg(long, value_name = "DIR", default_value = "facts", help_heading = OUTPUT)]
    pub(super) into: PathBuf,

    /// Ask this org, by its alias in `sf` [default: the target org]
    #[arg(long, value_name = "ALIAS", help_heading = OUTPUT)]
    pub(super) org: Option<String>,

    /// Check as of this day, such as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", help_heading = FACTS)]
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
