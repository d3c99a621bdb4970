//! What the commands that check files share: the result of a run.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::verdict::{ExitCode, Summary};

/// The result of a run, and the notes to print after it.
pub(super) struct Outcome {
    pub(super) summary: Summary,
    /// A part of the closing line.
    pub(super) note: String,
    pub(super) exit_code: ExitCode,
    /// The files that configured the run.
    pub(super) configured_by: BTreeSet<String>,
    /// Why, if not because of the findings.
    pub(super) reason: Option<&'static str>,
    pub(super) report: Reporting,
    /// The configurations of the run, including subfolders.
    pub(super) configs: Vec<Config>,
}

/// Whether findings are reported.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reporting {
    Findings,
    /// Something else was written to stdout, or nothing should be.
    Nothing,
}

impl Outcome {
    /// The outcome of a run that fixed nothing. Its note counts what could be fixed.
    pub(super) fn of(summary: Summary, configs: Vec<Config>) -> Self {
        let summary = summary.for_reports();
        let counts = summary.counts;
        let mut note = match (counts.fixable, counts.fixable_unsafe) {
            (0, 0) => String::new(),
            (0, risky) => format!("; {risky} fixable with --fix --unsafe-fixes"),
            (safe, 0) => format!("; {safe} fixable with --fix"),
            (safe, risky) => format!("; {safe} fixable with --fix ({risky} more with --unsafe-fixes)"),
        };
        if counts.fixable_named > 0 {
            note.extend(["; ", &counts.fixable_named.to_string(), " fixable only if --only names the rule"]);
        }
        let (exit_code, configured_by) = (summary.exit_code, configured_by(&configs));
        Self { exit_code, summary, note, configured_by, reason: None, report: Reporting::Findings, configs }
    }
}

/// The files that configure a run.
fn configured_by(configs: &[Config]) -> BTreeSet<String> {
    configs.iter().flat_map(|config| &config.files).map(|file| file.shown.clone()).collect()
}
