//! Auth providers of the project that log people in with an app: a scope that one of them asks for has to stay.

use crate::model::{App, AuthProvider, Located, OauthClient, SCOPES, Scope, ScopeFacts, ScopeKind};

use super::finding::Finding;
use super::fix::Change;
use super::rule::Context;
use super::scope_changes::left;

/// A finding without its fix, where an auth provider asks the app for a scope that would be gone: Salesforce would
/// refuse its logins from then on.
pub(super) fn spared(
    finding: Finding,
    (app, client): (&App, &OauthClient),
    gone: &[&Located<Scope>],
    context: &Context<'_>,
) -> Finding {
    let kept: Vec<&ScopeFacts> =
        left(client, gone).filter_map(|scope| scope.value.facts).chain(written(&finding)).collect();
    let is_lost = |asked: &&ScopeFacts| is_lost(asked, gone, &kept);
    let mut losses = context.project.auth_providers_of(app).filter_map(|it| Some((it, it.asks_for().find(is_lost)?)));
    match losses.next() {
        Some((provider, scope)) => withheld(finding, provider, scope),
        None => finding,
    }
}

/// Scopes that the fix of a finding puts in the place of others.
fn written(finding: &Finding) -> impl Iterator<Item = &'static ScopeFacts> {
    let changes = finding.fix.iter().flat_map(|fix| &fix.changes);
    let texts = changes.filter_map(|change| match change {
        Change::Write(_, text) => Some(text),
        _ => None,
    });
    texts.filter_map(|text| SCOPES.iter().find(|scope| scope.name == text))
}

fn withheld(finding: Finding, provider: &AuthProvider, scope: &ScopeFacts) -> Finding {
    let help = format!(
        "the auth provider `{}` asks this app for `{}`, and its logins fail without it: change its `defaultScopes` first, then {}",
        provider.name, scope.wire, finding.help
    );
    let related = format!("asks for `{}`", scope.wire);
    Finding { fix: None, help, ..finding }.related(provider.place(), related)
}

/// Whether an app that loses scopes no longer has one that somebody asks for, by itself or through `Full`.
fn is_lost(asked: &ScopeFacts, gone: &[&Located<Scope>], kept: &[&ScopeFacts]) -> bool {
    let is_same = |scope: &ScopeFacts| {
        scope.name == asked.name || (scope.kind == ScopeKind::Refresh && asked.kind == ScopeKind::Refresh)
    };
    let contains = |scope: &ScopeFacts| is_same(scope) || scope.implies.contains(&asked.name);
    let gone_facts = || gone.iter().filter_map(|scope| scope.value.facts);
    let by_itself = gone_facts().any(is_same) && !kept.iter().any(|scope| is_same(scope));
    // `Full` contains all scopes but those that bring a refresh token.
    let through_full = gone_facts().any(|scope| scope.kind == ScopeKind::All) && asked.kind != ScopeKind::Refresh;
    by_itself || (through_full && !kept.iter().any(|scope| scope.kind == ScopeKind::All || contains(scope)))
}
