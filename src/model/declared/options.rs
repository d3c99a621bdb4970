//! What is known besides the files.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::model::org::FactsRequest;
use crate::model::project::Replacing;
use crate::schema::ApiVersion;
use crate::workspace::Needs;

use super::Declarations;

/// What command line and configuration say of projects and users.
#[derive(Debug, Clone)]
pub struct Options {
    /// The API version that outranks what the project says.
    pub api_version: Option<ApiVersion>,
    /// Exported facts.
    pub facts: FactsRequest,
    /// The time to judge by: what was assigned until an earlier one has expired.
    pub now: Timestamp,
    /// Whether `replacements` of `sfdx-project.json` counts.
    pub replacing: Replacing,
    /// What the rules need.
    pub needs: Needs,
    /// What is declared of apps and the org.
    pub declared: Declarations,
    /// The directory that relative names start from.
    pub working_directory: PathBuf,
}
