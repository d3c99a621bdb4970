//! Files below `rules/`, and where in them a refusal points to.

use std::fmt::Display;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;

/// A table, or the front matter of a page.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// How many lines of the file are above the text.
    lines_before: usize,
}

impl Source {
    pub(super) fn new(path: &Path, text: &str, lines_before: usize) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), lines_before }
    }

    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self::new(path, &text, 0))
    }

    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, String> {
        toml::from_str(&self.text).map_err(|error| self.refusal(error.span().unwrap_or_default(), error.message()))
    }

    /// `rules/scopes/full-scope.md:5: <why>`
    pub(super) fn refusal(&self, place: Range<usize>, why: impl Display) -> String {
        let above = self.text.get(..place.start).unwrap_or_default();
        let line = above.matches('\n').count() + 1 + self.lines_before;
        format!("{}:{line}: {why}", self.path.display())
    }

    pub(super) fn refuse<T>(&self, place: Range<usize>, why: impl Display) -> Result<T, String> {
        Err(self.refusal(place, why))
    }

    /// Refuses names that are not in ASCII order or that occur twice.
    pub(super) fn expect_order<'n>(&self, names: impl IntoIterator<Item = &'n Spanned<String>>) -> Result<(), String> {
        let mut before: Option<&str> = None;
        for name in names {
            let text = name.get_ref().as_str();
            if before.is_some_and(|before| before >= text) {
                return self.refuse(name.span(), format!("{text} is a duplicate or not in ASCII order"));
            }
            before = Some(text);
        }
        Ok(())
    }
}

/// What a folder contains, by name.
pub(super) fn sorted(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    Ok(paths)
}

pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// `full-scope` as `full_scope`
pub(super) fn snake(name: &str) -> String {
    name.replace('-', "_")
}
