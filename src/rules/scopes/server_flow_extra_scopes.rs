//! An app that only machines use asks for more than the API it needs.

use crate::flows::{
    client_credentials, client_credentials_only, client_credentials_open, is_for_command_line, jwt_bearer, machine_only,
};
use crate::model::{App, Located, OauthClient, Scope, ScopeKind};
use crate::rules::finding::Finding;
use crate::rules::fix::{Fix, Safety};
use crate::rules::levels::Severity;
use crate::rules::registry::Context;
use crate::rules::scope_changes::{left, removed};

/// More effective scopes than this are a warning.
const FEW: usize = 3;

fn extra(app: &App, first: &Located<Scope>, names: &str) -> Finding {
    let message = format!("only machines use `{}`, yet it asks for {names} besides its API", app.component.name);
    let help = format!("delete {names} if the integration does not use them, or split the app by caller");
    Finding::new(first.place, message, help).value(names)
}

fn inert(app: &App, first: &Located<Scope>, names: &str) -> Finding {
    let message = format!("`{}` asks for {names}, without effect in its flow", app.component.name);
    let help = format!("delete {names}: what has no effect now gets one on the day another flow is opened");
    Finding::new(first.place, message, help).value(names).severity(Severity::Info)
}

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    // Where the administrator's half of the switch is off, nobody knows what the app is for.
    let is_in_use = |client: &OauthClient| any_flow_open(client) && machine_only(client) == Some(true);
    let Some(client) = app.oauth.as_ref().filter(|client| is_in_use(client)) else { return Vec::new() };
    // `Full` is the business of `full-scope`, an unknown spelling that of `unknown-oauth-scope`.
    let known = client.scopes.given().filter(|scope| scope.value.facts.is_some() && !scope.value.is(ScopeKind::All));
    let known = known.filter(|scope| !app.intent.allows(&scope.value.text));
    let (inert_scopes, effective): (Vec<_>, Vec<_>) = known.partition(|scope| is_inert(app, client, &scope.value));
    // Beside `Full`, and in an app for the CLI, whose guide asks for `Web` and a refresh token, nothing more is said.
    let is_full = client.scopes.holds(|scope| scope.is(ScopeKind::All)) != Some(false);
    let is_cli = is_for_command_line(app);
    let extra_scopes = if is_full { Vec::new() } else { beyond_need(&effective) };
    let extra_scopes: Vec<_> = extra_scopes.into_iter().filter(|scope| !(is_cli && is_web(&scope.value))).collect();
    let interface = extra_scopes.iter().any(|scope| scope.value.is(ScopeKind::Interface));
    let severity = if interface || effective.len() > FEW { Severity::Warning } else { Severity::Info };
    let without = |scopes: &[&Located<Scope>], names: &str, safety| {
        // An app without scopes is of no use, nor one with nothing but scopes that have no effect.
        let keeps = left(client, scopes).any(|scope| !is_inert(app, client, &scope.value));
        keeps.then(|| Fix { safety, ..Fix::safe(format!("delete {names}"), removed(app, scopes)) })
    };
    let extra = group(&extra_scopes, |first, names| {
        extra(app, first, names).severity(severity).fix(without(&extra_scopes, names, Safety::Unsafe))
    });
    let inert =
        group(&inert_scopes, |first, names| inert(app, first, names).fix(without(&inert_scopes, names, Safety::Safe)));
    extra.into_iter().chain(inert).collect()
}

fn any_flow_open(client: &OauthClient) -> bool {
    client_credentials_open(client) != Some(false) || jwt_bearer(client) == Some(true)
}

/// What is more than `Api` and one product scope. A refresh scope that has an effect is needed: JWT bearer
/// without pre-approval rests on an earlier approval that included one.
fn beyond_need<'a>(effective: &[&'a Located<Scope>]) -> Vec<&'a Located<Scope>> {
    let mut products = 0;
    let is_extra = |scope: &&&Located<Scope>| {
        products += usize::from(scope.value.is(ScopeKind::Product));
        let first_product = scope.value.is(ScopeKind::Product) && products == 1;
        let needed = scope.value.is(ScopeKind::Api) || scope.value.is(ScopeKind::Refresh) || first_product;
        !needed
    };
    effective.iter().filter(is_extra).copied().collect()
}

/// One finding for all, at the first.
fn group(scopes: &[&Located<Scope>], finding: impl Fn(&Located<Scope>, &str) -> Finding) -> Option<Finding> {
    let (first, rest) = scopes.split_first()?;
    let names: Vec<String> = scopes.iter().map(|scope| format!("`{}`", scope.value.text)).collect();
    let finding = finding(first, &names.join(", "));
    Some(rest.iter().fold(finding, |finding, scope| finding.related(scope.place, "and this one")))
}

fn is_web(scope: &Scope) -> bool {
    scope.facts.is_some_and(|facts| facts.name == "Web")
}

fn is_inert(app: &App, client: &OauthClient, scope: &Scope) -> bool {
    let refresh = scope.is(ScopeKind::Refresh);
    if client_credentials_only(client) == Some(true) {
        return refresh || is_web(scope);
    }
    refresh && client_credentials(client) == Some(false) && app.access.is_admin_approved.is_on() == Some(true)
}
