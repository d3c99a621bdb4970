//! How the text of a file is laid out: lines, indentation, line ends.

use crate::parse::{Document, NodeId};

/// What most tools indent by, for files that do not tell.
const INDENTATION: &str = "    ";

/// Where the line of a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Where the line of a byte ends: before its line end, and behind it.
pub(super) fn line_end(text: &str, at: usize) -> (usize, usize) {
    let rest = text.get(at..).unwrap_or_default();
    match rest.find('\n') {
        Some(newline) => {
            let returned = rest.get(..newline).is_some_and(|line| line.ends_with('\r'));
            (at + newline - usize::from(returned), at + newline + 1)
        }
        None => (text.len(), text.len()),
    }
}

/// The blanks before a byte, if nothing else stands before it on its line.
pub(super) fn indentation(text: &str, at: usize) -> Option<&str> {
    text.get(line_start(text, at)..at).filter(|before| before.chars().all(is_blank))
}

/// Whether nothing but blanks and comments stands behind a byte on its line, and the line ends.
pub(super) fn ends_line(text: &str, at: usize) -> bool {
    let (end, behind) = line_end(text, at);
    let mut rest = text.get(at..end).unwrap_or_default().trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        let Some((_, after)) = comment.split_once("-->") else { return false };
        rest = after.trim_start();
    }
    rest.is_empty() && behind > end
}

/// The line end that is used round a byte; nothing if the text has only one line.
pub(super) fn line_break(text: &str, at: usize) -> Option<&'static str> {
    let (end, behind) = line_end(text, at);
    let ahead = text.get(end..behind).filter(|it| !it.is_empty());
    let kind = |returned: bool| if returned { "\r\n" } else { "\n" };
    let before = || {
        let start = line_start(text, at);
        (start > 0).then(|| kind(text.get(..start).is_some_and(|before| before.ends_with("\r\n"))))
    };
    ahead.map(|it| kind(it.len() == 2)).or_else(before)
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
