//! Which facts to read: the folders and files that were named, and the org that counts.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// Facts that were named.
#[derive(Debug, Clone)]
pub struct FactsSource {
    /// The org that they are from, if they are named for one.
    pub org: Option<String>,
    /// A file, or a directory with files.
    pub path: PathBuf,
}

/// The facts to read.
#[derive(Debug, Clone, Default)]
pub struct FactsRequest {
    /// All that were named.
    pub sources: Vec<FactsSource>,
    /// The org whose facts count.
    pub target: Option<String>,
}

/// The command line names facts that are not there.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// No such file or directory.
    #[error("--facts {path}: no such file or directory")]
    Missing {
        /// As it was named.
        path: String,
    },
    /// Facts of several orgs, and nothing says which one counts.
    #[error("--facts names several orgs ({orgs}): select one with --target")]
    SeveralOrgs {
        /// Their names.
        orgs: String,
    },
    /// No facts of the org that was asked for.
    #[error("--target {target}: --facts names {orgs}")]
    UnknownTarget {
        /// The org that was asked for.
        target: String,
        /// The orgs that the facts are from.
        orgs: String,
    },
}

/// The org that counts.
pub(super) fn target(request: &FactsRequest) -> Result<Option<String>, FactsError> {
    let known: BTreeSet<&String> = request.sources.iter().filter_map(|source| source.org.as_ref()).collect();
    let orgs = || known.iter().map(|org| format!("`{org}`")).collect::<Vec<_>>().join(", ");
    match &request.target {
        Some(target) if known.contains(target) => Ok(Some(target.clone())),
        Some(target) => {
            let orgs = if known.is_empty() { "no org by name".to_owned() } else { orgs() };
            Err(FactsError::UnknownTarget { target: target.clone(), orgs })
        }
        None if known.len() > 1 => Err(FactsError::SeveralOrgs { orgs: orgs() }),
        None => Ok(known.first().map(|org| (*org).clone())),
    }
}
