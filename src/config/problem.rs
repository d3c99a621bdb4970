//! What is wrong with a configuration, at its place.

use std::fmt;
use std::ops::Range;

use super::file::ConfigFile;

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub struct ConfigProblem {
    /// The file.
    pub file: ConfigFile,
    /// Where in it.
    pub span: Range<usize>,
    /// One sentence without full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// All that is wrong with a configuration. calint then checks no file.
#[derive(Debug, Clone)]
pub struct ConfigError {
    /// In the order of the files and of the places in them.
    pub problems: Vec<ConfigProblem>,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = (self.file.line(&self.span), self.file.column(&self.span));
        write!(f, "{}:{line}:{column}: {}", self.file.shown, self.message)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            write!(f, "{}{problem}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
