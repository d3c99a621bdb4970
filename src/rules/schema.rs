//! Every element of a file beside the table of its type: is it known there, known elsewhere, or only spelled wrongly?
//!
//! Several rules report what does not fit a table, each another kind of mistake. They share this walk and its verdict,
//! so that an element has only one: if each rule compared by itself, a misspelled element could be unknown and
//! misplaced at once. What an element contains is read when the first rule asks, because most rules ask about few
//! elements.

use std::cell::OnceCell;

use crate::model::{ElementText, PACKAGED_FORM, SourceFile, element_text, is_packaged_form, names_package};
use crate::parse::{Document, NodeId, Span, Value};
use crate::schema::{ElementFacts, TYPES, TypeFacts, is_placeholder};
use crate::workspace::Place;

/// What ends a line.
const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// A file of a type that has a table.
#[derive(Debug)]
pub struct SchemaFile<'m> {
    /// The file.
    pub file: &'m SourceFile,
    /// Its tree.
    pub document: &'m Document,
    /// The table of its type.
    pub facts: &'static TypeFacts,
    /// Its elements below the root.
    pub visits: Vec<Visit>,
}

/// An element below the root.
#[derive(Debug)]
pub struct Visit {
    /// The element.
    pub node: NodeId,
    /// The path of its parent in the table; empty for the root.
    pub parent: &'static str,
    /// How it fits the table.
    pub standing: Standing,
    /// What it contains, once a rule has asked.
    content: OnceCell<Content>,
}

/// How an element fits the table of its type.
#[derive(Debug, Clone, Copy)]
pub enum Standing {
    /// It is where it belongs.
    Known(&'static ElementFacts),
    /// It is a known one but for letter case.
    WrongCase(&'static ElementFacts),
    /// It belongs elsewhere: in that type, at that path.
    Misplaced(&'static str, &'static ElementFacts),
    /// No table has it.
    Unknown,
}

/// What an element contains.
#[derive(Debug)]
pub enum Content {
    /// Nothing.
    Blank,
    /// A text with its place.
    Text(String, Place),
    /// A placeholder.
    Placeholder,
    /// A text that is exchanged at deployment, that cannot be read, or that is absent on purpose.
    Hidden,
}

impl<'m> SchemaFile<'m> {
    /// Compares a file with its table; nothing if its type has no table, if the root is another element, or if the file
    /// is a connected app as packages contain it.
    pub fn new(file: &'m SourceFile, document: &'m Document) -> Option<Self> {
        let facts = TypeFacts::find(file.kind.type_name())?;
        let is_it = document.root().is_some_and(|root| document.name(root) == facts.name);
        (is_it && !is_packaged_form(document)).then(|| Self { file, document, facts, visits: visits(document, facts) })
    }

    /// The elements that are where they belong.
    pub fn known(&self) -> impl Iterator<Item = (&Visit, &'static ElementFacts)> {
        self.visits.iter().filter_map(|visit| match visit.standing {
            Standing::Known(row) => Some((visit, row)),
            _ => None,
        })
    }

    /// The place of an element, shown by its start tag.
    pub fn tag(&self, node: NodeId) -> Place {
        Place { file: self.file.file, node: Some(node), absent: None, span: self.document.start_tag(node) }
    }

    /// The name of an element as it is written.
    pub fn name(&self, visit: &Visit) -> &'m str {
        self.document.name(visit.node)
    }

    /// The parts of an element that are placeholders, unless a deployment replaces something there. If the element is
    /// not a list, its lines are the parts, but only if its whole text is a placeholder: a sentence may begin as one
    /// does.
    pub fn placeholders(&self, visit: &Visit) -> Vec<Place> {
        let text = self.document.value(visit.node);
        let separators = separators(self.name(visit));
        if separators.is_none() && !matches!(self.content(visit), Content::Placeholder) || !text.is_readable() {
            return Vec::new();
        }
        let is_replaced = |part: Span| self.file.replaced.iter().any(|replaced| replaced.touches(part));
        let parts = text.split(separators.unwrap_or(&LINE_ENDS));
        let unresolved = parts.filter(|part| is_placeholder(part.text) && !is_replaced(part.span));
        unresolved.map(|part| Place { span: part.span, ..self.tag(visit.node) }).collect()
    }

    /// What an element contains.
    pub fn content<'v>(&self, visit: &'v Visit) -> &'v Content {
        visit.content.get_or_init(|| self.read(visit.node))
    }

    /// Reads what an element contains.
    pub fn read(&self, node: NodeId) -> Content {
        let text = self.document.value(node);
        match element_text(&text, self.document.span(node), &self.file.replaced) {
            ElementText::Unreadable | ElementText::Replaced => Content::Hidden,
            ElementText::Blank if self.is_nil(node) => Content::Hidden,
            ElementText::Blank => Content::Blank,
            ElementText::Placeholder(_) => Content::Placeholder,
            ElementText::Text(Value { text, span }) => Content::Text(text.to_owned(), Place { span, ..self.tag(node) }),
        }
    }

    /// Whether the element says by `xsi:nil` that it is empty on purpose.
    fn is_nil(&self, node: NodeId) -> bool {
        let mut attributes = self.document.attributes(node).iter();
        attributes.any(|it| self.document.slice(it.name).ends_with(":nil") && self.document.slice(it.value) == "true")
    }
}

