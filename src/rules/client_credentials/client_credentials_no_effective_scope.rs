//! Salesforce removes some scopes from client-credentials tokens, and no useful scope remains.

use crate::model::{App, AppKind, OauthClient};
use crate::posture::{has_custom_scope, is_left};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::rules::scope_changes::added;
use crate::schema::{Condition, Profile, ScopeKind, Severity};

const HELP: &str = "add the scope `Api`, or the one product scope that the integration needs";

/// The API version from which an External Client App must have a scope (Spring '25).
const SCOPE_REQUIRED_SINCE: u16 = 63;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    if let Some(finding) = without_scope(app, client, context) {
        return vec![finding];
    }
    let posture = context.posture(app);
    let has_nothing_left = posture.flows.is_unmet(Condition::ScopeLeft);
    let is_useless = has_nothing_left || (opens_identity_only(client) && !has_custom_scope(app, context.project));
    if posture.client_credentials != Some(true) || !is_useless {
        return Vec::new();
    }
    let finding = Finding::new(client.scopes.place(), message(app, client), HELP).fix(with_api(app, client));
    vec![match posture.machine_only {
        Some(true) if !has_nothing_left => finding.severity(Severity::Warning).profile(Profile::Strict),
        Some(true) => finding,
        _ => finding.severity(Severity::Info).profile(Profile::Strict),
    }]
}

/// An External Client App must have a scope, with any flow.
fn without_scope(app: &App, client: &OauthClient, context: &Context<'_>) -> Option<Finding> {
    let is_refused = app.kind == AppKind::ExternalClientApp && app.api >= SCOPE_REQUIRED_SINCE;
    let has_none = context.posture(app).flows.is_unmet(Condition::Scope);
    let message = format!(
        "`{}` asks for no scope: {} refuses an External Client App without one",
        app.component.name, context.project.api_version
    );
    (is_refused && has_none).then(|| Finding::new(client.scopes.place(), message, HELP).fix(with_api(app, client)))
}

fn with_api(app: &App, client: &OauthClient) -> Fix {
    Fix::risky("add the scope `Api`", [added(app, client, "Api")])
}

fn message(app: &App, client: &OauthClient) -> String {
    let names: Vec<&str> = client.scopes.given().map(|scope| scope.value.text.as_str()).collect();
    let name = &app.component.name;
    if names.is_empty() {
        format!("`{name}` opens the client credentials flow without any scope")
    } else {
        format!(
            "client-credentials tokens of `{name}` can reach no data: none of its scopes ({}) opens an API",
            names.join(", ")
        )
    }
}

/// Whether what the filter leaves says who the user is, and no more. An unknown spelling may open something.
fn opens_identity_only(client: &OauthClient) -> bool {
    client.scopes.holds(|scope| is_left(scope) && !scope.is(ScopeKind::Identity)) == Some(false)
}
