//! Reading fields below one element of a document.
//!
//! All cases in which a value must not be used are decided here: a placeholder, a text that the deployment replaces,
//! two different values, a part of the file that is broken. A rule sees one of three answers: given, absent, or
//! unknown. If each reader of a type decided by itself, one forgotten case would become a false finding.

use crate::parse::{Document, NodeId, Span, Value};
use crate::schema::{Kind, is_placeholder};
use crate::workspace::{FileId, Library, Place};

use super::element_text::{ElementText, element_text};
use super::located::{Field, List, Located, Unusable};
use super::project::SourceFile;

/// More parts than any list needs: the 2000 characters that Salesforce allows for all callbacks have room for fewer.
const MAX_PARTS: usize = 1000;

/// A document being read, with the stretches that a deployment replaces.
pub(super) struct Reading<'d> {
    pub(super) file: FileId,
    pub(super) document: &'d Document,
    pub(super) replaced: &'d [Span],
}

impl<'d> Reading<'d> {
    /// A file of a project; nothing if it is not XML.
    pub(super) fn new(source: &'d SourceFile, library: &'d Library) -> Option<Self> {
        let document = library.document(source.file)?;
        Some(Self { file: source.file, document, replaced: &source.replaced })
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
}

impl<'r, 'd> Cursor<'r, 'd> {
    pub(super) fn new(reading: &'r Reading<'d>, node: NodeId) -> Self {
        Self { reading, node }
    }

    /// The root element, if it is the root element of a type.
    pub(super) fn root(reading: &'r Reading<'d>, kind: Kind) -> Option<Self> {
        let document = reading.document;
        document.root().filter(|root| document.name(*root) == kind.type_name()).map(|root| Self::new(reading, root))
    }

    fn document(self) -> &'d Document {
        self.reading.document
    }

    /// The element itself, shown by its start tag.
    pub(super) fn place(self) -> Place {
        let span = self.document().start_tag(self.node);
        Place { file: self.reading.file, node: Some(self.node), absent: None, span }
    }

    /// The first child of a name.
    pub(super) fn child(self, name: &str) -> Option<Self> {
        let node = self.document().children_named(self.node, name).next()?;
        Some(Self { reading: self.reading, node })
    }

    /// All children of a name.
    pub(super) fn children(self, name: &str) -> Vec<Self> {
        let nodes = self.document().children_named(self.node, name);
        nodes.map(|node| Self { reading: self.reading, node }).collect()
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
            Field::Absent(place)
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
        let mut fields = self.children(name).into_iter().map(|child| child.own(&parse));
        let Some(first) = fields.next() else { return self.absence(name) };
        if fields.any(|other| other.value() != first.value()) {
            return Field::Unusable(Located { value: Unusable::Unreadable, place: first.place() });
        }
        first
    }

    /// A child that may occur any number of times.
    pub(super) fn list<T>(self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> List<T> {
        let items = self.children(name).into_iter().map(|child| child.own(&parse)).collect();
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
        let children = self.children(name);
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
