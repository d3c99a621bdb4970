//! A callback is for development: a tunnel, a local server, another environment, or a third-party site.
//!
//! What a callback is follows from its address; whether it should be there follows from the app. A local address is
//! right for a command line and left over in a web application. So findings depend on what people can log in to, on
//! declarations, and on a callback for production beside it: without one, all of the app may be for development.

use crate::model::{App, Callback, CallbackKind, Located, Role};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix, Separator};
use crate::rules::page::CALLBACK_DEVELOPMENT_HOST as PAGE;
use crate::rules::rule::Context;
use crate::schema::{CallbackUse, ENVIRONMENTS, Severity, TUNNELS};

fn tunnel(app: &App, callback: &Located<Callback>) -> Finding {
    let message = format!(
        "`{}` sends authorization codes to {}, a tunnel or a page that shows requests",
        app.component.name, callback.value.text
    );
    let help = "delete the line, and use a separate app for development";
    Finding::new(callback.place, message, help).value(&callback.value.text).severity(Severity::Warning)
}

fn tool(app: &App, callback: &Located<Callback>, name: &str) -> Finding {
    let message = format!("`{}` sends authorization codes to {name}: {}", app.component.name, callback.value.text);
    let help = "delete the line, and use a separate app for tests";
    Finding::new(callback.place, message, help).value(&callback.value.text).severity(Severity::Warning)
}

fn foreign(app: &App, callback: &Located<Callback>) -> Finding {
    let message =
        format!("`{}` sends authorization codes to a third-party site: {}", app.component.name, callback.value.text);
    let help = "write the address of the client, or of your own page";
    Finding::new(callback.place, message, help).value(&callback.value.text)
}

fn local(app: &App, callback: &Located<Callback>) -> Finding {
    let message = format!(
        "`{}` sends authorization codes to {}, where any program on the user's machine may listen",
        app.component.name, callback.value.text
    );
    let help = "delete the line, or declare in `calint.toml` what the app is: role = \"cli\" or \"desktop\"";
    Finding::new(callback.place, message, help).value(&callback.value.text)
}

fn mixed(app: &App, callback: &Located<Callback>, production: &Located<Callback>) -> Finding {
    let message =
        format!("`{}` serves production and another environment: {}", app.component.name, callback.value.text);
    let help = "create one app for each environment, so that Salesforce cannot send a production code to another";
    let finding = Finding::new(callback.place, message, help).value(&callback.value.text);
    finding.related(production.place, "a production callback")
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let production = client.callbacks.urls.given().find(|callback| is_production(&callback.value, context));
    let judge = |callback: &Located<Callback>| {
        // The app must have a callback, so one for production has to be left.
        let delete = || Fix::risky("delete the line", [Change::Drop(vec![callback.place], Separator::Line)]);
        let finding = judge(app, (callback, production), context)?;
        Some(finding.fix(production.is_some().then(delete)))
    };
    client.callbacks.urls.given().filter_map(judge).collect()
}

fn judge(
    app: &App,
    (callback, production): (&Located<Callback>, Option<&Located<Callback>>),
    context: &Context<'_>,
) -> Option<Finding> {
    if let CallbackKind::Client(program) = callback.value.kind() {
        return (program.used_for == CallbackUse::Test).then(|| tool(app, callback, program.name));
    }
    if is_tunnel(&callback.value, context) {
        return Some(tunnel(app, callback));
    }
    let is_other = !callback.value.is_stand_in() && is_of_environment(&callback.value);
    match callback.value.kind() {
        // An app for machines sends no user there, and the hosts for documentation receive nothing.
        CallbackKind::ForeignHost => {
            let is_reached = context.posture(app).machine_only == Some(false) && !callback.value.is_at_example_host();
            is_reached.then(|| foreign(app, callback))
        }
        CallbackKind::Local => is_left_over(app, context).then(|| local(app, callback)),
        // A bare `https://localhost` fills the element of an app that redirects no user, and is left over beside
        // others.
        CallbackKind::Filler if callback.value.is_loopback() => {
            production.filter(|_| is_left_over(app, context)).map(|_| local(app, callback))
        }
        _ => production.filter(|_| is_other).map(|production| mixed(app, callback, production)),
    }
}

/// Whether people log in to the app, and nothing declares that it listens on their machines.
fn is_left_over(app: &App, context: &Context<'_>) -> bool {
    context.posture(app).machine_only == Some(false) && !listens_locally(app)
}

fn listens_locally(app: &App) -> bool {
    matches!(app.intent.role, Some(Role::Cli | Role::Desktop))
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
