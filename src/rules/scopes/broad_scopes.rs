//! Apart from `Full`, an app asks for the APIs of many products, for most scopes that there are, or for those that manage
//! user accounts.

use std::collections::BTreeSet;

use crate::model::{App, Located, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::page::BROAD_SCOPES as PAGE;
use crate::rules::rule::Context;
use crate::schema::{ScopeKind, Severity};
use crate::words::{count, list, quoted_list};

/// The family of scopes that create users and change their passwords.
const ACCOUNTS: &str = "user accounts";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let is_counted =
        |scope: &&Located<Scope>| scope.value.is(ScopeKind::Product) && !app.intent.allows(&scope.value.text);
    let products: Vec<_> = client.scopes.given().filter(is_counted).collect();
    let limit = usize::try_from(context.count(&PAGE, "products")).unwrap_or(usize::MAX);
    let families: BTreeSet<&str> = products.iter().map(|scope| family(scope)).collect();
    let several = (families.len() > limit).then(|| several_products(app, &products, &families));
    let breadth = several.or_else(|| many_scopes(app, client, context));
    breadth.into_iter().chain(accounts(app, client, &products, context)).collect()
}

fn family(scope: &Located<Scope>) -> &'static str {
    scope.value.facts.map_or("", |facts| facts.family)
}

fn several_products(app: &App, products: &[&Located<Scope>], families: &BTreeSet<&str>) -> Finding {
    let names: Vec<&&str> = families.iter().collect();
    let message = format!(
        "`{}` asks for the APIs of {} at once: {}",
        app.component.name,
        count(families.len(), "product"),
        list(&names)
    );
    at_first(products, message, "delete the scopes that no caller uses, or split the app by caller".to_owned())
}

/// Most boxes are ticked, whichever product they belong to.
fn many_scopes(app: &App, client: &OauthClient, context: &Context<'_>) -> Option<Finding> {
    let reaches_data = |scope: &&Located<Scope>| {
        let is_known = scope.value.facts.is_some() && !scope.value.is(ScopeKind::All);
        is_known && scope.value.reaches_data() && !app.intent.allows(&scope.value.text)
    };
    let mut names = BTreeSet::new();
    let scopes = client.scopes.given().filter(reaches_data).filter(|scope| names.insert(&scope.value.text));
    let scopes: Vec<_> = scopes.collect();
    let limit = usize::try_from(context.count(&PAGE, "scopes")).unwrap_or(usize::MAX);
    let message = || {
        let texts: Vec<&str> = scopes.iter().map(|scope| scope.value.text.as_str()).collect();
        let what = count(scopes.len(), "scope");
        format!("`{}` asks for {what} that reach data, apart from `Full`: {}", app.component.name, quoted_list(&texts))
    };
    (scopes.len() > limit).then(|| at_first(&scopes, message(), "delete the scopes that no caller uses".to_owned()))
}

/// Scopes for headless logins, in an app that has no such login and reaches data.
fn accounts(app: &App, client: &OauthClient, products: &[&Located<Scope>], context: &Context<'_>) -> Option<Finding> {
    let accounts: Vec<_> = products.iter().copied().filter(|scope| family(scope) == ACCOUNTS).collect();
    let reaches_data = client.scopes.holds(|scope| scope.is(ScopeKind::Api)) == Some(true);
    let is_headless = client.is_code_credential_enabled.is_set() != Some(false);
    if accounts.is_empty() || !reaches_data || is_headless {
        return None;
    }
    let names = quoted_list(&accounts.iter().map(|scope| scope.value.text.as_str()).collect::<Vec<_>>());
    let message = format!(
        "tokens of `{}` may reach the APIs that register users and reset passwords ({names}), though headless login is off",
        app.component.name
    );
    let finding = at_first(&accounts, message, format!("delete {names} unless the app serves headless login"));
    // A server may register users on behalf of a site.
    Some(if context.posture(app).machine_only == Some(true) { finding } else { finding.severity(Severity::Warning) })
}

fn at_first(scopes: &[&Located<Scope>], message: String, help: String) -> Finding {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.value.text.as_str()).collect();
    let place = scopes.first().map(|scope| scope.place).expect("a finding is made for at least one scope");
    let finding = Finding::new(place, message, help).value(names.join(","));
    scopes.iter().skip(1).fold(finding, |finding, scope| finding.related(scope.place, "and this one"))
}
