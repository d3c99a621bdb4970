//! The documents that pages refer to: `rules/sources.toml`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::literal::{Address, Day, Literal, list};
use super::source::Source;

/// The documents, by key, with those that pages and tables refer to.
pub(super) struct Documents {
    by_key: BTreeMap<String, Document>,
    /// What the program knows of them, as expressions, each once: the place in the list is the program's word for it.
    used: RefCell<Vec<String>>,
}

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
        let by_key = documents.into_iter().map(|document| (document.key.clone(), document)).collect();
        Ok(Self { by_key, used: RefCell::default() })
    }

    /// A reference as an expression of the program. The text names a document and, after `#`, a part of it.
    fn reference(&self, text: &str) -> Option<String> {
        let (key, part) = text.split_once('#').unwrap_or((text, ""));
        let Document { title, url, read, .. } = self.by_key.get(key)?;
        let title = if part.is_empty() { title.clone() } else { format!("{title}, {part}") };
        let document = format!("Reference {{ title: {title:?}, url: {}, read: {} }}", url.literal(), read.literal());
        let mut used = self.used.borrow_mut();
        let place = used.iter().position(|other| *other == document).unwrap_or(used.len());
        if place == used.len() {
            used.push(document);
        }
        Some(format!("&crate::schema::DOCUMENTS[{place}]"))
    }

    /// The list of all documents that something refers to. A document that ten pages name is in the program once.
    pub(super) fn code(&self) -> String {
        let used = self.used.borrow();
        let count = used.len();
        format!(
            "/// Documents to read.\npub static DOCUMENTS: [Reference; {count}] = {};\n",
            list(used.iter().cloned()).trim_start_matches('&')
        )
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
