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

/// Reads the label of a permission set and nothing else.
pub(super) fn parse_label(bytes: Vec<u8>) -> Document {
    parse::parse_sections(bytes, &["label"])
}

/// The label of a permission set, in lower case.
pub(super) fn label(document: &Document) -> Option<String> {
    let label = document.children_named(document.root()?, "label").next()?;
    Some(document.value(label).trimmed()?.text.to_lowercase())
}

/// Whether a rule looks for something in a list of permissions: it is not well-formed, or it lists a permission that
/// matters.
///
/// The names are compared in the tree and not in the bytes: `UseAnyApi&#67;lient`, CDATA, and a comment inside the name
/// mean the same to Salesforce.
pub(super) fn matters_to_rules(document: &Document) -> bool {
    !document.problems().is_empty() || lists_what_matters(document)
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
