//! Profiles and permission sets may have megabytes. calint reads only the sections that it needs. It keeps files that
//! rules only search for permissions if they list a permission that matters.

use crate::parse;
use crate::parse::Document;
use crate::schema::{Bypass, MISNAMED_PERMISSIONS, PERMISSIONS};

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

/// Reads a file in which rules look for some permissions. Returns nothing if it is well-formed and lists none of them.
///
/// The names are compared in the tree and not in the bytes: `UseAnyApi&#67;lient`, CDATA, and a comment inside the name
/// mean the same to Salesforce. The tree is dropped where it does not matter, since a project may have thousands.
pub(crate) fn parse_if_it_matters(bytes: Vec<u8>) -> Option<Document> {
    let document = parse_permissions(bytes);
    let matters = !document.problems().is_empty() || lists_what_matters(&document);
    matters.then_some(document)
}

fn lists_what_matters(document: &Document) -> bool {
    let sections = document.root().into_iter().flat_map(|root| document.children_named(root, "userPermissions"));
    let mut names = sections.flat_map(|section| document.children_named(section, "name"));
    names.any(|name| document.value(name).trimmed().is_some_and(|name| matters(name.text)))
}

fn matters(name: &str) -> bool {
    let is_bypass = PERMISSIONS.iter().any(|row| row.bypass != Bypass::No && row.name == name);
    is_bypass || MISNAMED_PERMISSIONS.iter().any(|(wrong, _)| *wrong == name)
}
