//! `replacements` of `sfdx-project.json`: texts that the deployment exchanges.
//!
//! What is exchanged is unknown here: the new text comes from an environment variable or another file. So calint
//! computes only where a replacement would be, and treats every value there as unknown. Everything has a bound, because
//! the patterns are a stranger's and each is compared with each file. Source: Salesforce DX developer guide, "Replace
//! strings in code before deploying".

use std::path::Path;

use globset::GlobMatcher;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::globs;
use crate::globs::Star;
use crate::parse::Span;

/// More places of a file than an ordinary project replaces. Every value is compared with every place, so that a file
/// with more counts as replaced from its start to its end.
const MAX_PLACES: usize = 100;

/// More entries than an ordinary project has. Every entry is looked for in every file, so calint takes the first ones
/// and checks what the others would replace as it is written.
const MAX_ENTRIES: usize = 300;

/// Bytes that a compiled expression may take (512 KiB). What a larger one would replace is unknown.
const MAX_EXPRESSION: usize = 512 * 1024;

/// Whether `replacements` counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Replacing {
    /// What it replaces is unknown.
    #[default]
    Honor,
    /// calint checks values as they are written.
    Ignore,
}

/// An entry of `replacements`, as far as it matters here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RawReplacement {
    filename: Option<String>,
    glob: Option<String>,
    string_to_replace: Option<String>,
    regex_to_replace: Option<String>,
}

/// Which texts of which files are exchanged.
#[derive(Debug, Default)]
pub(crate) struct Replacements(Vec<Replacement>);

#[derive(Debug)]
struct Replacement {
    files: Files,
    pattern: Pattern,
}

#[derive(Debug)]
enum Files {
    Name(String),
    Glob(Box<GlobMatcher>),
}

#[derive(Debug)]
enum Pattern {
    Text(String),
    Regex(Box<Regex>),
    /// An expression that is too large or that only JavaScript understands: anything may be exchanged.
    Anything,
}

impl Replacements {
    pub(crate) fn new(raw: Vec<RawReplacement>) -> Self {
        Self(raw.into_iter().take(MAX_ENTRIES).filter_map(Replacement::new).collect())
    }

    /// The stretches of a file of the project at `root` that are exchanged.
    pub(crate) fn spans(&self, root: &Path, path: &Path, text: &str) -> Vec<Span> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let path = pathdiff::diff_paths(path, root).unwrap_or_default().to_string_lossy().replace('\\', "/");
        let entries = self.0.iter().filter(|entry| entry.files.match_path(&path));
        let spans: Vec<Span> = entries.flat_map(|entry| entry.pattern.spans(text)).take(MAX_PLACES + 1).collect();
        if spans.len() > MAX_PLACES { vec![Span::new(0, text.len())] } else { spans }
    }
}

impl Replacement {
    fn new(raw: RawReplacement) -> Option<Self> {
        let files = match (raw.filename, raw.glob) {
            (Some(name), _) => Files::Name(name.trim_start_matches("./").replace('\\', "/")),
            (None, Some(glob)) => Files::Glob(Box::new(globs::compile(&glob, Star::WithinFolder).ok()?)),
            (None, None) => return None,
        };
        let pattern = match (raw.string_to_replace, raw.regex_to_replace) {
            (Some(text), _) if !text.is_empty() => Pattern::Text(text),
            (_, Some(regex)) => RegexBuilder::new(&regex)
                .size_limit(MAX_EXPRESSION)
                .build()
                .map_or(Pattern::Anything, |regex| Pattern::Regex(Box::new(regex))),
            _ => return None,
        };
        Some(Self { files, pattern })
    }
}

impl Files {
    fn match_path(&self, path: &str) -> bool {
        match self {
            Self::Name(name) => name == path,
            Self::Glob(glob) => glob.is_match(path),
        }
    }
}

impl Pattern {
    fn spans<'a>(&'a self, text: &'a str) -> Box<dyn Iterator<Item = Span> + 'a> {
        match self {
            Self::Text(wanted) => {
                Box::new(text.match_indices(wanted.as_str()).map(|(at, found)| Span::new(at, at + found.len())))
            }
            Self::Regex(regex) => Box::new(regex.find_iter(text).map(|found| Span::new(found.start(), found.end()))),
            Self::Anything => Box::new(std::iter::once(Span::new(0, text.len()))),
        }
    }
}
