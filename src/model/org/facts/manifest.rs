//! The manifest beside the answers: which queries the org was asked, when, and which org that was.
//!
//! The script that `calint facts --script` prints writes it. An answer alone shows neither what was asked nor when, and
//! a
//! query that failed leaves no answer at all.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;

use crate::parse::PlainText;
use crate::words::count;
use crate::workspace::{Memory, read_file};

use super::organization::Organization;

/// Its file name.
pub(super) const MANIFEST: &str = "manifest.json";

/// More queries than any project raises.
const MOST_QUERIES: usize = 10_000;

/// What a manifest says.
#[derive(Debug)]
pub(super) struct Manifest {
    /// When the org was asked.
    pub(super) exported: Timestamp,
    /// The org, if the query for it worked.
    pub(super) org: Option<Organization>,
    /// The queries, by the names of their answers in lower case.
    queries: BTreeMap<String, AskedQuery>,
}

/// A query that the org was asked.
#[derive(Debug, Deserialize)]
pub(super) struct AskedQuery {
    /// The name of the answer's file, without suffix.
    pub(super) name: String,
    /// The object that it is about.
    pub(super) object: String,
    /// What came of it.
    pub(super) state: State,
    /// How many records it found. An answer may contain fewer.
    #[serde(default)]
    pub(super) rows: Option<usize>,
}

/// What came of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// The org answered.
    Ok,
    /// The org has no such column, or no such object.
    AbsentColumn,
    /// It failed for another reason.
    Failed,
}

#[derive(Deserialize)]
struct Text {
    exported: String,
    #[serde(default)]
    org: Option<Organization>,
    #[serde(default)]
    queries: Vec<AskedQuery>,
}

/// Whether a file is a manifest and not an answer.
pub(super) fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.eq_ignore_ascii_case(MANIFEST))
}

/// The manifest of a folder; nothing if there is no manifest, or if the file belongs to another program.
///
/// # Errors
///
/// The manifest is broken. The message is a sentence without full stop.
pub(super) fn manifest_of(folder: &Path, memory: &Memory) -> Result<Option<Manifest>, String> {
    let path = folder.join(MANIFEST);
    // A link may lead to a file that never ends.
    if path.is_symlink() || !path.is_file() {
        return Ok(None);
    }
    let bytes = memory.bytes(&path, || read_file(&path)).map_err(|error| format!("cannot be read: {error}"))?;
    let text = PlainText::new(bytes.to_vec())?;
    let broken = |error: serde_json::Error| format!("cannot be read as the manifest of an export: {error}");
    let fields: serde_json::Value = serde_json::from_str(text.as_str()).map_err(broken)?;
    if fields.get("exported").is_none() {
        return Ok(None);
    }
    let Text { exported, org, queries } = serde_json::from_value(fields).map_err(broken)?;
    let exported = exported.parse().map_err(|_| "contains no time in `exported`".to_owned())?;
    if queries.len() > MOST_QUERIES {
        return Err(format!("names {}; calint reads {MOST_QUERIES} at most", count(queries.len(), "query")));
    }
    let queries = queries.into_iter().map(|query| (query.name.to_lowercase(), query)).collect();
    Ok(Some(Manifest { exported, org, queries }))
}

impl Manifest {
    /// The query whose answer has a name.
    pub(super) fn query(&self, path: &Path) -> Option<&AskedQuery> {
        self.queries.get(&path.file_stem()?.to_str()?.to_lowercase())
    }

    /// The queries without an answer.
    pub(super) fn unanswered(&self) -> impl Iterator<Item = &AskedQuery> {
        self.queries.values().filter(|query| query.state != State::Ok && query.has_plain_name())
    }

    /// Whether it names no query, as the manifest of the printed commands.
    pub(super) fn is_time_alone(&self) -> bool {
        self.queries.is_empty()
    }
}

impl AskedQuery {
    /// Whether its name is a file name and no path.
    fn has_plain_name(&self) -> bool {
        !self.name.is_empty() && self.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    }
}
