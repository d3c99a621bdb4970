//! A configuration file, and places in it.

use std::ops::Range;
use std::path::PathBuf;

/// A configuration file of a run.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// As messages show it.
    pub shown: String,
    /// What it holds.
    pub text: String,
}

impl ConfigFile {
    /// The line of a place, from 1.
    pub fn line(&self, span: &Range<usize>) -> u32 {
        let before = self.text.get(..span.start).unwrap_or_default();
        u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The column of a place in code points, from 1.
    pub fn column(&self, span: &Range<usize>) -> u32 {
        let before = self.text.get(..span.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        u32::try_from(line.chars().count()).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// A place in one of the configuration files: which one, and which bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// Index of the file; 0 is the repository's own.
    pub file: usize,
    /// Bytes of its text.
    pub span: Range<usize>,
}

/// A value that a configuration file sets.
#[derive(Debug, Clone)]
pub struct Set<T> {
    /// The value.
    pub value: T,
    /// Where it is set.
    pub at: At,
}
