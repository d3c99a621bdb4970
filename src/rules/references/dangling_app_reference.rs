//! A file that names an app which the project does not have.

use crate::discover::{EcaPart, Kind};
use crate::model::{Place, SourceFile, is_among, is_placeholder, is_standard_app};
use crate::parse::{Document, NodeId};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::registry::Context;

use crate::rules::names::{is_namespaced, nearest};

/// Where a type names an app: the steps from the root, and which kind of app is meant.
const REFERENCES: [(Kind, &[&str], Kind); 8] = [
    (Kind::AppMenu, &["appMenuItems", "name"], Kind::ConnectedApp),
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

pub(in crate::rules) fn check(file: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let Some(document) = context.library.document(file.file).filter(|_| context.project.is_whole) else {
        return Vec::new();
    };
    let Some(root) = document.root().filter(|root| document.name(*root) == file.kind.type_name()) else {
        return Vec::new();
    };
    let references = REFERENCES.iter().filter(|(kind, ..)| *kind == file.kind);
    let mut findings = Vec::new();
    for (_, steps, app) in references.filter(|(.., app)| context.project.catalog.has(*app)) {
        let names = elements(document, root, steps).into_iter().filter(|name| means_app(file, document, *name));
        findings.extend(names.filter_map(|name| judge(file, (document, name), *app, context)));
    }
    findings
}

/// The elements at the end of some steps.
fn elements(document: &Document, from: NodeId, steps: &[&str]) -> Vec<NodeId> {
    let mut nodes = vec![from];
    for step in steps {
        nodes = nodes.into_iter().flat_map(|node| document.children_named(node, step)).collect();
    }
    nodes
}

/// An item of an app menu may be something else.
fn means_app(file: &SourceFile, document: &Document, name: NodeId) -> bool {
    file.kind != Kind::AppMenu
        || document.parent(name).is_some_and(|item| {
            let mut types = document.children_named(item, "type");
            types.any(|of| document.value(of).trimmed().is_some_and(|text| text.text == "ConnectedApp"))
        })
}

fn judge(
    file: &SourceFile,
    (document, node): (&Document, NodeId),
    app: Kind,
    context: &Context<'_>,
) -> Option<Finding> {
    let text = document.value(node);
    let value = text.trimmed()?;
    let name = value.text;
    let is_id = name.starts_with(|first: char| first.is_ascii_digit());
    let is_replaced = file.replaced.iter().any(|replaced| replaced.touches(value.span));
    let is_other = is_namespaced(name) || is_id || is_replaced || is_placeholder(name) || is_standard_app(name);
    let catalog = &context.project.catalog;
    let is_in_org = is_among(&context.project.declared.managed.apps, name);
    if is_other || is_in_org || catalog.contains(app, name) {
        return None;
    }
    let what = if app == Kind::ConnectedApp { "connected app" } else { "External Client App" };
    let message = format!("`{}` names the {what} `{name}`, which the project does not have", file.name);
    let help = match nearest(name, catalog.names(app)) {
        Some(nearest) => format!("did you mean `{nearest}`? Else delete the reference, or add the app"),
        None => "delete the reference, or add the app".to_owned(),
    };
    let place = Place { file: file.file, node: Some(node), absent: None, span: value.span };
    let item = document.parent(node).filter(|_| file.kind == Kind::AppMenu);
    let fix = item.map(|item| {
        Fix::risky(format!("delete the item `{name}`"), [Change::Remove(Place { node: Some(item), ..place })])
    });
    Some(Finding::new(place, message, help).value(name).fix(fix))
}
