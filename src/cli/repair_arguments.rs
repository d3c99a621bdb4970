//! The options of `check` for fixes.

use clap::{ArgGroup, Args};

use super::headings::FIXES;

/// What calint fixes, and where the result goes.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("repairing").multiple(true))]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are on or off")]
pub(super) struct RepairArguments {
    /// Apply safe fixes, list them on stderr, and report what is left
    ///
    /// A safe fix changes neither behavior nor access. With `-`, calint prints the fixed file instead of a report
    #[arg(long, group = "repairing", conflicts_with = "diff", help_heading = FIXES)]
    pub(super) fix: bool,

    /// Apply fixes and list them, but report no findings
    #[arg(long, group = "repairing", conflicts_with_all = ["diff", "report"], help_heading = FIXES)]
    pub(super) fix_only: bool,

    /// Print the fixes as a patch for `git apply`, and exit 1 if there are any
    ///
    /// calint changes no file
    #[arg(long, group = "repairing", conflicts_with = "report", help_heading = FIXES)]
    pub(super) diff: bool,

    /// Apply fixes that change the behavior or access of their app, too
    ///
    /// Review them before you deploy. Fixes in org-wide settings, profiles, permission sets, app menus, and files of
    /// other components also need --only with the name of the rule
    #[arg(long, requires = "repairing", help_heading = FIXES)]
    pub(super) unsafe_fixes: bool,

    /// List on stderr what --fix would change, or what it changed
    ///
    /// A run with --fix, --fix-only, or --diff always does, unless --quiet is given
    #[arg(long, help_heading = FIXES)]
    pub(super) show_fixes: bool,
}

impl RepairArguments {
    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.fix_only || self.diff
    }
}