/// What is between the parts of an element whose text is a list.
fn separators(name: &str) -> Option<&'static [char]> {
    match name {
        "callbackUrl" => Some(&LINE_ENDS),
        _ => name.starts_with("commaSeparated").then_some(&[',']),
    }
}

/// Whether the text of an element is never shown.
pub(super) fn is_secret(name: &str) -> bool {
    matches!(name, "consumerKey" | "consumerSecret" | "password" | "signingKey" | "serviceAccount")
}

/// All elements below the root, parents before children. Nothing below an element without a table row.
fn visits(document: &Document, facts: &'static TypeFacts) -> Vec<Visit> {
    let mut visits = Vec::new();
    let is_packaged = names_package(document);
    let mut groups: Vec<(NodeId, &'static str)> = document.root().map(|root| (root, "")).into_iter().collect();
    while let Some((group, parent)) = groups.pop() {
        for node in document.own_children(group) {
            let name = document.name(node);
            if parent.is_empty()
                && (matches!(name, "fullName" | "module")
                    || is_packaged && PACKAGED_FORM.contains(&name) && name != "label")
            {
                continue; // Every type inherits the first two; packages want the others.
            }
            let standing = standing(facts, parent, name);
            if let Standing::Known(row) | Standing::WrongCase(row) = standing {
                groups.push((node, row.path));
            }
            visits.push(Visit { node, parent, standing, content: OnceCell::new() });
        }
    }
    visits
}

fn standing(facts: &'static TypeFacts, parent: &str, name: &str) -> Standing {
    if let Some(row) = facts.element(parent, name) {
        return Standing::Known(row);
    }
    // A partial table does not know whether an element belongs here.
    if facts.partial {
        return Standing::Unknown;
    }
    let wrong_case = facts.children(parent).find(|row| row.name.eq_ignore_ascii_case(name)).map(Standing::WrongCase);
    let elsewhere = || elsewhere(facts, name).map(|(facts, row)| Standing::Misplaced(facts, row));
    wrong_case.or_else(elsewhere).unwrap_or(Standing::Unknown)
}

/// Where else in the kind of app a distinctive name belongs. Connected apps come last for the files of
/// an External Client App: their names are met there, too.
fn elsewhere(own: &'static TypeFacts, name: &str) -> Option<(&'static str, &'static ElementFacts)> {
    let distinctive = name == "scopes" || name.bytes().skip(1).any(|letter| letter.is_ascii_uppercase());
    if !distinctive {
        return None;
    }
    let is_external = |facts: &TypeFacts| facts.suffix.starts_with("eca");
    let connected = TYPES.iter().filter(|facts| facts.name == "ConnectedApp" && is_external(own));
    let family = TYPES.iter().filter(|facts| is_external(facts) && is_external(own)).chain(connected);
    let types = std::iter::once(own).chain(family);
    let mut rows = types.flat_map(|facts| facts.elements.iter().map(move |row| (facts.name, row)));
    rows.find(|(_, row)| row.name == name && row.until.is_none())
}
