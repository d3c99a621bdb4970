//! An auth provider of the project asks an app for a scope that the app does not have.

use crate::model::{App, AuthProvider, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{ScopeFacts, ScopeKind};
use crate::words::quoted_list;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    context.project.auth_providers_of(app).filter_map(|provider| of_provider(app, client, provider)).collect()
}

fn of_provider(app: &App, client: &OauthClient, provider: &AuthProvider) -> Option<Finding> {
    let lacking: Vec<&str> = provider.asks_for().filter(|asked| lacks(client, asked)).map(|asked| asked.wire).collect();
    if lacking.is_empty() {
        return None;
    }
    let names = quoted_list(&lacking);
    let message = format!(
        "the auth provider `{}` asks `{}` for {names}, which the app does not have: logins end with `invalid_scope: the \
         requested scope is not allowed`",
        provider.name, app.component.name
    );
    let help = format!("add {names} to the scopes of the app, or take it out of `defaultScopes` of the auth provider");
    let finding =
        Finding::new(client.scopes.place(), message, help).value(format!("{} {}", provider.name, lacking.join(" ")));
    Some(finding.related(provider.place(), format!("asks for {names}")))
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
