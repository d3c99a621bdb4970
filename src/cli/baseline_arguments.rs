//! What `baseline` takes.

use clap::{Args, Subcommand};

use super::headings::BASELINE;
use super::selection::Selection;

/// What `baseline` takes.
#[derive(Debug, Args)]
pub(super) struct BaselineArguments {
    #[command(subcommand)]
    pub(super) action: BaselineAction,
}

/// What becomes of the baseline.
#[derive(Debug, Subcommand)]
pub(super) enum BaselineAction {
    /// Write today's findings into the baseline, so that only new ones fail
    ///
    /// For a baseline that exists, calint prints what it would add (+) and drop (-), changes nothing, and ends with 1;
    /// --update writes it.
    Create(CreateArguments),
    /// Remove entries whose findings are fixed
    Prune(Selection),
    /// List entries whose findings are fixed, and fail (exit 1) if there are any
    Check(Selection),
}

/// What `baseline create` takes.
#[derive(Debug, Args)]
pub(super) struct CreateArguments {
    #[command(flatten)]
    pub(super) selection: Selection,

    /// Change a baseline that exists
    #[arg(long, help_heading = BASELINE)]
    pub(super) update: bool,
}
