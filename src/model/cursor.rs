//! Reading fields below one element of a document.
//!
//! All cases in which a value must not be used are decided here: a placeholder, a text that the deployment replaces,
//! two different values, a part of the file that is broken. A rule sees one of three answers: given, absent, or
//! unknown. An absence is read beside the row that the table of the type has for the element. If each reader of a type
//! decided by itself, one forgotten case would become a false finding.

use crate::parse::{Document, NodeId, Span, Value};
use crate::schema::{ElementFacts, Kind, TypeFacts, is_placeholder};
use crate::workspace::{FileId, Library, Place};

use super::element_text::{ElementText, element_text};
use super::located::{Absence, Field, List, Located, Unusable};
use super::project::SourceFile;

/// More parts than any list needs: the 2000 characters that Salesforce allows for all callbacks have room for fewer.
const MAX_PARTS: usize = 1000;

/// A document being read, with the stretches that a deployment replaces.
pub(super) struct Reading<'d> {
    pub(super) file: FileId,
    pub(super) document: &'d Document,
    pub(super) replaced: &'d [Span],
    /// The table of its type, if there is one.
    facts: Option<&'static TypeFacts>,
    /// The API version that counts for it.
    api: u16,
}

impl<'d> Reading<'d> {
    /// A file of a project; nothing if it is not XML.
    pub(super) fn new(source: &'d SourceFile, library: &'d Library) -> Option<Self> {
        let document = library.document(source.file)?;
        let facts = TypeFacts::find(source.kind.type_name());
        Some(Self { file: source.file, document, replaced: &source.replaced, facts, api: source.api })
    }

    /// A file that is only looked up: what it contains counts, and nothing that it lacks.
    pub(super) fn of_lookup(file: FileId, document: &'d Document) -> Self {
        Self { file, document, replaced: &[], facts: None, api: 0 }
    }

    /// Whether a deployment replaces some of it.
    fn is_replaced(&self, span: Span) -> bool {
        self.replaced.iter().any(|replaced| replaced.touches(span))
    }

    /// Whether a deployment replaces something of the element that is not within one of its children:
    /// what is replaced may be a child.
    fn may_gain_children(&self, node: NodeId) -> bool {
        let span = self.document.span(node);
        let inside = self.replaced.iter().filter(|replaced| replaced.touches(span));
        inside.into_iter().any(|replaced| {
            let within = |child| {
                let (outer, tag) = (self.document.span(child), self.document.start_tag(child));
                Span { start: tag.end, end: outer.end }.contains(*replaced)
            };
            !self.document.children(node).any(within)
        })
    }
}

/// One element whose children are fields.
#[derive(Clone, Copy)]
pub struct Cursor<'r, 'd> {
    reading: &'r Reading<'d>,
    node: NodeId,
    /// The path of the element in the table of its type; nothing if the table does not have it.
    path: Option<&'static str>,
    /// The API version that counts for it.
    api: u16,
}

impl<'r, 'd> Cursor<'r, 'd> {
    /// The root element, if it is the root element of a type.
    pub(super) fn root(reading: &'r Reading<'d>, kind: Kind) -> Option<Self> {
        let document = reading.document;
        let root = document.root().filter(|root| document.name(*root) == kind.type_name())?;
        Some(Self { reading, node: root, path: Some(""), api: reading.api })
    }

    /// The same element for an API version that other files of its app prove.
    pub(super) fn at_version(self, api: u16) -> Self {
        Self { api, ..self }
    }

