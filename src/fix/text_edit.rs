//! Edits of the decoded text, before they become edits of bytes.

use crate::parse::Span;

/// A stretch of the decoded text, and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextEdit {
    pub(super) span: Span,
    pub(super) text: String,
}

impl TextEdit {
    /// Inserts text.
    pub(super) fn insert(at: usize, text: String) -> Self {
        Self { span: Span::new(at, at), text }
    }

    /// Deletes text.
    pub(super) fn delete(start: usize, end: usize) -> Self {
        Self { span: Span::new(start, end), text: String::new() }
    }
}
