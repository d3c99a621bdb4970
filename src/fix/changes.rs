//! Each kind of change as edits of the decoded text.

use crate::parse::{Document, NodeId, Span};
use crate::rules::Change;

use super::insertion::{Content, insert};
use super::layout::{end, end_tag, indentation, is_one_tag, line_break_before, line_end, start, tag_name};
use super::list;
use super::text_edit::TextEdit;
use super::values::{fill, write};

/// The edits of a change; nothing if the change does not fit the way in which the source is written.
pub(super) fn edits(document: &Document, change: &Change) -> Option<Vec<TextEdit>> {
    match change {
        Change::Write(place, text) => match (place.node?, place.absent) {
            (parent, Some(name)) => insert(document, parent, name, &Content::Text(text)).map(one),
            (node, None) if place.span == document.start_tag(node) => fill(document, node, text).map(one),
            (node, None) => write(document, node, place.span, text).map(one),
        },
        Change::AddGroup(place, children) => {
            insert(document, place.node?, place.absent?, &Content::Children(children)).map(one)
        }
        Change::Append(place, separator, entry) => list::append(document, place.node?, *separator, entry).map(one),
        Change::Drop(places, separator) => list::drop(document, places, *separator),
        Change::Remove(place) => Some(one(remove(document, place.node?))),
        Change::Respell(place, name) => respell(document, place.node?, name),
        Change::Unwrap(place) => unwrap(document, place.node?).map(one),
        Change::Move(place, to) => {
            let (node, parent) = (place.node?, to.node?);
            let written = Content::Written(document.slice(document.span(node)));
            Some(vec![remove(document, node), insert(document, parent, document.name(node), &written)?])
        }
        Change::Retype(place, text) => Some(one(TextEdit { span: place.span, text: text.clone() })),
        Change::Rename(..) => Some(Vec::new()),
    }
}

fn one(edit: TextEdit) -> Vec<TextEdit> {
    vec![edit]
}

/// Deletes an element, and its line if it has one of its own.
fn remove(document: &Document, node: NodeId) -> TextEdit {
    let text = document.text();
    let (from, to) = (start(document, node), end(document, node));
    match (indentation(text, from), line_end(text, to)) {
        (Some(indentation), Some((_, behind))) => TextEdit::delete(from - indentation.len(), behind),
        _ => TextEdit::delete(from, to),
    }
}

/// Renames an element, in both tags.
fn respell(document: &Document, node: NodeId, name: &str) -> Option<Vec<TextEdit>> {
    let written = tag_name(document, node);
    let prefix = written.rfind(':').map_or(0, |colon| colon + 1);
    let at = |tag: usize| TextEdit { span: Span::new(tag + prefix, tag + written.len()), text: name.to_owned() };
    let mut edits = vec![at(start(document, node) + 1)];
    if !is_one_tag(document, node) {
        edits.push(at(end_tag(document, node)? + 2));
    }
    Some(edits)
}

/// Deletes an element and keeps its children, each on a line of its own if the element had one.
fn unwrap(document: &Document, node: NodeId) -> Option<TextEdit> {
    let (text, from) = (document.text(), start(document, node));
    let own_line = indentation(text, from);
    let line_break = own_line.and_then(|blanks| line_break_before(text, from - blanks.len())).unwrap_or_default();
    let between = format!("{line_break}{}", own_line.filter(|_| !line_break.is_empty()).unwrap_or_default());
    let children: Vec<&str> = document.children(node).map(|child| document.slice(document.span(child))).collect();
    let is_all = document.value(node).trimmed().is_none() && !children.is_empty();
    is_all.then(|| TextEdit { span: document.span(node), text: children.join(&between) })
}
