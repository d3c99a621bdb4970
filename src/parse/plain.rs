//! Files that are not XML: their text, and places in it.

use super::decode::{Decoded, Encoding, decode};
use super::lines::{LineIndex, Range};
use super::span::Span;

/// The text of a file that is not XML.
#[derive(Debug)]
pub struct PlainText {
    text: String,
    encoding: Encoding,
    lines: LineIndex,
}

impl PlainText {
    /// Decodes a file: UTF-8 with or without byte order mark, UTF-16 with one.
    ///
    /// # Errors
    ///
    /// The bytes are not the text that they seem to be; the message says why.
    pub fn new(bytes: Vec<u8>) -> Result<Self, String> {
        let Decoded { text, encoding, problem } = decode(bytes);
        match problem {
            Some(problem) => Err(problem.message),
            None => Ok(Self { lines: LineIndex::new(&text), text, encoding }),
        }
    }

    /// The same with `?` for what cannot be read.
    pub fn lossy(bytes: Vec<u8>) -> Self {
        let Decoded { text, encoding, .. } = decode(bytes);
        Self { lines: LineIndex::new(&text), text, encoding }
    }

    /// The text, without byte order mark.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Lines, columns and file offsets of a stretch of the text.
    pub fn range(&self, span: Span) -> Range {
        let position = |offset| self.lines.position(&self.text, offset, self.encoding);
        Range { start: position(span.start), end: position(span.end) }
    }
}
