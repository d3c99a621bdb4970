//! A connected app as a managed second-generation package contains it: a name, a label and a version, and no settings.
//! Source: the answer of the packaging service, quoted in issue 3578 of forcedotcom/cli.

use crate::parse::{Document, NodeId};

/// The elements that the form has; the packaging service refuses every other.
pub const PACKAGED_FORM: [&str; 3] = ["developerName", "label", "version"];

/// Whether a connected app is written for a package: it has the element that only packages want.
pub fn names_package(document: &Document) -> bool {
    let root = document.root().filter(|root| document.name(*root) == "ConnectedApp");
    root.is_some_and(|root| document.children_named(root, "developerName").next().is_some())
}

/// Whether a connected app has the elements of the form and no other.
pub fn is_packaged_form(document: &Document) -> bool {
    names_package(document) && settings_beside_form(document).next().is_none()
}

/// The elements of a connected app that are not of the form.
pub fn settings_beside_form(document: &Document) -> impl Iterator<Item = NodeId> {
    let root = document.root().filter(|root| document.name(*root) == "ConnectedApp");
    let is_of_form = |name: &str| PACKAGED_FORM.contains(&name) || name == "fullName";
    let elements = root.into_iter().flat_map(|root| document.own_children(root));
    elements.filter(move |node| !is_of_form(document.name(*node)))
}
