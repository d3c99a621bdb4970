//! Files of a run, and places in them.

use crate::parse::{NodeId, Span};

/// A file of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The file at an index of the library.
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A place in a file of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The element, or the parent of the one that is absent. Nothing in files that are not XML.
    pub node: Option<NodeId>,
    /// The name of the element that is absent from `node`.
    pub absent: Option<&'static str>,
    /// The text: the value, or the start tag of the parent of what is absent.
    pub span: Span,
}
