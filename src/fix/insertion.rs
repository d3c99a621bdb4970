//! Where an element that is absent goes, and how it is written there.
//!
//! Salesforce writes siblings in the order of their names, so the next retrieve would move an element from any other
//! place and show it as a change. A new one goes after the elements of the same name, or else before the first one
//! whose name comes later. It gets a line of its own if its neighbors have one. The rest of the file stays as it is: a
//! printer for the whole tree would reformat files that people wrote.

use crate::parse::{Document, NodeId, Span};

use super::layout::{
    end, end_of_line, end_tag, escaped, indentation, is_one_tag, line_break_before, prefix, start, tag_name, unit,
};
use super::text_edit::TextEdit;

/// What an element is made of.
pub(super) enum Content<'c> {
    /// A text.
    Text(&'c str),
    /// Elements with a text each, by name.
    Children(&'c [(&'static str, String)]),
    /// It is there already, as this source text.
    Written(&'c str),
}

/// How lines are written around the new element.
struct Lines<'d> {
    /// The line end.
    line_break: &'static str,
    /// The blanks before the element on its line.
    indentation: String,
    /// What one level is indented by.
    unit: &'d str,
}

/// Adds an element to a parent; nothing if there is no place to write it.
pub(super) fn insert(document: &Document, parent: NodeId, name: &str, content: &Content<'_>) -> Option<TextEdit> {
    let next = document.own_children(parent).find(|child| document.name(*child) > name);
    let namesake = document.children_named(parent, name).last();
    let before_next = || {
        let earlier = document.children(parent).take_while(|child| Some(*child) != next);
        earlier.last()
    };
    let element = Element { document, parent, name, content };
    match (namesake.or_else(before_next), next) {
        (Some(before), _) => Some(element.behind(before)),
        (None, Some(next)) => Some(element.first(next)),
        (None, None) => element.alone(),
    }
}

/// An element that is to be written.
struct Element<'d, 'c> {
    document: &'d Document,
    parent: NodeId,
    name: &'c str,
    content: &'c Content<'c>,
}

impl<'d> Element<'d, '_> {
    /// Behind a sibling.
    fn behind(&self, sibling: NodeId) -> TextEdit {
        let (text, at) = (self.document.text(), end(self.document, sibling));
        match (indentation(text, start(self.document, sibling)), end_of_line(text, at)) {
            (Some(indentation), Some(line_end)) => self.new_line(line_end, indentation),
            _ => TextEdit::insert(at, self.written(None)),
        }
    }

    /// Before the first sibling.
    fn first(&self, next: NodeId) -> TextEdit {
        let (text, at) = (self.document.text(), start(self.document, next));
        let tag = self.document.start_tag(self.parent).end as usize;
        match (indentation(text, at), end_of_line(text, tag)) {
            (Some(indentation), Some(line_end)) => self.new_line(line_end, indentation),
            (Some(indentation), None) => {
                let line_break = line_break_before(text, at - indentation.len()).unwrap_or_default();
                let written = self.written(Some(&self.lines(line_break, indentation.to_owned())));
                TextEdit::insert(at, format!("{written}{line_break}{indentation}"))
            }
            (None, _) => TextEdit::insert(at, self.written(None)),
        }
    }

    /// On a new line behind a line end.
    fn new_line(&self, (line_end, behind): (usize, usize), indentation: &str) -> TextEdit {
        let line_break = line_break_before(self.document.text(), behind).unwrap_or_default();
        let written = self.written(Some(&self.lines(line_break, indentation.to_owned())));
        TextEdit::insert(line_end, format!("{line_break}{indentation}{written}"))
    }

    /// In a parent without children.
    fn alone(&self) -> Option<TextEdit> {
        let (document, parent) = (self.document, self.parent);
        let text = document.text();
        let outer = indentation(text, start(document, parent));
        let inside = match (outer, end_of_line(text, end(document, parent))) {
            (Some(outer), Some((_, behind))) => {
                let line_break = line_break_before(text, behind).unwrap_or_default();
                let lines = self.lines(line_break, format!("{outer}{}", unit(document)));
                format!("{line_break}{}{}{line_break}{outer}", lines.indentation, self.written(Some(&lines)))
            }
            _ => self.written(None),
        };
        let tag = document.start_tag(parent);
        if is_one_tag(document, parent) {
            let opened = document.slice(tag).trim_end_matches("/>").trim_end();
            let closed = tag_name(document, parent);
            return Some(TextEdit { span: tag, text: format!("{opened}>{inside}</{closed}>") });
        }
        let content = Span { start: tag.end, end: u32::try_from(end_tag(document, parent)?).ok()? };
        let is_empty = document.slice(content).trim().is_empty();
        is_empty.then_some(TextEdit { span: content, text: inside })
    }

    fn lines(&self, line_break: &'static str, indentation: String) -> Lines<'d> {
        Lines { line_break, indentation, unit: unit(self.document) }
    }

    /// The element from `<` to `>`.
    fn written(&self, lines: Option<&Lines<'_>>) -> String {
        let prefix = prefix(self.document, self.parent);
        let leaf = |name: &str, text: &str| format!("<{prefix}{name}>{}</{prefix}{name}>", escaped(text));
        match self.content {
            Content::Written(source) => (*source).to_owned(),
            Content::Text(text) => leaf(self.name, text),
            Content::Children(children) => {
                let name = self.name;
                let outer = lines.map_or_else(String::new, |it| format!("{}{}", it.line_break, it.indentation));
                let inner = lines.map_or_else(String::new, |it| format!("{outer}{}", it.unit));
                let inside =
                    children.iter().flat_map(|(name, text)| [inner.clone(), leaf(name, text)]).collect::<String>();
                format!("<{prefix}{name}>{inside}{outer}</{prefix}{name}>")
            }
        }
    }
}
