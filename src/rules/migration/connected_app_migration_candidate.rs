//! A connected app should become an External Client App. The help names what has to change first.

use std::collections::HashSet;

use crate::model::{App, AppKind, Component, DeclaredFlow};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{EcaPart, Kind, TypeFacts, is_newer};

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let (successors, provisioned) = (successors(context), provisioned(context));
    let own = context.project.apps.iter().filter(|app| super::is_own_connected_app(app));
    let staying = own.filter(|app| !successors.contains(&app.component.name.to_ascii_lowercase()));
    staying.map(|app| (app.component.clone(), candidate(app, &obstacles(app, &provisioned, context)))).collect()
}

fn candidate(app: &App, obstacles: &[String]) -> Finding {
    let name = &app.component.name;
    let (message, help) = if obstacles.is_empty() {
        (
            format!(
                "`{name}` is a connected app, and nothing in the project prevents it from becoming an External Client \
                 App"
            ),
            "migrate it in Setup, where its tokens and sessions stay valid, then retrieve the External Client App"
                .to_owned(),
        )
    } else {
        (
            format!("`{name}` is a connected app that cannot become an External Client App without changes"),
            format!("first resolve: {}", obstacles.join("; ")),
        )
    };
    Finding::new(app.place, message, help)
}

/// The names of the External Client Apps, in lower case.
fn successors(context: &Context<'_>) -> HashSet<String> {
    let external = context.project.apps.iter().filter(|app| app.kind == AppKind::ExternalClientApp);
    external.map(|app| app.component.name.to_ascii_lowercase()).collect()
}

/// The names of the apps whose users a file of the project provisions.
fn provisioned(context: &Context<'_>) -> HashSet<String> {
    let files = context.project.sources.iter().filter(|source| source.kind == Kind::UserProvisioningConfig);
    let documents = files.filter_map(|file| context.library.document(file.file));
    let named = documents.flat_map(|document| {
        let names = document.root().into_iter().flat_map(|root| document.children_named(root, "connectedApp"));
        names.filter_map(|name| Some(document.value(name).trimmed()?.text.to_owned()))
    });
    named.collect()
}

/// What External Client Apps do not have, or have in another way.
fn obstacles(app: &App, provisioned: &HashSet<String>, context: &Context<'_>) -> Vec<String> {
    let canvas = TypeFacts::find(Kind::Eca(EcaPart::Canvas).type_name()).map_or(0, |facts| facts.since);
    let of_canvas = format!("its canvas page, which they have from API {canvas} on");
    let password = app.intent.has(DeclaredFlow::UsernamePassword) == Some(true);
    let cli = app.oauth.iter().flat_map(|client| client.callbacks.urls.given());
    let mut cli =
        cli.filter(|callback| callback.value.is_loopback()).filter_map(|callback| callback.value.url.as_ref());
    let obstacles = [
        (password, "the username-password flow, which they do not have"),
        (app.canvas.is_some() && is_newer(canvas, context.api()), &of_canvas),
        (app.plugin.class.given().is_some(), "its plug-in, which becomes a handler in the OAuth policies"),
        (provisioned.contains(&app.component.name), "its user provisioning"),
        (app.is_mobile, "its mobile app, whose settings become files of their own"),
        (
            cli.any(|url| url.port() == Some(1717)),
            "logins of the Salesforce CLI to a Dev Hub, which create scratch orgs and sandboxes only through a \
             connected \
             app (`SF_SCRATCH_SIGNUP_CONNECTED_APP`)",
        ),
    ];
    obstacles.into_iter().filter(|(stands, _)| *stands).map(|(_, what)| what.to_owned()).collect()
}
