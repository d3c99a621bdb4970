//! `--changed-since REV`: what an earlier state of the repository came to, so that only what is new counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Request;
use crate::discover::{self, Input, Snapshot, SnapshotError};
use crate::verdict::{Before, Policy};

use crate::words::count;

use super::CommandError;

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
}

/// Lints the repository as it was at a revision.
pub(super) fn before(revision: &str, request: &Request) -> Result<Before, CommandError> {
    let snapshot = Snapshot::open(&request.scope.working_directory, revision);
    let snapshot = Arc::new(snapshot.map_err(|error| ChangesError::Revision { revision: revision.to_owned(), error })?);
    let scope = discover::Request { inputs: vec![Input::Snapshot(Arc::clone(&snapshot))], ..request.scope.clone() };
    // What was there was there, whether it counted or not.
    let policy = Policy { acceptances: None, baseline: None, ..request.policy.clone() };
    let summary = crate::lint(&Request { scope, policy, ..request.clone() })?;
    if snapshot.missing() > 0 {
        return Err(
            ChangesError::Partial { revision: revision.to_owned(), files: count(snapshot.missing(), "file") }.into()
        );
    }
    let mut findings: BTreeMap<String, usize> = BTreeMap::new();
    for finding in summary.findings {
        *findings.entry(finding.fingerprint).or_default() += 1;
    }
    let problems: BTreeSet<(String, String)> =
        summary.problems.into_iter().map(|problem| (problem.path, problem.message)).collect();
    Ok(Before { findings, problems })
}
