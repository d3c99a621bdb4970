//! Texts in Markdown that no forge takes for anything but text.
//!
//! Forges make more than markup of a text: mentions, references, addresses, emoji and formulas, some of them after the
//! Markdown was read, where no backslash counts. Only within code they leave a text alone. So a word is plain text if
//! it contains nothing but letters and the usual punctuation, and code otherwise. A list of characters to escape would
//! have to be right for each forge.

use std::fmt::Write as _;

use super::neutral::one_line;

/// A sentence: text between backticks is code, and so is every word that could be more than a word.
pub(super) fn prose(text: &str) -> String {
    let text = one_line(&text.replace("\r\n", " ").replace(['\r', '\n'], " "));
    let mut pieces = Pieces(Vec::new());
    if text.matches('`').count().is_multiple_of(2) {
        for (at, part) in text.split('`').enumerate() {
            if at % 2 == 1 { pieces.quoted(part) } else { pieces.words(part) }
        }
    } else {
        pieces.words(&text);
    }
    pieces.0.iter().map(Piece::markdown).collect()
}

/// A part of a sentence.
enum Piece {
    Plain(String),
    Code(String),
}

impl Piece {
    fn markdown(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Code(text) => code(text),
        }
    }
}

/// The parts of a sentence. Two parts that are code are never neighbors: their backticks would run together.
struct Pieces(Vec<Piece>);

impl Pieces {
    fn quoted(&mut self, text: &str) {
        self.code(if text.is_empty() { "``" } else { text });
    }

    fn words(&mut self, text: &str) {
        for word in text.split_inclusive(' ') {
            let (word, blank) = word.strip_suffix(' ').map_or((word, ""), |word| (word, " "));
            if is_plain(word) {
                self.plain(word);
            } else {
                self.code(word);
            }
            self.plain(blank);
        }
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.0.push(Piece::Plain(text.to_owned()));
        }
    }

    fn code(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Piece::Code(last)) => last.push_str(text),
            _ => self.0.push(Piece::Code(text.to_owned())),
        }
    }
}

/// Whether no forge can take a word for anything else. Emoji and addresses contain `:` before their end; references and
/// addresses contain `-1` and `//`.
fn is_plain(word: &str) -> bool {
    let usual = |it: char| !it.is_ascii() || it.is_ascii_alphanumeric() || ".,;:'\"()-/?".contains(it);
    let (lower, bytes) = (word.to_ascii_lowercase(), word.as_bytes());
    word.chars().all(usual)
        && !word.trim_end_matches(':').contains(':')
        && !["//", "www."].iter().any(|part| lower.contains(part))
        && !bytes.windows(2).any(|pair| matches!(pair, [b'-', b'0'..=b'9']))
}

/// Code. A `|` would end the cell of a table even in code, so it is written outside.
pub(super) fn code(text: &str) -> String {
    let spans: Vec<String> = text.split('|').map(code_span).collect();
    spans.join("&#124;")
}

/// The text between more backticks than it contains in a row.
fn code_span(text: &str) -> String {
    if text.trim_matches(' ').is_empty() {
        return text.to_owned();
    }
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let stripped = text.starts_with(' ') && text.ends_with(' ');
    let pad = if stripped || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    let mut span = String::with_capacity(text.len() + 2 * fence.len() + 2);
    let _ = write!(span, "{fence}{pad}{text}{pad}{fence}");
    span
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::{code, prose};
    use crate::report::neutral::one_line;

    /// What a reader sees of a cell, if it is text and code only.
    fn seen(cell: &str) -> Option<String> {
        let table = format!("| a | b |\n| --- | --- |\n| {cell} | end |\n");
        let mut cells = Vec::new();
        for event in Parser::new_ext(&table, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Text(text) | Event::Code(text) => cells.last_mut()?.push_str(&text),
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) => {}
                _ => return None,
            }
        }
        (cells.len() == 4 && cells.get(3)? == "end").then(|| cells.swap_remove(2))
    }

    #[test]
    fn sentences_read_well() {
        assert_eq!(prose("`App` asks for `Full`: its tokens"), "`App` asks for `Full`: its tokens");
        assert_eq!(prose("to @all, see #1"), "to `@all,` see `#1`");
        assert_eq!(prose("`a|b`\nc"), "`a`&#124;`b` c");
        assert_eq!(prose("`a`b`"), "`` `a`b` ``");
        assert_eq!(prose("$`x`$"), "`$x$`");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_said(text in "[-a-c0-2 `|\\\\\\[\\]()<>*_~#@!&:/.$^{}=\"';éß\u{1b}\u{202e}]{0,40}") {
            let said = one_line(&text);
            let quoted = said.chars().filter(|it| *it != '`').collect::<String>();
            let read = |cell: &str| seen(cell).map(|text| text.replace('`', "").trim().to_owned());
            prop_assert_eq!(read(&prose(&text)), Some(quoted.trim().to_owned()), "{}", prose(&text));
            prop_assert_eq!(seen(&code(&said)).map(|it| it.trim().to_owned()), Some(said.trim().to_owned()), "{}", code(&said));
        }
    }
}
