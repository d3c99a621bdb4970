//! The walk over quick-xml's events that builds the tree.
//!
//! quick-xml checks little, on purpose. A strict XML reader would check more, but stop at the first error, and calint
//! has to report what it can read of a broken file. So end tags, roots, characters, names and entities are checked
//! here, and after each problem the walk goes on.

use std::collections::HashSet;

use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::{Error, Reader};

use super::builder::Builder;
use super::decode::Decoded;
use super::problem::ProblemKind::{Content, Structure};
use super::rules_of_xml::{forbidden_character, is_declaration, is_name};
use super::sections::Sections;
use super::span::Span;
use super::text::PieceKind;
use super::tree::Document;
use super::wanted::{MAX_DEPTH, MAX_NAME, Wanted};

const FIX_BY_HAND: &str = "correct the file, or retrieve it again";

/// Reads a decoded file into a tree.
pub(super) fn read(decoded: Decoded, wanted: &Wanted<'_>) -> Document {
    let mut builder = Builder::new(&decoded);
    if decoded.problem.is_none() || !decoded.text.is_empty() {
        Walk::new(&mut builder, wanted).run();
    }
    let tree = builder.finish();
    Document::new(decoded.text, decoded.encoding, tree)
}

struct Walk<'w, 'd> {
    builder: &'w mut Builder<'d>,
    reader: Reader<&'d [u8]>,
    /// Bytes before the reader's own zero.
    base: usize,
    /// Bytes of a second byte order mark.
    mark: usize,
    wanted: &'w Wanted<'w>,
    sections: Sections,
}

impl<'w, 'd> Walk<'w, 'd> {
    fn new(builder: &'w mut Builder<'d>, wanted: &'w Wanted<'w>) -> Self {
        let text = builder.text.trim_start_matches('\u{FEFF}');
        let base = builder.text.len() - text.len();
        Self { builder, reader: reader(text), mark: base, base, wanted, sections: Sections::default() }
    }

    fn run(mut self) {
        if let Some((at, character)) = forbidden_character(self.builder.text) {
            let message = format!("XML forbids the character U+{:04X}", u32::from(character));
            self.builder.problem(Span::new(at, at + character.len_utf8()), message, FIX_BY_HAND, Content);
        }
        if self.mark > 0 {
            let message = "a second byte order mark is before the XML declaration".to_owned();
            self.builder.problem(Span::new(0, self.mark), message, "delete it", Content);
        }
        while self.step() {}
        self.builder.end_of_file();
    }

    /// Reads one event; false at the end, or where it makes no sense to go on.
    fn step(&mut self) -> bool {
        let start_at = self.offset();
        match self.reader.read_event() {
            Ok(Event::Eof) => false,
            Ok(Event::Start(start)) if self.passes_by(&start) => self.pass_by(start.name().0, start_at),
            Ok(event) => {
                let span = Span::new(start_at, self.offset());
                self.event(&event, span);
                self.within_limits(span)
            }
            Err(error) => self.error(&error, start_at),
        }
    }

    fn passes_by(&self, start: &BytesStart<'_>) -> bool {
        let name = start.local_name();
        self.wanted.passes_by(self.builder.depth(), name.as_ref())
    }

