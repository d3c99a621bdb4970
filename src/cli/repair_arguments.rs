//! The options of `check` for fixes.

use clap::{ArgGroup, Args};

/// What calint fixes, and where the result goes.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("repairing").multiple(true))]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are on or off")]
pub(super) struct RepairArguments {
    /// Apply safe fixes, list them on stderr, and report what is left. With `-`, print the fixed file instead. A safe
    /// fix changes neither behavior nor access
    #[arg(long, group = "repairing", conflicts_with = "diff")]
    pub(super) fix: bool,

    /// Apply fixes and list them, but report no findings
    #[arg(long, group = "repairing", conflicts_with_all = ["diff", "report"])]
    pub(super) fix_only: bool,

    /// Write nothing. Print the fixes as a patch for `git apply`, and exit 1 if there are any
    #[arg(long, group = "repairing", conflicts_with = "report")]
    pub(super) diff: bool,

    /// Also apply fixes that change behavior or access of the app that they are in: review them before you deploy.
    /// Fixes in org-wide settings, profiles, permission sets, app menus, and files of other components also need
    /// `--only` with the name of the rule
    #[arg(long, requires = "repairing")]
    pub(super) unsafe_fixes: bool,
}

impl RepairArguments {
    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.fix_only || self.diff
    }
}
