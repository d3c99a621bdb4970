//! The lines that a finding is about, and what to do, as miette draws them. The message above them is calint's own,
//! because miette writes the name of the rule, the message, and the picture under each other with empty lines between.

use std::fmt;
use std::io;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, NamedSource,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::excerpt::Excerpt;
use super::screen::{Drawing, Screen, Style};

/// How pictures are drawn.
pub(super) fn handler(screen: Screen) -> GraphicalReportHandler {
    let characters = match screen.drawing {
        Drawing::Unicode => ThemeCharacters::unicode(),
        Drawing::Ascii => ThemeCharacters::ascii(),
    };
    let styles = match screen.style {
        Style::Colored => ThemeStyles::ansi(),
        Style::Plain => ThemeStyles::none(),
    };
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_links(false)
        .with_urls(false)
        .with_wrap_lines(screen.width.is_some())
        .with_break_words(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
        .with_context_lines(1)
        .tab_width(4);
    match screen.width {
        Some(width) => handler.with_width(width),
        None => handler,
    }
}

/// Lines between two marks that are drawn so that both are in one picture.
const MAX_BETWEEN: usize = 5;

/// miette reads a text from its start to quote a line of it. It gets the lines about the mark alone, so that many
/// findings in a long file take no longer than as many in short ones.
impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (skipped, start) = self.lines_about(span.offset(), lines_before);
        let rest = self.text.get(start..).unwrap_or_default();
        let contents = rest.read_span(&(span.offset() - start, span.len()).into(), lines_before, lines_after)?;
        let shown = (contents.span().offset() + start, contents.span().len()).into();
        let line = contents.line() + skipped;
        // By this number miette decides whether two pictures become one.
        let line_count = contents.line_count() + skipped.min(MAX_BETWEEN);
        Ok(Box::new(MietteSpanContents::new(contents.data(), shown, line, contents.column(), line_count)))
    }
}

/// What miette draws.
pub(super) struct Picture<'s> {
    pub(super) help: String,
    pub(super) labels: Vec<LabeledSpan>,
    pub(super) source: Option<&'s NamedSource<Excerpt>>,
}

impl fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a picture")
    }
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("")
    }
}

impl std::error::Error for Picture<'_> {}

impl Diagnostic for Picture<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (self.source.is_some()).then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}

impl Picture<'_> {
    /// Draws it, with an empty line behind it.
    pub(super) fn draw(&self, handler: &GraphicalReportHandler) -> io::Result<String> {
        let mut text = String::new();
        handler.render_report(&mut text, self).map_err(io::Error::other)?;
        text.push('\n');
        // The first line is that of miette's message.
        Ok(text.split_once('\n').map_or_else(String::new, |(_, picture)| picture.to_owned()))
    }
}
