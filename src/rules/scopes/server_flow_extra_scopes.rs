//! An app that only machines use asks for scopes of the user interface, or for scopes that its flow drops.

use super::auth_providers::Losses;
use crate::model::{App, Located, OauthClient, Scope};
use crate::posture::{client_credentials_only, client_credentials_open, is_for_command_line, jwt_bearer, machine_only};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::rules::scope_changes::{left, removed};
use crate::schema::{ScopeKind, Severity};
use crate::words::quoted_list;

type Scopes<'a> = Vec<&'a Located<Scope>>;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    // If the administrator's half of the switch is off, it is unknown what the app is for.
    let is_in_use = |client: &OauthClient| any_flow_open(client) && machine_only(client) == Some(true);
    let Some(client) = app.oauth.as_ref().filter(|client| is_in_use(client)) else { return Vec::new() };
    // `full-scope` reports `Full`, and `unknown-oauth-scope` reports unknown spellings.
    let known = client.scopes.given().filter(|scope| scope.value.facts.is_some() && !scope.value.is(ScopeKind::All));
    let known = known.filter(|scope| !app.intent.allows(&scope.value.text));
    let (inert_scopes, effective): (Scopes, Scopes) = known.partition(|scope| is_inert(app, client, &scope.value));
    let extra_scopes: Scopes = effective.into_iter().filter(|scope| is_extra(client, scope)).collect();
    let both = [(extra(app, client, &extra_scopes), &extra_scopes), (inert(app, client, &inert_scopes), &inert_scopes)];
    both.into_iter()
        .filter_map(|(finding, gone)| Some(Losses::of((app, client), gone, context).spare(finding?)))
        .collect()
}

fn any_flow_open(client: &OauthClient) -> bool {
    client_credentials_open(client) != Some(false) || jwt_bearer(client) == Some(true)
}

/// `Web` is not extra beside JWT bearer: with it `sf org open` and others open the user interface. Scopes of products
/// are never extra by themselves, since several products document more than one; `broad-scopes` counts them.
fn is_extra(client: &OauthClient, scope: &Located<Scope>) -> bool {
    let opens_pages =
        scope.value.is(ScopeKind::Interface) && !(is_web(&scope.value) && jwt_bearer(client) != Some(false));
    opens_pages || scope.value.is(ScopeKind::Feature)
}

fn extra(app: &App, client: &OauthClient, scopes: &Scopes) -> Option<Finding> {
    let names = names(scopes);
    let message =
        format!("only machines use `{}`, yet it asks for {names} in addition to its APIs", app.component.name);
    let help = format!("delete {names} if the integration does not use them, or split the app by caller");
    let opens_pages = scopes.iter().any(|scope| scope.value.is(ScopeKind::Interface));
    let severity = if opens_pages { Severity::Warning } else { Severity::Info };
    Some(at_first(scopes, message, help)?.severity(severity).fix(without(app, client, scopes)))
}

fn inert(app: &App, client: &OauthClient, scopes: &Scopes) -> Option<Finding> {
    let names = names(scopes);
    let message = format!("`{}` asks for {names}, which client-credentials tokens never get", app.component.name);
    let help = format!("delete from the app what no other flow of it uses: {names}");
    Some(at_first(scopes, message, help)?.severity(Severity::Info).fix(without(app, client, scopes)))
}

/// One finding for all, at the first.
fn at_first(scopes: &Scopes, message: String, help: String) -> Option<Finding> {
    let (first, rest) = scopes.split_first()?;
    let finding = Finding::new(first.place, message, help).value(names(scopes));
    Some(rest.iter().fold(finding, |finding, scope| finding.related(scope.place, "and this one")))
}

fn names(scopes: &Scopes) -> String {
    quoted_list(&scopes.iter().map(|scope| scope.value.text.as_str()).collect::<Vec<_>>())
}

/// An app without scopes is of no use, nor one with nothing but scopes that have no effect. The fix is never safe: the
/// username-password flow needs no switch, so that files cannot show that a scope is unused.
fn without(app: &App, client: &OauthClient, scopes: &Scopes) -> Option<Fix> {
    let keeps = left(client, scopes).any(|scope| !is_inert(app, client, &scope.value));
    keeps.then(|| Fix::risky(format!("delete {}", names(scopes)), removed(app, scopes)))
}

fn is_web(scope: &Scope) -> bool {
    scope.facts.is_some_and(|facts| facts.name == "Web")
}

/// JWT bearer needs the refresh scope where the app is pre-authorized, so only client credentials make it useless.
fn is_inert(app: &App, client: &OauthClient, scope: &Scope) -> bool {
    let is_dropped = scope.is(ScopeKind::Refresh) || is_web(scope);
    is_dropped && client_credentials_only(client) == Some(true) && !is_for_command_line(app)
}
