//! `--changed-since REV`: what an earlier state of the repository came to, so that only what is new counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::verdict::Before;
use crate::words::count;
use crate::workspace;
use crate::workspace::{Input, Snapshot, SnapshotError};

use super::command_error::CommandError;
use super::look::look_back;
use super::plan::Plan;

/// The earlier state cannot be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangesError {
    #[error("--changed-since {revision}: {error}")]
    Revision { revision: String, error: SnapshotError },
    #[error(
        "--changed-since {revision}: this partial clone lacks {files} of the earlier state; calint fetches nothing. \
         Clone without `--filter`, or check out that revision once"
    )]
    Partial { revision: String, files: String },
    #[error(
        "--changed-since {revision}: the files of the earlier state that calint reads have over 400 MiB; compare with \
         a baseline instead"
    )]
    TooLarge { revision: String },
}

impl From<ChangesError> for CommandError {
    fn from(error: ChangesError) -> Self {
        Self::usage(&error)
    }
}

/// Lints the repository as it was at a revision.
pub(super) fn before(revision: &str, plan: &Plan<'_>) -> Result<Before, CommandError> {
    let snapshot = Snapshot::open(&plan.scope.working_directory, revision);
    let snapshot = Arc::new(snapshot.map_err(|error| ChangesError::Revision { revision: revision.to_owned(), error })?);
    let scope = workspace::Request { inputs: vec![Input::Snapshot(Arc::clone(&snapshot))], ..plan.scope.clone() };
    // A finding that was there is an old one, whether it was accepted or not.
    let summary = look_back(&Plan { scope, accepts: false, uses_baselines: false, ..plan.clone() })?;
    if snapshot.missing() > 0 {
        return Err(
            ChangesError::Partial { revision: revision.to_owned(), files: count(snapshot.missing(), "file") }.into()
        );
    }
    if snapshot.is_cut() {
        return Err(ChangesError::TooLarge { revision: revision.to_owned() }.into());
    }
    let mut findings: BTreeMap<String, usize> = BTreeMap::new();
    for finding in &summary.findings {
        *findings.entry(finding.fingerprint.clone()).or_default() += 1;
    }
    // The run may show paths relative to another folder than the repository.
    let names = plan.names();
    let shown = |path: &str| names.file(&workspace::absolute(&summary.base, path.as_ref())).to_string();
    let problems: BTreeSet<(String, String)> =
        summary.problems.iter().map(|problem| (shown(&problem.path), problem.message.clone())).collect();
    Ok(Before { findings, problems })
}
