//! Line index: from an offset in the text to line, column and the byte of the file.
//!
//! Columns count code points, so on a long line every look-up would have to count from its start. Counts are therefore
//! kept for every [`STRIDE`] bytes, and a look-up counts at most two strides. No line has an entry of its own: the
//! index of a file of nothing but line ends would take many times its size.

use super::decode::Encoding;
use super::span::to_u32;

/// Bytes between two kept counts. A smaller stride takes more memory, a larger one makes each look-up count more bytes.
const STRIDE: usize = 1024;

/// A place in a file: 1-based line and column (in code points), 0-based byte offset in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line; only `\n` ends a line.
    pub line: u32,
    /// 1-based column, counted in Unicode code points.
    pub column: u32,
    /// Byte offset from the start of the file, a byte order mark included.
    pub offset: u64,
}

/// From one position up to, but not including, another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The first character.
    pub start: Position,
    /// The character after the last.
    pub end: Position,
}

/// How many characters, and how many of them outside the basic plane, start before some byte.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    characters: u32,
    astral: u32,
}

impl Count {
    fn add(self, byte: u8) -> Self {
        Self {
            characters: self.characters + u32::from(byte & 0xC0 != 0x80),
            astral: self.astral + u32::from(byte >= 0xF0),
        }
    }

    fn add_all(self, bytes: &[u8]) -> Self {
        if bytes.is_ascii() {
            return Self { characters: self.characters + to_u32(bytes.len()), ..self };
        }
        bytes.iter().fold(self, |count, byte| count.add(*byte))
    }
}

/// What is before the first byte of a stride.
#[derive(Debug, Clone, Copy, Default)]
struct Stride {
    count: Count,
    /// Line ends.
    lines: u32,
    /// Where the line starts that the first byte is on.
    line_start: u32,
}

impl Stride {
    /// What is before the stride that follows `chunk`, which begins at `at`.
    fn behind(self, chunk: &[u8], at: usize) -> Self {
        let last = memchr::memrchr(b'\n', chunk);
        Self {
            count: self.count.add_all(chunk),
            lines: self.lines + to_u32(memchr::memchr_iter(b'\n', chunk).count()),
            line_start: last.map_or(self.line_start, |newline| to_u32(at + newline + 1)),
        }
    }
}

/// What is before every stride of a text.
#[derive(Debug)]
pub(super) struct LineIndex {
    strides: Vec<Stride>,
}

impl LineIndex {
    /// Indexes a text in one pass.
    pub(super) fn new(text: &str) -> Self {
        let mut strides = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut stride = Stride::default();
        for (index, chunk) in text.as_bytes().chunks(STRIDE).enumerate() {
            strides.push(stride);
            stride = stride.behind(chunk, index * STRIDE);
        }
        if text.len().is_multiple_of(STRIDE) {
            strides.push(stride);
        }
        Self { strides }
    }

    /// The position of a byte of `text`, which must be the text that was indexed.
    pub(super) fn position(&self, text: &str, offset: u32, encoding: Encoding) -> Position {
        let offset = offset.min(to_u32(text.len()));
        let (begin, stride, before) = self.stride(text, offset);
        let line = to_u32(memchr::memchr_iter(b'\n', before).count()) + stride.lines + 1;
        let start = memchr::memrchr(b'\n', before).map_or(stride.line_start, |at| to_u32(begin + at + 1));
        let here = self.count(text, offset);
        let column = here.characters - self.count(text, start).characters + 1;
        let offset = match encoding {
            Encoding::Utf8 => u64::from(offset),
            Encoding::Utf8WithMark => u64::from(offset) + 3,
            Encoding::Utf16 => 2 + 2 * (u64::from(here.characters) + u64::from(here.astral)),
        };
        Position { line, column, offset }
    }

    fn count(&self, text: &str, offset: u32) -> Count {
        let (_, stride, before) = self.stride(text, offset);
        before.iter().fold(stride.count, |count, byte| count.add(*byte))
    }

    /// Where the stride of an offset begins, what is before it, and its bytes up to the offset.
    fn stride<'t>(&self, text: &'t str, offset: u32) -> (usize, Stride, &'t [u8]) {
        let offset = offset as usize;
        let begin = offset / STRIDE * STRIDE;
        let stride = self.strides.get(offset / STRIDE).copied().unwrap_or_default();
        (begin, stride, text.as_bytes().get(begin..offset).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: u32) -> (u32, u32, u64) {
        let position = LineIndex::new(text).position(text, offset, Encoding::Utf8);
        (position.line, position.column, position.offset)
    }

    #[test]
    fn columns_count_code_points() {
        let text = "é😀x\ny";
        assert_eq!(place(text, 0), (1, 1, 0));
        assert_eq!(place(text, 6), (1, 3, 6));
        assert_eq!(place(text, 8), (2, 1, 8));
        assert_eq!(place(text, 9), (2, 2, 9));
    }

    #[test]
    fn utf16_offsets_count_units_of_the_file() {
        let text = "é😀x";
        let offset = |at| LineIndex::new(text).position(text, at, Encoding::Utf16).offset;
        assert_eq!(offset(0), 2);
        assert_eq!(offset(2), 4);
        assert_eq!(offset(6), 8);
        assert_eq!(offset(7), 10);
    }

    #[test]
    fn every_offset_of_a_long_line_agrees_with_a_plain_count() {
        let text = "ab😀é\n".repeat(700);
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices() {
            let before = text.get(..offset).expect("an index of a character");
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
            let position = index.position(&text, to_u32(offset), Encoding::Utf8);
            assert_eq!((position.line as usize, position.column as usize), (line, column));
        }
    }
}
