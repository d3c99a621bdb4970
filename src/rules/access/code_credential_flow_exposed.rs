//! Headless logins may send passwords in headers, or need no password.

use crate::model::{App, DeclaredFlow, OauthClient};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::Condition;

use super::closed_to_guests;

fn not_in_body(app: &App, client: &OauthClient, context: &Context<'_>) -> Finding {
    let message = format!(
        "`{}` accepts usernames and passwords in request headers, and not only in the body",
        app.component.name
    );
    let on = context.new_value(&client.is_code_credential_post_only, "true");
    let help = format!("set `{on}` once all clients send them in the body");
    Finding::new(on.place, message, help)
        .fix(Fix::set(&on))
        .related(client.is_code_credential_enabled.place(), "opens the flow")
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    // Where the org's settings shut the flow, `policy-disables-app` speaks.
    let flows = &context.posture(app).flows;
    let is_open = flows.is_met(Condition::HeadlessEnabled) && !flows.is_unmet(Condition::HeadlessAllowed);
    let is_open_to_headers = is_open && client.is_code_credential_post_only.is_on() == Some(false);
    let headers = is_open_to_headers.then(|| not_in_body(app, client, context));
    headers.into_iter().chain(guests(app, context)).collect()
}

/// An app that is declared to be for headless logins may well have guests. A flow that is closed to them is the matter of
/// `guest-flow-incomplete`.
fn guests(app: &App, context: &Context<'_>) -> Option<Finding> {
    let switch = &app.external.as_ref()?.is_guest_code_cred_flow_enabled;
    let is_open = switch.value() == Some(&true) && closed_to_guests(app).is_empty();
    if !is_open || app.intent.has(DeclaredFlow::CodeCredential) == Some(true) {
        return None;
    }
    let message = format!("`{}` gives tokens to guests, who do not log in", app.component.name);
    let off = context.new_value(switch, "false");
    Some(Finding::new(off.place, message, format!("set `{off}` unless the site is for guests")))
}
