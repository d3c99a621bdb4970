//! An app is set up for asset tokens, but lacks a scope or setting that the flow needs.

use crate::model::{App, AppKind, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::Condition;
use crate::words::quoted_list;

/// What the access token that a device exchanges must be good for.
const NEEDED: [&str; 2] = ["Api", "OpenID"];

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = app.oauth.as_ref().filter(|client| client.asset_token.is_some()) else { return Vec::new() };
    let lacks_scopes = context.posture(app).flows.is_unmet(Condition::AssetTokenScopes);
    let scopes = lacks_scopes.then(|| scopes(app, client));
    scopes.into_iter().chain(settings(app, client, context)).collect()
}

fn scopes(app: &App, client: &OauthClient) -> Finding {
    let is = |name: &'static str| move |scope: &Scope| scope.facts.is_some_and(|facts| facts.name == name);
    let is_missing = |name: &&&'static str| client.scopes.holds(is(name)) == Some(false);
    let missing: Vec<&str> = NEEDED.iter().filter(is_missing).copied().collect();
    let missing = quoted_list(&missing);
    let message = format!("`{}` is set up for asset tokens, but does not ask for {missing}", app.component.name);
    Finding::new(client.scopes.place(), message, format!("add {missing}")).value("scopes")
}

/// A connected app has these in one group, of which `missing-required-element` reports what is missing.
fn settings(app: &App, client: &OauthClient, context: &Context<'_>) -> Option<Finding> {
    let token = client.asset_token.as_ref().filter(|_| app.kind == AppKind::ExternalClientApp)?;
    let all = [&token.audiences, &token.signing_certificate_id, &token.validity];
    let missing: Vec<_> = all.into_iter().filter(|field| field.is_blank()).collect();
    let first = missing.first()?;
    let names: Vec<String> = missing.iter().map(|field| context.name_of(field)).collect();
    let names = quoted_list(&names);
    let message = format!("`{}` is set up for asset tokens, but has no {names}", app.component.name);
    let help = format!("add {names}, or delete the other settings for asset tokens");
    let finding = Finding::new(first.place(), message, help).value("settings");
    let present = all.into_iter().filter_map(|field| field.given());
    Some(present.fold(finding, |finding, field| finding.related(field.place, "is there")))
}
