//! The headings below which the help lists options.

/// Which files are checked.
pub(super) const FILES: &str = "Files";
/// Which rules run, and what fails.
pub(super) const RULES: &str = "Rules";
/// What is known besides the files.
pub(super) const FACTS: &str = "Facts and project";
/// Which findings do not count.
pub(super) const BASELINE: &str = "Baseline and acceptances";
/// What calint changes.
pub(super) const FIXES: &str = "Fixes";
/// What is listed of what there is.
pub(super) const LIST: &str = "List";
/// What is printed, and in which form.
pub(super) const OUTPUT: &str = "Output";
/// What most commands have.
pub(super) const GENERAL: &str = "General";
