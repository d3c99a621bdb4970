//! An auth provider or a named credential of the project asks an app for a scope that the app does not have.

use crate::model::{App, AuthProvider, Field, OauthClient, Scope, scopes_in};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{ScopeFacts, ScopeKind};
use crate::words::quoted_list;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let requests = context.project.auth_providers_of(app).flat_map(requests);
    requests.filter_map(|request| of_request(app, client, &request)).collect()
}

/// What asks an app for scopes.
struct Request<'m> {
    /// What it is, in words.
    what: &'static str,
    name: &'m str,
    scopes: &'m Field<String>,
    /// The element with the scopes.
    element: &'static str,
}

fn requests(provider: &AuthProvider) -> impl Iterator<Item = Request<'_>> {
    let own = Request {
        what: "auth provider",
        name: &provider.name,
        scopes: &provider.default_scopes,
        element: "defaultScopes",
    };
    let credentials = provider.credentials.iter().map(|credential| Request {
        what: "named credential",
        name: &credential.name,
        scopes: &credential.scopes,
        element: "oauthScope",
    });
    [own].into_iter().chain(credentials)
}

fn of_request(app: &App, client: &OauthClient, request: &Request<'_>) -> Option<Finding> {
    let asked = scopes_in(request.scopes).filter(|asked| lacks(client, asked));
    let lacking: Vec<&str> = asked.map(|asked| asked.wire).collect();
    if lacking.is_empty() {
        return None;
    }
    let (what, name, names) = (request.what, request.name, quoted_list(&lacking));
    let message = format!(
        "the {what} `{name}` asks `{}` for {names}, which the app does not have: logins end with `invalid_scope: the \
         requested scope is not allowed`",
        app.component.name
    );
    let help = format!("add {names} to the scopes of the app, or take it out of `{}` of the {what}", request.element);
    let finding = Finding::new(client.scopes.place(), message, help).value(format!("{name} {}", lacking.join(" ")));
    Some(finding.related(request.scopes.place(), format!("asks for {names}")))
}

/// Whether an app certainly lacks a scope. Salesforce gives a client what says who the user is in any case.
fn lacks(client: &OauthClient, asked: &ScopeFacts) -> bool {
    let is_same = |scope: &ScopeFacts| {
        scope.name == asked.name || (scope.kind == ScopeKind::Refresh && asked.kind == ScopeKind::Refresh)
    };
    let may_grant = |scope: &Scope| {
        scope.facts.is_none_or(|scope| {
            // `Full` contains all scopes but those that bring a refresh token.
            let through_full = scope.kind == ScopeKind::All && asked.kind != ScopeKind::Refresh;
            is_same(scope) || through_full || scope.implies.contains(&asked.name)
        })
    };
    asked.kind != ScopeKind::Identity && client.scopes.holds(may_grant) == Some(false)
}
