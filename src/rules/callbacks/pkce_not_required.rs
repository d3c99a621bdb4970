//! Anyone who obtains an authorization code of the app can exchange it for a token.

use crate::model::{App, DeclaredFlow, Field, Intent, OauthClient};
use crate::posture::demands_pkce;
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::{Confidence, Severity};

fn not_required(app: &App, client: &OauthClient, context: &Context<'_>) -> Finding {
    let has_no_secret = client.is_consumer_secret_optional.is_on() == Some(true);
    let whose = if has_no_secret { ", which has no secret either," } else { "" };
    let is_public = context.posture(app).public_client == Some(true);
    let severity = if is_public { Severity::Error } else { Severity::Warning };
    let message = format!(
        "a stolen authorization code of `{}`{whose} is enough for a token: PKCE is not \
                 required",
        app.component.name
    );
    let on = context.new_value(&client.is_pkce_required, "true");
    let help = format!("set `{on}` once the client sends a `code_challenge` (S256)");
    let finding = Finding::new(on.place, message, help).severity(severity).fix(Fix::set(&on));
    // A file without the element may be older than it.
    let is_told = client.is_pkce_required.given().is_some();
    if is_told { finding } else { finding.confidence(Confidence::Medium) }
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let gets_codes = context.posture(app).is_interactive && uses_codes(&app.intent);
    let client = app.oauth.as_ref().filter(|_| gets_codes);
    let Some(client) = client.filter(|client| is_off(app, client)) else { return Vec::new() };
    let finding = not_required(app, client, context);
    vec![match required_by_org(context) {
        Some(setting) => finding.severity(Severity::Info).related(setting.place(), "the org requires it for all apps"),
        None => finding,
    }]
}

/// A retrieve that is older than the switch does not contain it.
fn is_off(app: &App, client: &OauthClient) -> bool {
    demands_pkce(app, client) == Some(false) && !app.predates_policies()
}

/// Whether a flow with an authorization code is among the declared ones; so it is taken to be if none are declared.
fn uses_codes(intent: &Intent) -> bool {
    let codes = [DeclaredFlow::WebServer, DeclaredFlow::CodeCredential];
    codes.iter().any(|flow| intent.has(*flow) != Some(false))
}

fn required_by_org<'m>(context: &Context<'m>) -> Option<&'m Field<bool>> {
    let settings = &context.project.org.settings;
    settings.agreed(|settings| &settings.is_pkce_required).filter(|setting| setting.value() == Some(&true))
}
