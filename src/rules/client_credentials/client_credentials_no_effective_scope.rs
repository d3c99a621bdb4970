//! Salesforce filters some scopes out of client-credentials tokens; here nothing useful is left.

use crate::model::{App, AppKind, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::rules::scope_changes::added;
use crate::schema::{Profile, ScopeKind, Severity};

const HELP: &str = "add the scope `Api`, or the one product scope that the integration needs";

/// The API version from which an External Client App must have a scope (Spring '25).
const SCOPE_REQUIRED_SINCE: u16 = 63;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let named = client.custom_scopes.as_ref().is_some_and(|scopes| scopes.holds(|_| true) != Some(false));
    let mut custom = context.project.org.custom_scopes.iter();
    let has_custom = named || custom.any(|scope| scope.is_assigned_to(&app.component.name));
    let useless = client.scopes.holds(is_useful) == Some(false) && !has_custom;
    if let Some(finding) = without_scope(app, client, context).filter(|_| !has_custom) {
        return vec![finding];
    }
    let posture = context.posture(app);
    if posture.client_credentials != Some(true) || !useless {
        return Vec::new();
    }
    let finding = Finding::new(client.scopes.place(), message(app, client), HELP).fix(with_api(app, client));
    let identity = client.scopes.holds(|scope| scope.is(ScopeKind::Identity)) == Some(true);
    vec![match posture.machine_only {
        Some(true) if identity => finding.severity(Severity::Warning).profile(Profile::Strict),
        Some(true) => finding,
        _ => finding.severity(Severity::Info).profile(Profile::Strict),
    }]
}

/// An External Client App must have a scope, with any flow.
fn without_scope(app: &App, client: &OauthClient, context: &Context<'_>) -> Option<Finding> {
    let is_refused = app.kind == AppKind::ExternalClientApp && app.api >= SCOPE_REQUIRED_SINCE;
    let has_none = client.scopes.items.is_empty() && client.scopes.absence.is_blank();
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
            "client-credentials tokens of `{name}` can reach no data: of its scopes ({}) none opens an API",
            names.join(", ")
        )
    }
}

/// Whether the scope survives the filter and opens something. An unknown spelling may.
fn is_useful(scope: &Scope) -> bool {
    let filtered_or_identity = [ScopeKind::All, ScopeKind::Refresh, ScopeKind::Identity];
    let is_web = scope.facts.is_some_and(|facts| facts.name == "Web");
    !is_web && !filtered_or_identity.iter().any(|kind| scope.is(*kind))
}
