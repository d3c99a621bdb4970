//! The app may ask for `Full`: everything that its user can reach.

use super::auth_providers::Losses;
use crate::model::{App, Located, OauthClient, Scope};
use crate::posture::Sheet;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::rules::scope_changes::removed;
use crate::schema::{Profile, ScopeKind, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let full: Vec<_> = client.scopes.given().filter(|scope| scope.value.is(ScopeKind::All)).collect();
    let posture = context.posture(app);
    let losses = Losses::of((app, client), &full, context);
    let finding = |scope: &&Located<Scope>| {
        let finding = Finding::new(scope.place, message(app, posture), help(client, posture)).value("Full");
        let finding = finding.fix(fix(app, client, scope, posture));
        let finding = losses.spare(finding);
        // An app that is switched off issues no tokens.
        let is_off = app.external.as_ref().is_some_and(|external| external.is_enabled.value() == Some(&false));
        let is_less = is_inert(posture) || is_off || app.intent.allows("Full");
        // A scope without effect fails nothing and is no danger today.
        let finding = if is_inert(posture) { finding.profile(Profile::Strict) } else { finding };
        if is_less { finding.severity(Severity::Warning) } else { finding }
    };
    full.iter().map(finding).collect()
}

fn message(app: &App, posture: &Sheet) -> String {
    let name = &app.component.name;
    if is_inert(posture) {
        format!("`{name}` asks for `Full`, which Salesforce filters out of client-credentials tokens")
    } else {
        format!("`{name}` asks for `Full`: its tokens reach everything that the user can reach")
    }
}

/// The scopes that stay, or the usual ones where none does.
fn help(client: &OauthClient, posture: &Sheet) -> String {
    let has_api = client.scopes.given().any(|scope| scope.value.is(ScopeKind::Api));
    match (has_api, is_inert(posture)) {
        (true, true) => "delete the scope `Full`: `Api` remains, which the flow can use".to_owned(),
        (true, false) => "delete the scope `Full`: `Api` remains, which covers the REST, SOAP, and Bulk \
                          APIs"
            .to_owned(),
        (false, _) => "replace `Full` with the scopes in use, usually `Api`".to_owned(),
    }
}

/// `Full` goes if something stays that the app can use; else `Api` comes in its place.
fn fix(app: &App, client: &OauthClient, full: &Located<Scope>, posture: &Sheet) -> Fix {
    let is_repeated =
        client.scopes.given().take_while(|scope| scope.place != full.place).any(|it| it.value == full.value);
    let mut others = client.scopes.given().filter(|scope| !scope.value.is(ScopeKind::All));
    let has_api = client.scopes.given().any(|scope| scope.value.is(ScopeKind::Api));
    let delete = || removed(app, &[full]);
    match is_inert(posture) {
        true if others.next().is_some() => Fix::risky("delete the scope `Full`", delete()),
        _ if has_api || is_repeated => Fix::risky("delete the scope `Full`", delete()),
        _ => Fix::risky("replace `Full` with `Api`", [Change::Write(full.place, "Api".to_owned())]),
    }
}

fn is_inert(posture: &Sheet) -> bool {
    posture.client_credentials_only == Some(true)
}
