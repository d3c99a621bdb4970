//! `--changed-since REV`: what an earlier state of the repository came to, so that only what is new counts.
//!
//! The earlier state is taken from Git as an archive and read where it lies; the working tree and the index stay
//! as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Request;
use crate::discover::{self, Input};
use crate::verdict::{Before, Policy};

use super::CommandError;

/// The earlier state cannot be had.
#[derive(Debug, thiserror::Error)]
pub(super) enum ChangesError {
    #[error("--changed-since: git cannot be run: {0}")]
    Git(io::Error),
    #[error("--changed-since {revision}: {message}")]
    Revision { revision: String, message: String },
}

/// Lints the repository as it was at a revision.
pub(super) fn before(revision: &str, request: &Request) -> Result<Before, CommandError> {
    let archive = tempfile::Builder::new().suffix(".zip").tempfile().map_err(ChangesError::Git)?;
    let repository = write_archive(revision, &request.scope.working_directory, archive.path())?;
    let input = Input::Snapshot { archive: archive.path().to_owned(), repository };
    let scope = discover::Request { inputs: vec![input], ..request.scope.clone() };
    // What was there was there, whether it counted or not.
    let policy = Policy { acceptances: None, baseline: None, ..request.policy.clone() };
    let summary = crate::lint(&Request { scope, policy, ..request.clone() })?;
    let mut findings: BTreeMap<String, usize> = BTreeMap::new();
    for finding in summary.findings {
        *findings.entry(finding.fingerprint).or_default() += 1;
    }
    // A path in the archive is the path in the repository behind a `!`.
    let inside = |path: String| path.split_once(".zip!").map_or(path.clone(), |(_, inside)| inside.to_owned());
    let problems: BTreeSet<(String, String)> =
        summary.problems.into_iter().map(|problem| (inside(problem.path), problem.message)).collect();
    Ok(Before { findings, problems })
}

/// Writes all that a revision holds into an archive, and tells where the repository is.
fn write_archive(revision: &str, working_directory: &Path, archive: &Path) -> Result<PathBuf, ChangesError> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(working_directory).args(arguments).output();
        let output = output.map_err(ChangesError::Git)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        }
        let message = String::from_utf8_lossy(&output.stderr);
        let first = message.lines().next().unwrap_or("git knows no such revision").to_owned();
        Err(ChangesError::Revision { revision: revision.to_owned(), message: first })
    };
    let top = git(&["rev-parse", "--show-toplevel"])?;
    // A name that begins with a hyphen is none of git's options.
    let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    let output = archive.to_string_lossy();
    git(&["-C", &top, "archive", "--format=zip", "-1", "-o", &output, &commit]).map(|_| top.into())
}
