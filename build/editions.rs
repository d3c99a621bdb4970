//! The editions of the rules: `rules/edition.toml`.
//!
//! A page names the version of calint that brought it, and the edition follows: two texts that must agree would not.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::choices::refusal;
use super::source::Source;

/// All of them, oldest first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Editions {
    edition: Vec<Edition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edition {
    name: Spanned<String>,
    version: String,
}

impl Editions {
    pub(super) fn read() -> Result<Self, String> {
        let source = Source::open(Path::new("rules/edition.toml"))?;
        let editions: Self = source.parse()?;
        source.expect_order(editions.edition.iter().map(|edition| &edition.name))?;
        if editions.edition.is_empty() { source.refuse(0..0, "there is no edition") } else { Ok(editions) }
    }

    pub(super) fn newest(&self) -> &str {
        self.edition.last().map_or("", |edition| edition.name.get_ref())
    }

    /// Their names.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.edition.iter().map(|edition| edition.name.get_ref())
    }

    /// The edition that a version of calint brought.
    pub(super) fn of(&self, version: &str) -> Result<String, String> {
        let edition = self.edition.iter().find(|edition| edition.version == version);
        let versions = || self.edition.iter().map(|edition| edition.version.as_str()).collect::<Vec<_>>();
        edition.map(|edition| edition.name.get_ref().clone()).ok_or_else(|| refusal("since", &versions(), version))
    }
}
