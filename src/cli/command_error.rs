//! Why a command did not do its work. A command that has mistakes of its own turns them into this error beside them, so
//! that no command has to know another.

use std::fmt::Display;

use crate::config::ConfigError;
use crate::verdict::ExitCode;

use super::plan::PlanError;

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Request(#[from] crate::RequestError),
    #[error(transparent)]
    Configuration(#[from] ConfigError),
    /// A mistake that one command alone can meet.
    #[error("{message}")]
    OfCommand { message: String, exit_code: ExitCode },
    #[error("the report could not be written: {0}")]
    Output(std::io::Error),
    #[error("the report {path} could not be written: {error}")]
    Report { path: String, error: std::io::Error },
}

impl CommandError {
    /// The command line asks for something that cannot be done.
    pub(super) fn usage(error: &impl Display) -> Self {
        Self::OfCommand { message: error.to_string(), exit_code: ExitCode::Usage }
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Plan(_) | Self::Request(_) | Self::Configuration(_) => ExitCode::Usage,
            Self::OfCommand { exit_code, .. } => *exit_code,
            Self::Output(_) | Self::Report { .. } => ExitCode::Incomplete,
        }
    }
}
