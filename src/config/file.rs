//! A configuration file, and places in it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// A configuration file of a run.
#[derive(Debug, Clone)]
pub struct ConfigFile {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// As messages show it.
    pub shown: String,
    /// What it contains. Every problem in it quotes from the same text.
    pub text: Arc<str>,
    /// Where its lines end.
    line_ends: Arc<[usize]>,
}

impl ConfigFile {
    /// A file with its text.
    pub fn new(path: PathBuf, shown: String, text: &str) -> Self {
        let line_ends = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { path, shown, text: text.into(), line_ends }
    }

    /// The line of a place, from 1.
    pub fn line(&self, span: &Range<usize>) -> u32 {
        let before = self.line_ends.partition_point(|end| *end < span.start);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
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