    fn document(self) -> &'d Document {
        self.reading.document
    }

    /// The element itself, shown by its start tag.
    pub(super) fn place(self) -> Place {
        let span = self.document().start_tag(self.node);
        Place { file: self.reading.file, node: Some(self.node), absent: None, span }
    }

    /// The row of a child in the table of the type.
    fn row(self, name: &str) -> Option<&'static ElementFacts> {
        self.reading.facts?.element(self.path?, name)
    }

    /// The first child of a name.
    pub(super) fn child(self, name: &str) -> Option<Self> {
        let node = self.document().children_named(self.node, name).next()?;
        Some(Self { node, path: self.row(name).map(|row| row.path), ..self })
    }

    /// The child of a name, which groups fields. If it is missing, its fields are missing from this element.
    pub(super) fn group(self, name: &str) -> Self {
        self.child(name).unwrap_or_else(|| Self { path: self.row(name).map(|row| row.path), ..self })
    }

    /// All children of a name.
    pub(super) fn children(self, name: &str) -> Vec<Self> {
        let path = self.row(name).map(|row| row.path);
        self.document().children_named(self.node, name).map(|node| Self { node, path, ..self }).collect()
    }

    /// All children of a name, which have values and no fields.
    fn values(self, name: &'static str) -> impl Iterator<Item = Self> + use<'r, 'd> {
        self.document().children_named(self.node, name).map(move |node| Self { node, path: None, ..self })
    }

    /// Whether the child is there, with any content.
    pub(super) fn presence(self, name: &'static str) -> Field<()> {
        match self.child(name) {
            Some(child) => Field::Given(Located { value: (), place: child.place() }),
            None => self.absence(name),
        }
    }

    /// A child that is not there.
    pub(super) fn absence<T>(self, name: &'static str) -> Field<T> {
        let place = Place { absent: Some(name), ..self.place() };
        if self.document().is_whole() && !self.reading.may_gain_children(self.node) {
            let since = self.row(name).map_or(0, |row| row.since);
            Field::Absent(Absence { place, since, api: self.api })
        } else {
            Field::Unusable(Located { value: Unusable::Unreadable, place })
        }
    }

    pub(super) fn text(self, name: &'static str) -> Field<String> {
        self.field(name, |text| Some(text.to_owned()))
    }

    /// `true` and `false` in any letter case, `1` and `0`, with blanks around them.
    pub(super) fn boolean(self, name: &'static str) -> Field<bool> {
        self.field(name, |text| match text {
            "1" => Some(true),
            "0" => Some(false),
            _ if text.eq_ignore_ascii_case("true") => Some(true),
            _ if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        })
    }

    pub(super) fn integer(self, name: &'static str) -> Field<i64> {
        self.field(name, |text| text.parse().ok())
    }

    /// A child that should occur once. If there are two that differ, the value is unknown, because either may count.
    pub(super) fn field<T: PartialEq>(self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Field<T> {
        let mut fields = self.values(name).map(|child| child.own(&parse));
        let Some(first) = fields.next() else { return self.absence(name) };
        if fields.any(|other| other.value() != first.value()) {
            return Field::Unusable(Located { value: Unusable::Unreadable, place: first.place() });
        }
        first
    }

    /// A child that may occur any number of times.
    pub(super) fn list<T>(self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> List<T> {
        let items = self.values(name).map(|child| child.own(&parse)).collect();
        List { items, absence: self.absence(name) }
    }

    /// The element's own value.
    fn own<T>(self, parse: impl Fn(&str) -> Option<T>) -> Field<T> {
        let text = self.document().value(self.node);
        let whole = self.document().span(self.node);
        let unusable = |value, span| {
            let place = Place { span, ..self.place() };
            Field::Unusable(Located { value, place })
        };
        match element_text(&text, whole, self.reading.replaced) {
            ElementText::Unreadable => unusable(Unusable::Unreadable, whole),
            ElementText::Replaced => unusable(Unusable::Placeholder, whole),
            ElementText::Blank => unusable(Unusable::Blank, self.document().start_tag(self.node)),
            ElementText::Placeholder(value) | ElementText::Text(value) => self.judge(&value, parse),
        }
    }

    /// The first parts of a child's value, each a value of its own.
    pub(super) fn parts<T>(
        self,
        name: &'static str,
        separators: &[char],
        parse: impl Fn(&str) -> Option<T>,
    ) -> List<T> {
        let mut items = Vec::new();
        let children: Vec<Self> = self.values(name).collect();
        for child in &children {
            let text = child.document().value(child.node);
            items.extend(text.split(separators).take(MAX_PARTS).map(|part| child.judge(&part, &parse)));
        }
        let readable = children.iter().all(|child| child.document().value(child.node).is_readable());
        let absence = match children.first() {
            Some(child) if !readable => Field::Unusable(Located { value: Unusable::Unreadable, place: child.place() }),
            Some(child) => Field::Unusable(Located { value: Unusable::Blank, place: child.place() }),
            None => self.absence(name),
        };
        List { items, absence }
    }

    fn judge<T>(self, value: &Value<'_>, parse: impl Fn(&str) -> Option<T>) -> Field<T> {
        let place = Place { span: value.span, ..self.place() };
        if is_placeholder(value.text) || self.reading.is_replaced(value.span) {
            return Field::Unusable(Located { value: Unusable::Placeholder, place });
        }
        match parse(value.text) {
            Some(value) => Field::Given(Located { value, place }),
            None => Field::Unusable(Located { value: Unusable::IllTyped(value.text.to_owned()), place }),
        }
    }
}
