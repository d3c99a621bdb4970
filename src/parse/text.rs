//! The text of an element, and the way back from any part of it to the source.
//!
//! `BYP&#65;SS` reads as `BYPASS`, and a finding on it must underline the ten characters in the file. So a text
//! remembers from which stretch of the source each run of it comes. A text without references is one run that borrows
//! the source.

use std::borrow::Cow;
use std::ops;

use super::span::{Span, to_u32};

/// A stretch of an element's own text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) source: Span,
    pub(super) kind: PieceKind,
    /// The next piece of the same element.
    pub(super) next: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum PieceKind {
    /// Character data, or the inside of a CDATA section: reads as it is written.
    Verbatim,
    /// A character or entity reference that means this character.
    Character(char),
    /// A reference to something unknown.
    Unknown,
}

/// A run of the value that comes from one place in the source.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where in the value the run begins.
    at: usize,
    source: Span,
    verbatim: bool,
}

/// The own text of an element.
#[derive(Debug)]
pub struct Text<'d> {
    value: Cow<'d, str>,
    runs: Vec<Run>,
    readable: bool,
}

/// A part of a text: what it says, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value<'t> {
    /// The text, references resolved.
    pub text: &'t str,
    /// Where it is in the document.
    pub span: Span,
}

impl<'d> Text<'d> {
    pub(super) fn new<'p>(source: &'d str, pieces: impl Iterator<Item = &'p Piece>) -> Self {
        let mut text = Self { value: Cow::Borrowed(""), runs: Vec::new(), readable: true };
        for piece in pieces {
            text.push(source, piece);
        }
        text
    }

    fn push(&mut self, source: &'d str, piece: &Piece) {
        let span = piece.source;
        let verbatim = matches!(piece.kind, PieceKind::Verbatim);
        self.runs.push(Run { at: self.value.len(), source: span, verbatim });
        match piece.kind {
            PieceKind::Verbatim => {
                let written = source.get(span.start as usize..span.end as usize).unwrap_or_default();
                if self.value.is_empty() {
                    self.value = Cow::Borrowed(written);
                } else {
                    self.value.to_mut().push_str(written);
                }
            }
            PieceKind::Character(character) => self.value.to_mut().push(character),
            PieceKind::Unknown => self.readable = false,
        }
    }

    /// Whether all of it could be read. If not, it contains an unknown entity.
    pub fn is_readable(&self) -> bool {
        self.readable
    }

    /// The text without blanks at both ends; nothing if that leaves nothing.
    pub fn trimmed(&self) -> Option<Value<'_>> {
        self.part(0..self.value.len())
    }

    /// The trimmed lines that are not empty, with any line ends.
    pub fn lines(&self) -> impl Iterator<Item = Value<'_>> {
        self.split(&['\n', '\r'])
    }

    /// The trimmed parts between separators of one byte that are not empty.
    pub fn split<'t>(&'t self, separators: &'t [char]) -> impl Iterator<Item = Value<'t>> {
        let mut rest = 0;
        self.value.split(separators).filter_map(move |part| {
            let start = rest;
            rest += part.len() + 1;
            self.part(start..start + part.len())
        })
    }

    /// A part of the text, trimmed.
    fn part(&self, range: ops::Range<usize>) -> Option<Value<'_>> {
        let whole = self.value.get(range.clone())?;
        let text = whole.trim();
        let start = range.start + (whole.len() - whole.trim_start().len());
        let span = Span { start: self.source_of(start, 0)?, end: self.source_of(start + text.len(), 1)? };
        (!text.is_empty()).then_some(Value { text, span })
    }

    /// Where a byte of the value is in the source. `back` is 1 for the end of a part, which belongs
    /// to the run before it.
    fn source_of(&self, at: usize, back: usize) -> Option<u32> {
        let inside = at.saturating_sub(back);
        let index = self.runs.partition_point(|run| run.at <= inside).checked_sub(1)?;
        let run = self.runs.get(index)?;
        let into = to_u32(at - run.at);
        Some(match (run.verbatim, back) {
            (true, _) => run.source.start + into,
            (false, 0) => run.source.start,
            (false, _) => run.source.end,
        })
    }
}
