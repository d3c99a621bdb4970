//! What `check` takes for repairs.

use clap::{ArgGroup, Args};

/// What is to be repaired, and what becomes of it.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("repairing").multiple(true))]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are on or off")]
pub(super) struct RepairArguments {
    /// Repair what can be repaired without changing behaviour or access, and report what is left; what came from stdin
    /// is printed repaired instead
    #[arg(long, group = "repairing", conflicts_with = "diff")]
    pub(super) fix: bool,

    /// Repair, and report nothing
    #[arg(long, group = "repairing", conflicts_with_all = ["diff", "report"])]
    pub(super) fix_only: bool,

    /// Write nothing: print the repairs as a patch that `git apply` takes; exit 1 if there are any
    #[arg(long, group = "repairing", conflicts_with = "report")]
    pub(super) diff: bool,

    /// Repair what changes behaviour or access, too: look at it before it is deployed
    #[arg(long, requires = "repairing")]
    pub(super) unsafe_fixes: bool,
}

impl RepairArguments {
    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.fix_only || self.diff
    }
}
