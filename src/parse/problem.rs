//! What is wrong with the bytes of a file, and where.

use super::span::Span;

/// A place at which a file is not the XML that it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The text that shows the problem.
    pub span: Span,
    /// One sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
    /// How far the problem reaches.
    pub kind: ProblemKind,
}

/// How far a problem reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The tree cannot be trusted to be whole: an element that is not in it may be in the file.
    Structure,
    /// The tree is whole; one value or one passage is not readable.
    Content,
}
