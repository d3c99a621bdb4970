//! The text that pictures are drawn on: a file with its long lines cut short.
//!
//! A certificate is one line of two thousand characters, and a hostile line may have millions. Only the
//! ends of lines are cut, so that columns stay true.

use crate::parse::Span;

use super::neutral::same_length;

/// Bytes of a line that are shown at least, and behind the start of a mark at most.
const SHOWN: usize = 160;

/// A mark that begins further right than this many bytes gets no picture.
const MAX_COLUMN: usize = 2000;

/// Lines of a mark that are shown at most.
const MAX_LINES: usize = 5;

/// A file as it is drawn.
pub(super) struct Excerpt {
    /// The text, with every line cut that is too long.
    pub(super) text: String,
    lines: Vec<Line>,
}

/// Where a line begins in the file and in the excerpt, and how much of it is left.
struct Line {
    start: usize,
    shown_start: usize,
    shown: usize,
}

impl Excerpt {
    /// Cuts a text, but not before the end of a mark.
    pub(super) fn new(text: &str, marks: &mut [Span]) -> Self {
        marks.sort_unstable();
        let safe = same_length(text);
        let mut excerpt = Self { text: String::with_capacity(safe.len().min(1 << 16)), lines: Vec::new() };
        let (mut start, mut next) = (0, 0);
        for line in safe.split_inclusive('\n') {
            let end = start + line.len();
            let mut keep = SHOWN;
            while let Some(mark) = marks.get(next).filter(|mark| (mark.start as usize) < end) {
                let column = (mark.start as usize).saturating_sub(start);
                if column <= MAX_COLUMN {
                    keep = keep.max((mark.end as usize).saturating_sub(start).min(column + SHOWN));
                }
                next += 1;
            }
            excerpt.push(start, line, keep);
            start = end;
        }
        excerpt
    }

    fn push(&mut self, start: usize, line: &str, keep: usize) {
        let content = line.trim_end_matches('\n');
        let shown_start = self.text.len();
        let mut end = keep.min(content.len());
        while !content.is_char_boundary(end) {
            end -= 1;
        }
        let kept = content.get(..end).unwrap_or_default();
        self.text.push_str(kept);
        if kept.len() < content.len() {
            self.text.push('…');
        }
        if content.len() < line.len() {
            self.text.push('\n');
        }
        self.lines.push(Line { start, shown_start, shown: kept.len() });
    }

    /// Where a span of the file is in the excerpt, or its first lines are; nothing if it begins too far
    /// right.
    pub(super) fn place(&self, span: Span) -> Option<(usize, usize)> {
        let (first, last) = (self.line_of(span.start as usize), self.line_of(span.end as usize));
        let start = self.lines.get(first)?;
        let column = (span.start as usize).checked_sub(start.start)?;
        let end = match self.lines.get(last.min(first + MAX_LINES - 1))? {
            line if last < first + MAX_LINES => line.shown_start + line.shown.min(span.end as usize - line.start),
            line => line.shown_start + line.shown,
        };
        let start = start.shown_start + column.min(start.shown);
        (column <= MAX_COLUMN).then(|| (start, end.saturating_sub(start)))
    }

    /// The line of a place in the excerpt with some before it: how many there are before these, and where they begin.
    pub(super) fn lines_about(&self, shown: usize, before: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|line| line.shown_start <= shown).saturating_sub(1);
        let first = line.saturating_sub(before);
        (first, self.lines.get(first).map_or(0, |line| line.shown_start))
    }

    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, SHOWN, Span};

    #[test]
    fn long_lines_are_cut_and_marks_are_kept() {
        let long = "x".repeat(500);
        let text = format!("short\n{long}\n  <a>{long}</a> mark {long}\nend");
        let at = text.find("mark").expect("it is there");
        let mark = Span::new(at, at + 4);
        let excerpt = Excerpt::new(&text, &mut [mark]);
        let lines: Vec<&str> = excerpt.text.lines().collect();
        assert_eq!((lines.len(), lines[0], lines[3]), (4, "short", "end"));
        assert_eq!(lines[1].chars().count(), SHOWN + 1);
        assert!(lines[2].ends_with("mark…"));
        let (start, length) = excerpt.place(mark).expect("it is shown");
        assert_eq!(&excerpt.text[start..start + length], "mark");
    }

    #[test]
    fn a_mark_over_many_lines_is_cut() {
        let text = "line\n".repeat(100);
        let excerpt = Excerpt::new(&text, &mut [Span::new(5, 400)]);
        let (start, length) = excerpt.place(Span::new(5, 400)).expect("it is shown");
        assert_eq!(&excerpt.text[start..start + length], "line\nline\nline\nline\nline");
        assert_eq!(excerpt.place(Span::new(5, 9)), Some((5, 4)));
    }

    #[test]
    fn what_is_too_far_right_gets_no_picture() {
        let text = "y".repeat(3000);
        let mark = Span::new(2500, 2501);
        assert_eq!(Excerpt::new(&text, &mut [mark]).place(mark), None);
    }
}
