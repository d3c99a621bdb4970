//! A callback that was for development: a tunnel, a local server, another environment.

use crate::flows::machine_only;
use crate::model::{App, Callback, ENVIRONMENTS, Located, OauthClient, Role, TUNNELS};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix, Separator};
use crate::rules::levels::Severity;
use crate::rules::page::CALLBACK_DEVELOPMENT_HOST as PAGE;
use crate::rules::registry::Context;

fn tunnel(app: &App, callback: &Located<Callback>) -> Finding {
    let message = format!(
        "`{}` sends authorization codes to {}, a tunnel or a service for tests",
        app.component.name, callback.value.text
    );
    let help = "delete the line, and keep an app of its own for development";
    Finding::new(callback.place, message, help).value(&callback.value.text).severity(Severity::Warning)
}

fn local(app: &App, callback: &Located<Callback>) -> Finding {
    let message = format!(
        "`{}` sends authorization codes to {}, whatever listens there on the user's machine",
        app.component.name, callback.value.text
    );
    let help = "delete the line, or declare in `calint.toml` what the app is: role = \"cli\" or \"desktop\"";
    Finding::new(callback.place, message, help).value(&callback.value.text)
}

fn mixed(app: &App, callback: &Located<Callback>, production: &Located<Callback>) -> Finding {
    let message =
        format!("`{}` serves production and another environment: {}", app.component.name, callback.value.text);
    let help = "register one app for each environment, so that a code of production cannot be sent to another";
    let finding = Finding::new(callback.place, message, help).value(&callback.value.text);
    finding.related(production.place, "a callback of production")
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let production = client.callbacks.urls.given().find(|callback| is_production(&callback.value, context));
    let judge = |callback: &Located<Callback>| {
        // A callback there must be, and one that is fit for production.
        let delete = || Fix::risky("delete the line", [Change::Drop(vec![callback.place], Separator::Line)]);
        let finding = judge(app, client, (callback, production), context)?;
        Some(finding.fix(production.is_some().then(delete)))
    };
    client.callbacks.urls.given().filter_map(judge).collect()
}

fn judge(
    app: &App,
    client: &OauthClient,
    (callback, production): (&Located<Callback>, Option<&Located<Callback>>),
    context: &Context<'_>,
) -> Option<Finding> {
    if is_tunnel(&callback.value, context) {
        return Some(tunnel(app, callback));
    }
    if callback.value.is_loopback() {
        let is_used = machine_only(client) == Some(false) && !is_filler(client, &callback.value);
        let is_left_over = is_used && !listens_locally(app) && !is_of_cli(&callback.value);
        return is_left_over.then(|| local(app, callback));
    }
    let is_other = !callback.value.is_stand_in() && is_of_environment(&callback.value);
    production.filter(|_| is_other).map(|production| mixed(app, callback, production))
}

/// A bare `https://localhost` fills the element of an app whose flows redirect nobody.
fn is_filler(client: &OauthClient, callback: &Callback) -> bool {
    let is_bare =
        callback.url.as_ref().is_some_and(|url| url.port().is_none() && url.path().trim_matches('/').is_empty());
    is_bare && client.callbacks.urls.holds(|other| !other.is_stand_in()) == Some(false)
}

fn listens_locally(app: &App) -> bool {
    matches!(app.intent.role, Some(Role::Cli | Role::Desktop))
}

/// The Salesforce CLI listens there.
fn is_of_cli(callback: &Callback) -> bool {
    let url = callback.url.as_ref();
    url.is_some_and(|url| url.port() == Some(1717) && url.path().eq_ignore_ascii_case("/OauthRedirect"))
}

fn is_tunnel(callback: &Callback, context: &Context<'_>) -> bool {
    let host = host(callback);
    let is_within = |domain: &&str| host == **domain || host.strip_suffix(*domain).is_some_and(|it| it.ends_with('.'));
    TUNNELS.iter().any(is_within) || context.names(&PAGE, "hosts", &host)
}

/// Whether a part of the host's name says that it is not production: `uat.acme.example`, `acme--dev.sandbox.…`.
fn is_of_environment(callback: &Callback) -> bool {
    let host = host(callback);
    let mut parts = host.split(['.', '-']).map(|part| part.trim_end_matches(|letter: char| letter.is_ascii_digit()));
    parts.any(|part| ENVIRONMENTS.contains(&part))
}

fn is_production(callback: &Callback, context: &Context<'_>) -> bool {
    let is_web = callback.url.as_ref().is_some_and(|url| url.scheme() == "https");
    is_web && !callback.is_stand_in() && !is_tunnel(callback, context) && !is_of_environment(callback)
}

fn host(callback: &Callback) -> String {
    callback.url.as_ref().and_then(|url| url.host_str()).unwrap_or_default().to_ascii_lowercase()
}
