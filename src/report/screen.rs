//! What a report for people is shown on: how wide it is, and what it shows besides plain characters.
//!
//! The command line finds out once (`cli/screen.rs`), and all texts for people ask here, so that colors, links, and
//! line breaks are the same in each of them.

use crate::schema::Severity;

/// What a text for people is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Colors or none.
    pub style: Style,
    /// Columns of a line. Lines are as long as their text if this is `None`.
    pub width: Option<usize>,
    /// Whether words can lead to addresses.
    pub links: Links,
    /// Which characters draw pictures.
    pub drawing: Drawing,
}

/// Colors or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Colored,
    /// For files and pipes.
    Plain,
}

/// Whether a terminal makes links of words (OSC 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It does.
    Shown,
    /// It would show the address beside the word, or nothing.
    Absent,
}

/// The characters of lines and arrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// Box characters.
    Unicode,
    /// For locales without them.
    Ascii,
}

/// Colors that texts use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// What fails.
    Red,
    /// What is unknown or may fail.
    Yellow,
    /// What works.
    Green,
    /// What is for information.
    Cyan,
    /// What is switched off.
    Dim,
    /// Names.
    Bold,
}

impl Screen {
    /// A file or a pipe, which has no colors, no width, and no locale.
    pub const FILE: Self = Self { style: Style::Plain, width: None, links: Links::Absent, drawing: Drawing::Unicode };

    /// The text in a color, if there are colors.
    #[must_use]
    pub fn paint(&self, text: &str, color: Color) -> String {
        if self.style == Style::Plain {
            return text.to_owned();
        }
        let code = match color {
            Color::Bold => 1,
            Color::Dim => 2,
            Color::Red => 31,
            Color::Green => 32,
            Color::Yellow => 33,
            Color::Cyan => 36,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// The text as a link to an address, if there are links.
    #[must_use]
    pub fn link(&self, text: &str, address: &str) -> String {
        match self.links {
            Links::Shown => format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            Links::Absent => text.to_owned(),
        }
    }

    /// The lines of a text, none wider than the screen if its words allow it. Lines after the first are indented.
    #[must_use]
    pub fn wrap(&self, text: &str, indent: &str) -> String {
        let Some(width) = self.width else { return text.to_owned() };
        let options = textwrap::Options::new(width)
            .subsequent_indent(indent)
            .break_words(false)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(text, options)
    }
}

impl Color {
    /// The color of a severity.
    #[must_use]
    pub fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Red,
            Severity::Warning => Self::Yellow,
            Severity::Info => Self::Cyan,
        }
    }
}
