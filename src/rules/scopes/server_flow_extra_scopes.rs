//! Only machines use an app, but it requests scopes for the user interface, or scopes that its flow drops.

use super::auth_providers::Losses;
use crate::model::{App, Located, OauthClient, Scope};
use crate::posture::Sheet;
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::rules::scope_changes::{left, removed};
use crate::schema::{ScopeKind, Severity};
use crate::words::quoted_list;

type Scopes<'a> = Vec<&'a Located<Scope>>;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    // If the administrator's half of the switch is off, it is unknown what the app is for.
    let posture = context.posture(app);
    let is_in_use = any_flow_open(posture) && posture.machine_only == Some(true);
    let Some(client) = app.oauth.as_ref().filter(|_| is_in_use) else { return Vec::new() };
    // `full-scope` reports `Full`, and `unknown-oauth-scope` reports unknown spellings.
    let known = client.scopes.given().filter(|scope| scope.value.facts.is_some() && !scope.value.is(ScopeKind::All));
    let known = known.filter(|scope| !app.intent.allows(&scope.value.text));
    let (inert_scopes, effective): (Scopes, Scopes) = known.partition(|scope| is_inert(&scope.value, posture));
    let extra_scopes: Scopes = effective.into_iter().filter(|scope| is_extra(scope, posture)).collect();
    let both = [
        (extra(app, client, &extra_scopes, posture), &extra_scopes),
        (inert(app, client, &inert_scopes, posture), &inert_scopes),
    ];
    both.into_iter()
        .filter_map(|(finding, gone)| Some(Losses::of((app, client), gone, context).spare(finding?)))
        .collect()
}

fn any_flow_open(posture: &Sheet) -> bool {
    posture.client_credentials_open != Some(false) || posture.jwt_bearer == Some(true)
}

/// `Web` is not extra beside JWT bearer: with it `sf org open` and others open the user interface. Scopes of products
/// are never extra by themselves, since several products document more than one; `broad-scopes` counts them.
fn is_extra(scope: &Located<Scope>, posture: &Sheet) -> bool {
    let opens_pages =
        scope.value.is(ScopeKind::Interface) && !(is_web(&scope.value) && posture.jwt_bearer != Some(false));
    opens_pages || scope.value.is(ScopeKind::Feature)
}

fn extra(app: &App, client: &OauthClient, scopes: &Scopes, posture: &Sheet) -> Option<Finding> {
    let names = names(scopes);
    let message =
        format!("only machines use `{}`, yet it asks for {names} in addition to its APIs", app.component.name);
    let help = format!("delete {names} if the integration does not use them, or split the app by caller");
    let opens_pages = scopes.iter().any(|scope| scope.value.is(ScopeKind::Interface));
    let severity = if opens_pages { Severity::Warning } else { Severity::Info };
    Some(at_first(scopes, message, help)?.severity(severity).fix(without(app, client, scopes, posture)))
}

fn inert(app: &App, client: &OauthClient, scopes: &Scopes, posture: &Sheet) -> Option<Finding> {
    let names = names(scopes);
    let message = format!("`{}` asks for {names}, which client-credentials tokens never get", app.component.name);
    let help = format!("delete the scopes that no other flow of the app uses: {names}");
    Some(at_first(scopes, message, help)?.severity(Severity::Info).fix(without(app, client, scopes, posture)))
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
fn without(app: &App, client: &OauthClient, scopes: &Scopes, posture: &Sheet) -> Option<Fix> {
    let keeps = left(client, scopes).any(|scope| !is_inert(&scope.value, posture));
    keeps.then(|| Fix::risky(format!("delete {}", names(scopes)), removed(app, scopes)))
}

fn is_web(scope: &Scope) -> bool {
    scope.facts.is_some_and(|facts| facts.name == "Web")
}

/// JWT bearer needs the refresh scope where the app is pre-authorized, so only client credentials make it useless.
fn is_inert(scope: &Scope, posture: &Sheet) -> bool {
    let is_dropped = scope.is(ScopeKind::Refresh) || is_web(scope);
    is_dropped && posture.client_credentials_only == Some(true) && !posture.is_for_command_line
}
