//! Lists that are one text, such as scopes with commas between them, or callbacks with one a line.

use crate::parse::{Document, NodeId, Span, Value};
use crate::rules::Separator;
use crate::workspace::Place;

use super::layout::line_break;
use super::text_edit::TextEdit;
use super::values::{fill, spelled};

/// Adds an entry at the end of a list.
pub(super) fn append(document: &Document, node: NodeId, separator: Separator, entry: &str) -> Option<TextEdit> {
    let text = document.value(node);
    let parts: Vec<Value<'_>> = text.split(separator.characters()).collect();
    let Some((last, before)) = parts.split_last() else { return fill(document, node, entry) };
    let between = match before.last() {
        Some(before) => plain(document, Span { start: before.span.end, end: last.span.start })?,
        None if separator == Separator::Comma => ", ",
        None => line_break(document.text(), last.span.end as usize),
    };
    let at = last.span.end as usize;
    Some(TextEdit::insert(at, format!("{between}{}", spelled(document, node, at, entry)?)))
}

/// Takes entries out of a list, each with the separator behind it, or the one before it at the end.
pub(super) fn drop(document: &Document, entries: &[Place], separator: Separator) -> Option<Vec<TextEdit>> {
    let node = entries.first()?.node?;
    let text = document.value(node);
    // Up to the first behind the last that goes: lists may be long.
    let end = entries.iter().map(|entry| entry.span.end).max()?;
    let mut is_near = true;
    let parts =
        text.split(separator.characters()).take_while(|part| std::mem::replace(&mut is_near, part.span.end <= end));
    let parts: Vec<Value<'_>> = parts.collect();
    let goes = |part: &Value<'_>| entries.iter().any(|entry| entry.span == part.span);
    let mut kept_end: Option<u32> = None;
    let mut edits = Vec::new();
    for run in parts.chunk_by(|a, b| goes(a) == goes(b)) {
        let (first, last) = (run.first()?, run.last()?);
        if !goes(first) {
            kept_end = Some(last.span.end);
            continue;
        }
        let kept_start = parts.iter().find(|part| part.span.start > last.span.start).map(|part| part.span.start);
        let span = match (kept_end, kept_start) {
            (_, Some(next)) => Span { start: first.span.start, end: next },
            (Some(before), None) => Span { start: before, end: last.span.end },
            (None, None) => Span { start: first.span.start, end: last.span.end },
        };
        plain(document, span)?;
        edits.push(TextEdit { span, text: String::new() });
    }
    (!edits.is_empty()).then_some(edits)
}

/// The source text of a span, unless there is markup in it.
fn plain(document: &Document, span: Span) -> Option<&str> {
    Some(document.slice(span)).filter(|source| !source.contains('<') && !source.contains("]]>"))
}
