//! A file refers to an app that the project does not have.
//!
//! An absence proves something only if the whole project was scanned, and only if the project has apps of that kind at
//! all: many repositories have the permissions of an org and not its apps. One missing app is one finding, because one
//! mistake caused it, with the other files as related places.

use std::collections::BTreeMap;

use crate::model::{Component, SourceFile, is_among, is_standard_app};
use crate::parse::{Document, NodeId};
use crate::rules::finding::Finding;
use crate::rules::names::{is_namespaced, nearest};
use crate::rules::other_files::component_of_source;
use crate::rules::rule::Context;
use crate::schema::{EcaPart, Kind, is_placeholder};
use crate::workspace::Place;

/// Where a type names an app: the steps from the root, and which kind of app is meant.
///
/// An app menu is not among them. Its items name apps of packages without their namespace, so that such an app looks
/// like a missing one.
const REFERENCES: [(Kind, &[&str], Kind); 7] = [
    (Kind::CustomPermission, &["connectedApp"], Kind::ConnectedApp),
    (Kind::CustomPermission, &["externalClientApplication"], Kind::Eca(EcaPart::Header)),
    (
        Kind::NotificationTypeConfig,
        &["notificationTypeSettings", "appSettings", "connectedAppName"],
        Kind::ConnectedApp,
    ),
    (Kind::OauthCustomScope, &["assignedTo", "connectedApp"], Kind::ConnectedApp),
    (Kind::OauthTokenExchangeHandler, &["enablements", "connectedApp"], Kind::ConnectedApp),
    (Kind::OauthTokenExchangeHandler, &["enablements", "externalClientApp"], Kind::Eca(EcaPart::Header)),
    (Kind::UserProvisioningConfig, &["connectedApp"], Kind::ConnectedApp),
];

/// A place that names an app which the project does not have.
struct Reference<'m> {
    file: &'m SourceFile,
    place: Place,
    app: Kind,
    name: String,
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    if !context.project.is_whole {
        return Vec::new();
    }
    let mut by_name: BTreeMap<(Kind, String), Vec<Reference<'_>>> = BTreeMap::new();
    // A finding is shown in the first file that names the app, so that file must be one that the owner can change.
    let ours = context.project.sources.iter().filter(|file| !component_of_source(file).is_managed());
    for reference in ours.flat_map(|file| of_file(file, context)) {
        by_name.entry((reference.app, reference.name.clone())).or_default().push(reference);
    }
    by_name.values().filter_map(|references| finding(references, context)).collect()
}

fn of_file<'m>(file: &'m SourceFile, context: &Context<'m>) -> Vec<Reference<'m>> {
    let Some(document) = context.library.document(file.file) else { return Vec::new() };
    let Some(root) = document.root().filter(|root| document.name(*root) == file.kind.type_name()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (_, steps, app) in REFERENCES.iter().filter(|(kind, ..)| *kind == file.kind) {
        if context.project.catalog.has(*app) {
            let nodes = elements(document, root, steps).into_iter();
            found.extend(nodes.filter_map(|node| reference(file, (document, node), *app, context)));
        }
    }
    found
}

/// The elements at the end of some steps.
fn elements(document: &Document, from: NodeId, steps: &[&str]) -> Vec<NodeId> {
    let mut nodes = vec![from];
    for step in steps {
        nodes = nodes.into_iter().flat_map(|node| document.children_named(node, step)).collect();
    }
    nodes
}

fn reference<'m>(
    file: &'m SourceFile,
    (document, node): (&Document, NodeId),
    app: Kind,
    context: &Context<'_>,
) -> Option<Reference<'m>> {
    let text = document.value(node);
    let value = text.trimmed()?;
    let name = value.text;
    let is_id = name.starts_with(|first: char| first.is_ascii_digit());
    let is_replaced = file.replaced.iter().any(|replaced| replaced.touches(value.span));
    let is_other = is_namespaced(name) || is_id || is_replaced || is_placeholder(name) || is_standard_app(name);
    let is_in_org = is_among(&context.project.declared.managed.apps, name);
    if is_other || is_in_org || context.project.catalog.contains(app, name) {
        return None;
    }
    let place = Place { file: file.file, node: Some(node), absent: None, span: value.span };
    Some(Reference { file, place, app, name: name.to_owned() })
}

/// One finding for all places that name an app.
fn finding(references: &[Reference<'_>], context: &Context<'_>) -> Option<(Component, Finding)> {
    let (first, others) = references.split_first()?;
    let Reference { file, place, app, name } = first;
    let what = if *app == Kind::ConnectedApp { "connected app" } else { "External Client App" };
    let message = format!("`{}` names the {what} `{name}`, which is not in the project", file.name);
    let help = match nearest(name, context.project.catalog.names(*app)) {
        Some(nearest) => format!("Did you mean `{nearest}`? Otherwise, delete the reference or add the app"),
        None => "Delete the reference, or add the app".to_owned(),
    };
    let finding = Finding::new(*place, message, help).value(name);
    let related = |finding: Finding, other: &Reference<'_>| finding.related(other.place, "names the same app");
    Some((component_of_source(file), others.iter().fold(finding, related)))
}
