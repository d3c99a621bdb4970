//! The text that pictures are drawn on: a file with its long lines cut short.
//!
//! A certificate is one line of two thousand characters, and a hostile line may have millions. Only the ends of lines
//! are cut, so that columns stay right. Lines far from every mark are left out, too: miette reads a text from its start
//! for each picture, and with many findings in a long file that would take quadratic time.

use crate::parse::Span;

use super::neutral::same_length;

/// Bytes of a line that are always shown, and the most that are shown behind the start of a mark. Longer lines would
/// wrap on wide terminals, too.
const SHOWN: usize = 160;

/// A mark that begins further right than this many bytes gets no picture: the line above it would fill the screen.
const MAX_COLUMN: usize = 2000;

/// Lines of a mark that are shown at most: the first ones are enough to recognize a section.
const MAX_LINES: usize = 5;

/// Lines on both sides of the start of a mark that may be drawn with it. A hostile file has millions of others.
const ABOUT: usize = 40;

/// A file as it is drawn.
pub(super) struct Excerpt {
    /// The lines about the marks, each cut if it is too long.
    pub(super) text: String,
    lines: Vec<Line>,
}

/// Which line it is, where it begins in the file and in the excerpt, and how much of it is left.
struct Line {
    number: usize,
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
        let marked = marked_lines(&safe, marks);
        let (mut start, mut next, mut about) = (0, 0, marked.iter().copied().peekable());
        for (number, line) in safe.split_inclusive('\n').enumerate() {
            let end = start + line.len();
            while about.next_if(|marked| marked + ABOUT < number).is_some() {}
            let mut keep = SHOWN;
            while let Some(mark) = marks.get(next).filter(|mark| (mark.start as usize) < end) {
                let column = (mark.start as usize).saturating_sub(start);
                if column <= MAX_COLUMN {
                    keep = keep.max((mark.end as usize).saturating_sub(start).min(column + SHOWN));
                }
                next += 1;
            }
            if about.peek().is_some_and(|marked| *marked <= number + ABOUT) {
                excerpt.push(number, start, line, keep);
            }
            start = end;
        }
        excerpt
    }

    fn push(&mut self, number: usize, start: usize, line: &str, keep: usize) {
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
        self.lines.push(Line { number, start, shown_start, shown: kept.len() });
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

    /// The line of a place in the excerpt with some before it: how many lines of the file there are before these, and
    /// where they begin in the excerpt.
    pub(super) fn lines_about(&self, shown: usize, before: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|line| line.shown_start <= shown).saturating_sub(1);
        self.lines.get(line.saturating_sub(before)).map_or((0, 0), |first| (first.number, first.shown_start))
    }

    fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }
}

/// The numbers of the lines in which marks begin, in the order of the marks.
fn marked_lines(text: &str, marks: &[Span]) -> Vec<usize> {
    let mut ends = memchr::memchr_iter(b'\n', text.as_bytes()).enumerate().peekable();
    let mut number = 0;
    let line = |mark: &Span| {
        while let Some((ended, _)) = ends.next_if(|(_, end)| *end < mark.start as usize) {
            number = ended + 1;
        }
        number
    };
    marks.iter().map(line).collect()
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
    fn only_lines_about_marks_are_kept() {
        let text = "line\n".repeat(1000);
        let (first, second) = (Span::new(500, 504), Span::new(4500, 4504));
        let excerpt = Excerpt::new(&text, &mut [second, first]);
        assert_eq!(excerpt.text.lines().count(), 2 * (2 * super::ABOUT + 1));
        let (start, length) = excerpt.place(second).expect("it is shown");
        assert_eq!(&excerpt.text[start..start + length], "line");
        assert_eq!(excerpt.lines_about(start, 1), (899, start - 5));
    }

    #[test]
    fn what_is_too_far_right_gets_no_picture() {
        let text = "y".repeat(3000);
        let mark = Span::new(2500, 2501);
        assert_eq!(Excerpt::new(&text, &mut [mark]).place(mark), None);
    }
}
