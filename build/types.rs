//! The tables of metadata types: `rules/schema/<Type>.toml`.
//!
//! A row names the parent of an element, so that the table can be read beside Salesforce's guide. The program looks up
//! whole paths, by binary search. So the build joins the path of each row and refuses paths that are not in order:
//! otherwise the search would miss rows without any error.

use std::path::Path;

use serde::Deserializer;
use toml::Spanned;

use super::choices::choices;
use super::literal::{Literal, list, word};
use super::row::row;
use super::scopes::is_inferred;
use super::source::{Source, sorted, stem};
use super::table_words::ValueKind;

/// What Salesforce does without an element that the schema requires.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Absence {
    /// It refuses the file.
    Refused,
    /// Official samples or deployed files do without.
    Tolerated,
}

choices!(Absence, "absence", { Refused => "refused", Tolerated => "tolerated" });

fn is_tolerated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    word(deserializer).map(|absence: Absence| absence == Absence::Tolerated)
}

row! {
    TypeFacts {
        #[serde(rename = "type")]
        name: Spanned<String>,
        suffix: String,
        folder: String,
        member: Option<String>,
        since: u16,
        #[serde(default, rename = "since-known", deserialize_with = "is_inferred")]
        is_since_inferred: bool,
        partial: bool,
        #[serde(rename = "element")]
        elements: Vec<ElementFacts>,
    }
}

row! {
    ElementFacts {
        #[serde(skip)]
        path: String,
        parent: Spanned<String>,
        name: Spanned<String>,
        #[serde(rename = "type")]
        kind: ValueKind,
        #[serde(default)]
        required: bool,
        #[serde(default)]
        reported_required: bool,
        #[serde(default, rename = "absence", deserialize_with = "is_tolerated")]
        is_absence_tolerated: bool,
        #[serde(default)]
        repeatable: bool,
        #[serde(default)]
        values: Vec<String>,
        range: Option<(i64, i64)>,
        #[serde(default)]
        allowed: Vec<i64>,
        since: u16,
        #[serde(default, rename = "since-known", deserialize_with = "is_inferred")]
        is_since_inferred: bool,
        until: Option<u16>,
        deprecated: Option<String>,
    }
}

/// The metadata types with their elements, for tables that name some of them.
pub(super) struct Elements(Vec<TypeFacts>);

impl Elements {
    /// Whether a type has an element of a path.
    pub(super) fn has(&self, type_name: &str, path: &str) -> bool {
        let table = self.0.iter().find(|table| table.name.get_ref() == type_name);
        table.is_some_and(|table| table.elements.iter().any(|element| element.path == path))
    }

    /// The tables as code.
    pub(super) fn code(&self) -> String {
        let tables = list(self.0.iter().map(Literal::literal));
        format!("/// Metadata types, by name.\npub static TYPES: &[TypeFacts] = {tables};\n")
    }
}

/// Tables that are not of a metadata type begin with a small letter.
pub(super) fn types() -> Result<Elements, String> {
    let mut tables = Vec::new();
    for path in sorted(Path::new("rules/schema"))? {
        if stem(&path).starts_with(|first: char| first.is_ascii_uppercase()) {
            tables.push(read(&Source::open(&path)?)?);
        }
    }
    Ok(Elements(tables))
}

/// A type's table, whose elements know their paths. Refuses one that contradicts itself.
pub(super) fn read(source: &Source) -> Result<TypeFacts, String> {
    let mut table: TypeFacts = source.parse()?;
    if *table.name.get_ref() != stem(&source.path) {
        return source.refuse(table.name.span(), format!("the file holds the type {}", table.name.get_ref()));
    }
    for element in &mut table.elements {
        let (parent, name) = (element.parent.get_ref(), element.name.get_ref());
        element.path = if parent.is_empty() { name.clone() } else { format!("{parent}/{name}") };
    }
    let mut before: Option<&ElementFacts> = None;
    for element in &table.elements {
        let ElementFacts { path, parent, name, kind, values, .. } = element;
        let is_group = |other: &ElementFacts| other.path == *parent.get_ref() && other.kind == ValueKind::Group;
        if before.is_some_and(|before| before.path >= *path) {
            return source.refuse(name.span(), format!("{path} is a duplicate or not in ASCII order"));
        }
        if !parent.get_ref().is_empty() && !table.elements.iter().any(is_group) {
            return source.refuse(parent.span(), format!("the parent of {path} is no group"));
        }
        if (*kind == ValueKind::Enum) == values.is_empty() {
            return source.refuse(name.span(), format!("{path} must have values if it is an enum, and only then"));
        }
        before = Some(element);
    }
    Ok(table)
}
