//! How the text of a file is laid out: lines, indentation, line ends.
//!
//! A file may mix tabs with blanks and one kind of line end with another, so the layout is taken from the neighborhood
//! of a change and not once for the file. Every function looks only at the bytes near its place: with a
//! thousand fixes in one long line, a search for the next line end must not read the whole file each time.

use crate::parse::{Document, NodeId};

/// The indentation that Salesforce writes, for files whose own cannot be seen.
const INDENTATION: &str = "    ";

/// Bytes in which a line end is searched for. A file may have none, and a search to its end for each fix would take too
/// long.
const NEAR: usize = 4096;

/// The blanks before a byte, if nothing else is before it on its line.
pub(super) fn indentation(text: &str, at: usize) -> Option<&str> {
    let before = text.get(..at)?;
    let line = before.trim_end_matches(is_blank);
    (line.is_empty() || line.ends_with('\n')).then(|| before.split_at(line.len()).1)
}

/// The line end behind a byte, if nothing but blanks is before it: where it begins and where it ends.
pub(super) fn line_end(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = text.get(at..)?;
    let end = rest.trim_start_matches(is_blank);
    let begins = at + rest.len() - end.len();
    let length = if end.starts_with("\r\n") { 2 } else { usize::from(end.starts_with('\n')) };
    (length > 0).then_some((begins, begins + length))
}

/// The line end behind a byte, if nothing but blanks and comments is before it: where it begins and where it ends.
pub(super) fn end_of_line(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut at = at;
    loop {
        let rest = text.get(at..)?;
        let Some(comment) = rest.trim_start_matches(is_blank).strip_prefix("<!--") else {
            return line_end(text, at);
        };
        let (inside, after) = comment.split_once("-->")?;
        if inside.contains('\n') {
            return None;
        }
        at = text.len() - after.len();
    }
}

/// The line end before a byte at which a line begins; nothing at the start of the text.
pub(super) fn line_break_before(text: &str, line_start: usize) -> Option<&'static str> {
    let before = text.get(..line_start)?;
    if before.ends_with("\r\n") { Some("\r\n") } else { before.ends_with('\n').then_some("\n") }
}

/// The line end that is used near a byte; the plain one if none is near.
pub(super) fn line_break(text: &str, at: usize) -> &'static str {
    let bytes = text.as_bytes();
    let ahead = bytes.get(at..).unwrap_or_default();
    let behind = bytes.get(..at).unwrap_or_default();
    let newline = memchr::memchr(b'\n', ahead.get(..NEAR).unwrap_or(ahead)).map(|found| at + found).or_else(|| {
        let start = behind.len().saturating_sub(NEAR);
        memchr::memrchr(b'\n', behind.get(start..).unwrap_or_default()).map(|found| start + found)
    });
    let is_returned =
        newline.and_then(|newline| newline.checked_sub(1)).is_some_and(|it| bytes.get(it) == Some(&b'\r'));
    if is_returned { "\r\n" } else { "\n" }
}

/// What a file indents each level by.
pub(super) fn unit(document: &Document) -> &str {
    let text = document.text();
    let first = || {
        let root = document.root()?;
        let outer = indentation(text, start(document, root))?;
        let inner = indentation(text, start(document, document.children(root).next()?))?;
        inner.strip_prefix(outer).filter(|unit| !unit.is_empty())
    };
    first().unwrap_or(INDENTATION)
}

/// Where an element begins.
pub(super) fn start(document: &Document, node: NodeId) -> usize {
    document.span(node).start as usize
}

/// Where an element ends.
pub(super) fn end(document: &Document, node: NodeId) -> usize {
    document.span(node).end as usize
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

/// The name in a start tag as it is written, prefix included.
pub(super) fn tag_name(document: &Document, node: NodeId) -> &str {
    let tag = document.slice(document.start_tag(node)).trim_start_matches('<');
    tag.split(|it: char| it.is_whitespace() || matches!(it, '/' | '>')).next().unwrap_or_default()
}

/// The prefix that an element is written with, its colon included.
pub(super) fn prefix(document: &Document, node: NodeId) -> &str {
    let name = tag_name(document, node);
    name.split_at(name.rfind(':').map_or(0, |colon| colon + 1)).0
}

/// Whether an element is written as one tag, `<a/>`.
pub(super) fn is_one_tag(document: &Document, node: NodeId) -> bool {
    document.slice(document.span(node)).ends_with("/>") && document.span(node) == document.start_tag(node)
}

/// Where the end tag of an element begins.
pub(super) fn end_tag(document: &Document, node: NodeId) -> Option<usize> {
    let written = document.slice(document.span(node));
    written.rfind("</").map(|at| start(document, node) + at)
}

/// Text as XML writes it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
