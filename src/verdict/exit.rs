//! The exit codes, the same in every format.

/// What the process ends with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExitCode {
    /// Looked, and nothing at or above the threshold.
    #[default]
    Clean,
    /// Looked, and something at or above the threshold.
    Findings,
    /// Command line or configuration is wrong; nothing was looked at.
    Usage,
    /// No trustworthy verdict: something in scope could not be read, or a report not written.
    Incomplete,
}

impl ExitCode {
    /// The number.
    pub fn number(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
        }
    }
}
