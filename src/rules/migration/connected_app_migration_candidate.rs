//! A connected app that should become an External Client App, with what stands in the way.

use crate::discover::Kind;
use crate::model::{App, AppKind, DeclaredFlow};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

/// The first API version in which External Client Apps have canvas pages.
const CANVAS_SINCE: u16 = 66;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    if !super::is_own_connected_app(app) || has_successor(app, context) {
        return Vec::new();
    }
    let name = &app.component.name;
    let (message, help) = match obstacles(app, context).as_slice() {
        [] => (
            format!(
                "`{name}` is a connected app, and nothing in the project keeps it from becoming an External Client App"
            ),
            "migrate it in Setup, then retrieve the External Client App".to_owned(),
        ),
        obstacles => (
            format!("`{name}` is a connected app that does not become an External Client App as it is"),
            format!("settle first: {}", obstacles.join("; ")),
        ),
    };
    vec![Finding::new(app.place, message, help)]
}

fn has_successor(app: &App, context: &Context<'_>) -> bool {
    let mut external = context.project.apps.iter().filter(|other| other.kind == AppKind::ExternalClientApp);
    external.any(|other| other.component.name.eq_ignore_ascii_case(&app.component.name))
}

/// What External Client Apps do not have, or have in another way.
fn obstacles(app: &App, context: &Context<'_>) -> Vec<&'static str> {
    let password = app.intent.has(DeclaredFlow::UsernamePassword) == Some(true);
    let cli = app.oauth.iter().flat_map(|client| client.callbacks.urls.given());
    let mut cli =
        cli.filter(|callback| callback.value.is_loopback()).filter_map(|callback| callback.value.url.as_ref());
    let obstacles = [
        (password, "the username-password flow, which they do not have"),
        (app.canvas.is_some() && context.api() < CANVAS_SINCE, "its canvas page, which they have from API 66 on"),
        (app.plugin.class.given().is_some(), "its plug-in, which becomes a handler in the OAuth policies"),
        (is_provisioned(app, context), "its user provisioning"),
        (app.mobile.is_some(), "its mobile app, whose settings become files of their own"),
        (cli.any(|url| url.port() == Some(1717)), "logins of the Salesforce CLI to a Dev Hub, which were seen to fail"),
    ];
    obstacles.into_iter().filter(|(stands, _)| *stands).map(|(_, what)| what).collect()
}

/// Whether a file of the project provisions users of the app.
fn is_provisioned(app: &App, context: &Context<'_>) -> bool {
    let mut files = context.project.sources.iter().filter(|source| source.kind == Kind::UserProvisioningConfig);
    files.any(|file| {
        let Some(document) = context.library.document(file.file) else { return false };
        let mut names = document.root().into_iter().flat_map(|root| document.children_named(root, "connectedApp"));
        names.any(|name| document.value(name).trimmed().is_some_and(|text| text.text == app.component.name))
    })
}