    /// Reads on to the end tag of an element without looking at what is inside; false at the end.
    fn pass_by(&mut self, name: &str, start_at: usize) -> bool {
        if let Some(end) = self.sections.end_of(name, self.builder.text, self.offset()) {
            self.resume_at(end);
            return true;
        }
        let mut inside = 0_usize;
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(_)) => inside += 1,
                Ok(Event::End(_)) if inside > 0 => inside -= 1,
                Ok(Event::End(end)) if end.name().0 == name => return true,
                Ok(Event::End(_) | Event::Eof) => break,
                Ok(_) | Err(Error::IllFormed(_)) => {}
                Err(error) => return self.error(&error, start_at),
            }
        }
        let span = Span::new(start_at, self.offset());
        self.builder.stop(span, format!("`<{name}>` has no end tag where it should end"), FIX_BY_HAND);
        false
    }

    /// Reads on from a place that quick-xml was not led to.
    fn resume_at(&mut self, offset: usize) {
        // A new reader would skip a byte order mark without counting it. Inside a file it is a character like others.
        let rest = self.builder.text.get(offset..).unwrap_or_default();
        let text = rest.trim_start_matches('\u{FEFF}');
        self.base = offset + rest.len() - text.len();
        self.reader = reader(text);
        if self.base > offset {
            self.text(Span::new(offset, self.base));
        }
    }

    fn offset(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn event(&mut self, event: &Event<'d>, span: Span) {
        match event {
            Event::Start(start) => self.start(start, span),
            Event::Empty(start) => {
                self.start(start, span);
                self.builder.close(span.end);
            }
            Event::End(end) => self.builder.end_tag(end.name().as_ref(), span),
            Event::Text(_) => self.text(span),
            Event::CData(_) => self.cdata(span),
            Event::GeneralRef(reference) => self.reference(reference.as_ref(), span),
            Event::Comment(_) => self.comment(span),
            Event::Decl(declaration) => self.declaration(declaration, span),
            Event::PI(instruction) => self.instruction(instruction.target(), span),
            Event::DocType(_) => {
                let help = "delete it: metadata needs none, and calint reads no entities from one";
                self.builder.problem(span, "a DOCTYPE is refused".to_owned(), help, Content);
            }
            Event::Eof => {}
        }
    }

    fn within_limits(&mut self, span: Span) -> bool {
        let limit = if self.builder.depth() > MAX_DEPTH {
            format!("the file is more than {MAX_DEPTH} levels deep")
        } else if self.is_full() {
            let limit = self.wanted.max_nodes();
            format!("the file is more than {limit} elements, attributes, texts, and problems long")
        } else if self.builder.innermost().len() > MAX_NAME {
            format!("the name of an element is more than {MAX_NAME} bytes long")
        } else {
            return true;
        };
        let message = format!("{limit}; calint does not read the rest");
        self.builder.stop(
            span,
            message,
            "check where the file comes from: calint reads files many times the size of an app",
        );
        false
    }

    fn is_full(&self) -> bool {
        self.builder.nodes() > self.wanted.max_nodes()
    }

    fn start(&mut self, start: &BytesStart<'d>, span: Span) {
        let name = borrowed(start.name().0, self.builder.text, span.start as usize + 1);
        // A name that is too long ends the walk, and is not repeated in messages.
        if name.len() <= MAX_NAME && !is_name(name) {
            let message = format!("`{name}` cannot be the name of an element");
            self.builder.problem(span, message, FIX_BY_HAND, Structure);
        }
        self.builder.open(name, span);
        let mut seen = HashSet::new();
        // quick-xml compares each name with all before it.
        for attribute in start.attributes().with_checks(false) {
            let error = match attribute {
                Ok(attribute) if seen.insert(attribute.key.0.to_owned()) => {
                    self.attribute(attribute.key.0, &attribute.value);
                    None
                }
                Ok(attribute) => Some(format!("it has the attribute `{}` twice", attribute.key.0)),
                Err(error) => Some(error.to_string()),
            };
            if let Some(error) = error {
                let message = format!("the start tag of `{name}` is broken: {error}");
                self.builder.problem(span, message, FIX_BY_HAND, Structure);
                break;
            }
            if self.is_full() {
                break; // The walk ends here, too.
            }
        }
        self.builder.attributes_done();
    }

    fn attribute(&mut self, key: &str, value: &str) {
        let Some(name_at) = offset_in(self.builder.text, key) else { return };
        let Some(value_at) = offset_in(self.builder.text, value) else { return };
        let name = Span::new(name_at, name_at + key.len());
        let span = Span::new(value_at, value_at + value.len());
        if !is_name(key) {
            let message = format!("`{key}` cannot be the name of an attribute");
            self.builder.problem(name, message, FIX_BY_HAND, Structure);
        }
        if value.contains('<') || quick_xml::escape::unescape(value).is_err() {
            let message = format!("the value of the attribute `{key}` is not well-formed");
            self.builder.problem(span, message, FIX_BY_HAND, Content);
        }
        self.builder.attribute(name, span);
    }

    fn text(&mut self, span: Span) {
        let text = self.builder.slice(span);
        if let Some(at) = text.find("]]>") {
            let at = span.start as usize + at;
            let message = "text must not contain `]]>`".to_owned();
            self.builder.problem(Span::new(at, at + 3), message, "write `]]&gt;`", Content);
        }
        if self.builder.depth() == 0 {
            self.outside_root(span);
        } else {
            self.builder.piece(span, PieceKind::Verbatim);
        }
    }

    fn outside_root(&mut self, span: Span) {
        let text = self.builder.slice(span);
        let visible = text.trim();
        if visible.is_empty() {
            return;
        }
        let start = span.start as usize + (text.len() - text.trim_start().len());
        let first_line = visible.lines().next().unwrap_or_default();
        let span = Span::new(start, start + first_line.len());
        let message = if self.builder.has_root() {
            "text after the end of the root element"
        } else {
            "text before the root element"
        };
        self.builder.problem(span, message.to_owned(), "delete it: XML does not allow text there", Content);
    }

    fn cdata(&mut self, span: Span) {
        if self.builder.depth() == 0 {
            self.outside_root(span);
        } else {
            let (open, close) = ("<![CDATA[".len(), "]]>".len());
            let inside = Span::new(span.start as usize + open, span.end as usize - close);
            self.builder.piece(inside, PieceKind::Verbatim);
        }
    }

    fn reference(&mut self, name: &str, span: Span) {
        if self.builder.depth() == 0 {
            return self.outside_root(span);
        }
        if let Some(character) = referenced(name) {
            return self.builder.piece(span, PieceKind::Character(character));
        }
        let message = format!("`&{name};` is not defined");
        let help = "XML knows &amp; &lt; &gt; &apos; &quot; and character numbers";
        self.builder.problem(span, message, help, Content);
        self.builder.piece(span, PieceKind::Unknown);
    }

    fn comment(&mut self, span: Span) {
        let inside = self.builder.slice(span).trim_start_matches("<!--").trim_end_matches('>');
        let inside = inside.strip_suffix("--").unwrap_or(inside);
        if inside.contains("--") || inside.ends_with('-') {
            let message = "a comment must not contain `--`".to_owned();
            self.builder.problem(span, message, "write a single hyphen", Content);
        }
        self.builder.comment(span);
    }

    fn declaration(&mut self, declaration: &BytesDecl<'_>, span: Span) {
        if span.start as usize != self.mark {
            return self.instruction("xml", span);
        }
        let broken = !is_declaration(self.builder.slice(span));
        let encoding = declaration.encoding();
        let help = "write <?xml version=\"1.0\" encoding=\"UTF-8\"?> with straight quotes";
        if broken || matches!(encoding, Some(Err(_))) {
            self.builder.problem(span, "the XML declaration is broken".to_owned(), help, Content);
        } else if let Some(Ok(encoding)) = encoding {
            self.builder.declared_encoding(&encoding, span);
        }
    }

    fn instruction(&mut self, target: &str, span: Span) {
        if target.eq_ignore_ascii_case("xml") {
            let message = "the XML declaration is not at the start of the file".to_owned();
            self.builder.problem(span, message, "delete everything before it, blank lines too", Content);
        } else if !is_name(target) {
            let message = "this processing instruction has no name".to_owned();
            self.builder.problem(span, message, FIX_BY_HAND, Content);
        }
    }

    /// Notes an error of the reader; true if it can go on after it.
    fn error(&mut self, error: &Error, start: usize) -> bool {
        let at = self.base + usize::try_from(self.reader.error_position()).unwrap_or(start);
        if matches!(error, Error::IllFormed(_)) {
            let span = Span::new(at, self.offset().max(at));
            let message = "`&` does not begin a reference here".to_owned();
            self.builder.problem(span, message, "write &amp; for the character itself", Content);
            if self.builder.depth() > 0 {
                self.builder.piece(span, PieceKind::Unknown);
            }
            return self.within_limits(span);
        }
        let end = self.builder.text.len();
        self.builder.stop(Span::new(at.min(end), end), format!("{error}"), FIX_BY_HAND);
        false
    }
}

/// A reader that leaves end tags to the builder.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

/// The character that `&name;` means.
pub(super) fn referenced(name: &str) -> Option<char> {
    let text = quick_xml::escape::unescape(&format!("&{name};")).ok()?.into_owned();
    text.chars().next().filter(|_| forbidden_character(&text).is_none())
}

/// Where a slice that was cut from `text` begins in it.
fn offset_in(text: &str, slice: &str) -> Option<usize> {
    let offset = slice.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (offset + slice.len() <= text.len()).then_some(offset)
}

/// The same text as `name`, borrowed from the document instead of from the event.
fn borrowed<'d>(name: &str, text: &'d str, at: usize) -> &'d str {
    text.get(at..at + name.len()).unwrap_or_default()
}
