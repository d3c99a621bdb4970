//! The text of an element, written as the element writes it: with references, or in a CDATA section.

use crate::parse::{Document, NodeId, Span};

use super::layout::{end_tag, escaped, is_one_tag, line_break, start, tag_name};
use super::text_edit::TextEdit;

/// Replaces a value.
pub(super) fn write(document: &Document, node: NodeId, span: Span, text: &str) -> Option<TextEdit> {
    if document.slice(span).contains('<') {
        return None; // A comment or a section begins inside.
    }
    let at = span.start as usize;
    let text = if text.contains('\n') { text.replace('\n', line_break(document.text(), at)) } else { text.to_owned() };
    Some(TextEdit { span, text: spelled(document, node, at, &text)? })
}

/// A text as it is spelled at a byte of an element: a CDATA section takes all as it is but its own end.
pub(super) fn spelled(document: &Document, node: NodeId, at: usize, text: &str) -> Option<String> {
    let before = document.text().get(start(document, node)..at)?;
    let opened = before.rfind("<![CDATA[");
    let in_section = opened.is_some() && opened > before.rfind("]]>");
    if in_section { Some(text.to_owned()).filter(|text| !text.contains("]]>")) } else { Some(escaped(text)) }
}

/// Writes a text into an empty element.
pub(super) fn fill(document: &Document, node: NodeId, text: &str) -> Option<TextEdit> {
    let tag = document.start_tag(node);
    if is_one_tag(document, node) {
        let opened = document.slice(tag).trim_end_matches("/>").trim_end();
        let text = format!("{opened}>{}</{}>", escaped(text), tag_name(document, node));
        return Some(TextEdit { span: tag, text });
    }
    let content = Span { start: tag.end, end: u32::try_from(end_tag(document, node)?).ok()? };
    let is_empty = document.slice(content).trim().is_empty();
    is_empty.then(|| TextEdit { span: content, text: escaped(text) })
}
