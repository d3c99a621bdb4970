//! Profiles and permission sets may have megabytes: only the sections are read that matter here, and files that
//! rules merely look through only if a word that matters is in them.

use crate::parse::{self, Document};

use super::tables::{Bypass, MISNAMED_PERMISSIONS, PERMISSIONS};

/// The sections that are read.
const SECTIONS: [&str; 10] = [
    "custom",
    "hasActivationRequired",
    "label",
    "license",
    "loginIpRanges",
    "mutingPermissionSets",
    "permissionSets",
    "status",
    "userLicense",
    "userPermissions",
];

/// Reads the sections of a file that matter here.
pub fn parse_permissions(bytes: Vec<u8>) -> Document {
    parse::parse_sections(bytes, &SECTIONS)
}

/// Reads a file in which rules look for some permissions; nothing if it has none of their names.
pub(super) fn parse_if_it_matters(bytes: Vec<u8>) -> Option<Document> {
    let bypass = PERMISSIONS.iter().filter(|row| row.bypass != Bypass::No).map(|row| row.name);
    let mut names = bypass.chain(MISNAMED_PERMISSIONS.iter().map(|(wrong, _)| *wrong));
    // What is not ASCII or UTF-8 may spell names in another way.
    let is_plain = !matches!(bytes.first(), Some(0 | 0xFE | 0xFF));
    let matters = !is_plain || names.any(|name| holds(&bytes, name));
    matters.then(|| parse_permissions(bytes))
}

fn holds(bytes: &[u8], name: &str) -> bool {
    memchr::memmem::find(bytes, name.as_bytes()).is_some()
}
