//! A run-as user is named, or the flow is declared, but the client credentials flow is off, or only half on.

use crate::model::{App, DeclaredFlow, Field, OauthClient};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let off = client.switches().into_iter().filter(|switch| switch.is_on() == Some(false));
    let is_declared = app.intent.has(DeclaredFlow::ClientCredentials) == Some(true);
    let finding = |switch| {
        let finding = with_user(app, client, switch).or_else(|| is_declared.then(|| declared(app, switch)))?;
        // What was declared leaves no doubt that the flow is meant.
        Some(if is_declared { finding.severity(Severity::Error) } else { finding })
    };
    off.filter_map(finding).collect()
}

fn with_user(app: &App, client: &OauthClient, switch: &Field<bool>) -> Option<Finding> {
    let user = client.oauth_client_credential_user.given()?;
    let message = format!(
        "`{}` names the run-as user `{}`, but the client credentials flow is not enabled",
        app.component.name, user.value
    );
    let help = format!(
        "set `{}`, or delete `<{}>` if the flow was dropped",
        app.spelling.client_credentials_on, app.spelling.run_as_user
    );
    let title = format!("set `{}`", app.spelling.client_credentials_on);
    let fix = Fix::risky(title, [Change::Write(switch.place(), "true".to_owned())]);
    Some(Finding::new(switch.place(), message, help).related(user.place, "run-as user").fix(fix))
}

fn declared(app: &App, switch: &Field<bool>) -> Finding {
    let message =
        format!("`{}` is declared to use the client credentials flow, and the flow is not enabled", app.component.name);
    let help = format!("set `{}`, or correct `flow` in calint.toml", app.spelling.client_credentials_on);
    Finding::new(switch.place(), message, help)
}
