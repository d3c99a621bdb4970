//! The app requests a scope that another of its scopes contains.

use super::auth_providers::Losses;
use crate::model::{App, AppKind, Located, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::fix::{Fix, Safety};
use crate::rules::rule::Context;
use crate::rules::scope_changes::removed;
use crate::schema::ScopeKind;
use crate::words::{agree, quoted_list};

/// Scope, and the one beside which it says nothing more. Source: Metadata API guide, ConnectedApp.
const CONTAINED: [(&str, &str); 7] = [
    ("Address", "Basic"),
    ("Chatter", "Api"),
    ("CustomApplications", "Web"),
    ("Email", "Basic"),
    ("OfflineAccess", "RefreshToken"),
    ("Phone", "Basic"),
    ("Profile", "Basic"),
];

fn redundant(app: &App, scope: &Located<Scope>, by: &str) -> Finding {
    let text = &scope.value.text;
    let message = format!("`{}` asks for `{text}`, which adds nothing to {by}", app.component.name);
    Finding::new(scope.place, message, format!("delete `{text}`")).value(text)
}

/// Takes a scope out, however often it is there.
fn without(app: &App, scope: &[&Located<Scope>], safety: Safety) -> Fix {
    let name = scope.first().map_or("", |scope| scope.value.text.as_str());
    Fix { safety, ..Fix::safe(format!("delete the scope `{name}`"), removed(app, scope)) }
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let scopes: Vec<&Located<Scope>> = client.scopes.given().collect();
    let full = scopes.iter().find(|scope| scope.value.is(ScopeKind::All));
    let mut findings: Vec<Finding> =
        full.and_then(|full| beside_full((app, client), (full, &scopes), context)).into_iter().collect();
    for (index, scope) in scopes.iter().enumerate() {
        let before = scopes.iter().take(index);
        let is_repeated = before.into_iter().any(|other| other.value == scope.value);
        if is_repeated {
            // In a connected app each scope is an element, and the rule on repeated elements speaks.
            if app.kind == AppKind::ExternalClientApp {
                findings.push(redundant(app, scope, "its first mention").fix(without(app, &[scope], Safety::Safe)));
            }
        } else if full.is_some() {
            // One finding covers all scopes beside `Full`.
        } else if let Some(other) = container(&scope.value, &scopes) {
            // Two names of one thing; the others are only documented to be contained.
            let safety = if scope.value.is(ScopeKind::Refresh) { Safety::Safe } else { Safety::Unsafe };
            let all: Vec<_> = scopes.iter().copied().filter(|other| other.value == scope.value).collect();
            let finding = redundant(app, scope, &format!("`{other}`")).fix(without(app, &all, safety));
            findings.push(Losses::of((app, client), &all, context).spare(finding));
        }
    }
    findings
}

/// All that `Full` contains, in one finding: `Full` is what should go. Where client credentials are used, Salesforce
/// filters it out, and the others are what works. `OpenID` brings the ID token, as `RefreshToken` brings its own.
fn beside_full(
    (app, client): (&App, &OauthClient),
    (full, scopes): (&Located<Scope>, &[&Located<Scope>]),
    context: &Context<'_>,
) -> Option<Finding> {
    let is_contained = |scope: &&&Located<Scope>| {
        let name = scope.value.facts.map(|facts| facts.name);
        let stays = scope.value.is(ScopeKind::All) || scope.value.is(ScopeKind::Refresh) || name == Some("OpenID");
        name.is_some() && !stays
    };
    let contained: Vec<&Located<Scope>> = scopes.iter().filter(is_contained).copied().collect();
    let first = contained.first().filter(|_| context.posture(app).client_credentials == Some(false))?;
    let names = quoted_list(&contained.iter().map(|scope| scope.value.text.as_str()).collect::<Vec<_>>());
    let adds = agree(contained.len(), "adds", "add");
    let message = format!("`{}` asks for {names}, which {adds} nothing to `Full`", app.component.name);
    let finding = Finding::new(first.place, message, format!("delete `Full`, and keep what the app uses of {names}"));
    let others = contained.iter().skip(1).fold(finding, |finding, scope| finding.related(scope.place, "and this one"));
    let finding = others.related(full.place, "contains them").value(names);
    Some(Losses::of((app, client), &[full], context).spare(finding))
}

/// The other scope of the app that contains this one.
fn container<'s>(scope: &Scope, scopes: &[&'s Located<Scope>]) -> Option<&'s str> {
    let name = scope.facts?.name;
    let (_, container) = CONTAINED.iter().find(|(contained, _)| *contained == name)?;
    let facts = scopes.iter().filter_map(|other| Some((other, other.value.facts?)));
    let mut found = facts.filter(|(_, facts)| facts.name == *container);
    found.next().map(|(other, _)| other.value.text.as_str())
}
