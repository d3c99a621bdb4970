//! Places as SARIF writes them: paths as URIs relative to the repository, lines and columns from 1.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::parse;

/// Everything but what RFC 3986, section 2.3 calls unreserved, and the slash between folders.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

#[derive(Serialize)]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
}

/// All from 1; the end column is the first that does not belong.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

pub(super) fn physical(path: &str, range: Option<parse::Range>) -> PhysicalLocation {
    let uri = utf8_percent_encode(path, ENCODED).to_string();
    PhysicalLocation { artifact_location: ArtifactLocation { uri }, region: range.map(region) }
}

pub(super) fn region(range: parse::Range) -> Region {
    Region {
        start_line: range.start.line.max(1),
        start_column: range.start.column.max(1),
        end_line: range.end.line.max(1),
        end_column: range.end.column.max(1),
    }
}
