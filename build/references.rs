//! The documents that pages refer to: `rules/sources.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::literal::{Address, Day, Literal, list};
use super::source::Source;

/// The documents, by key.
pub(super) struct Documents(BTreeMap<String, Document>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    source: Vec<Document>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    key: String,
    title: String,
    url: Address,
    read: Day,
}

impl Documents {
    pub(super) fn read() -> Result<Self, String> {
        let Sources { source: documents } = Source::open(Path::new("rules/sources.toml"))?.parse()?;
        Ok(Self(documents.into_iter().map(|document| (document.key.clone(), document)).collect()))
    }

    /// A reference as an expression of the program. The text names a document and, after `#`, a part of it.
    fn reference(&self, text: &str) -> Option<String> {
        let (key, part) = text.split_once('#').unwrap_or((text, ""));
        let Document { title, url, read, .. } = self.0.get(key)?;
        let title = if part.is_empty() { title.clone() } else { format!("{title}, {part}") };
        Some(format!("Reference {{ title: {title:?}, url: {}, read: {} }}", url.literal(), read.literal()))
    }
}

/// The references of a page or a claim: keys, which become documents when they are looked up.
#[derive(Default)]
pub(super) struct References {
    keys: Vec<Spanned<String>>,
    found: Vec<String>,
}

impl<'de> Deserialize<'de> for References {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(|keys| Self { keys, found: Vec::new() })
    }
}

impl References {
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(super) fn look_up(&mut self, source: &Source, documents: &Documents) -> Result<(), String> {
        let unknown =
            |key: &Spanned<String>| source.refusal(key.span(), format!("rules/sources.toml has no {}", key.get_ref()));
        let found = self.keys.iter().map(|key| documents.reference(key.get_ref()).ok_or_else(|| unknown(key)));
        self.found = found.collect::<Result<_, _>>()?;
        Ok(())
    }
}

impl Literal for References {
    fn literal(&self) -> String {
        list(self.found.iter().cloned())
    }
}
