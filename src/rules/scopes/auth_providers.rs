//! Auth providers of the project that log people in with an app: the app must keep the scopes that they request.

use std::collections::{BTreeSet, HashSet};

use crate::model::{App, AuthProvider, Located, OauthClient, Scope};
use crate::schema::{SCOPES, ScopeFacts, ScopeKind};

use crate::rules::finding::Finding;
use crate::rules::fix::Change;
use crate::rules::rule::Context;

/// What the auth providers of an app would lose with some of its scopes. It is worked out once for all findings about
/// these scopes: an app may have thousands of them.
pub(super) struct Losses<'a> {
    providers: Vec<&'a AuthProvider>,
    gone: Vec<&'static ScopeFacts>,
    kept: Vec<&'static ScopeFacts>,
}

impl<'a> Losses<'a> {
    pub(super) fn of((app, client): (&App, &OauthClient), gone: &[&Located<Scope>], context: &Context<'a>) -> Self {
        let providers: Vec<&AuthProvider> = context.project.auth_providers_of(app).collect();
        if providers.is_empty() {
            return Self { providers, gone: Vec::new(), kept: Vec::new() };
        }
        let at = |scope: &Located<Scope>| (scope.place.file, scope.place.span);
        let places: BTreeSet<_> = gone.iter().map(|scope| at(scope)).collect();
        let kept = client.scopes.given().filter(|scope| !places.contains(&at(scope)));
        let kept = distinct(kept.filter_map(|scope| scope.value.facts));
        Self { providers, gone: distinct(gone.iter().filter_map(|scope| scope.value.facts)), kept }
    }

    /// A finding without its fix, where an auth provider asks the app for a scope that would be gone: Salesforce would
    /// refuse its logins from then on.
    pub(super) fn spare(&self, finding: Finding) -> Finding {
        if self.providers.is_empty() {
            return finding;
        }
        let kept: Vec<&ScopeFacts> = self.kept.iter().copied().chain(written(&finding)).collect();
        let is_lost = |asked: &&ScopeFacts| is_lost(asked, &self.gone, &kept);
        let mut losses = self.providers.iter().filter_map(|it| Some((*it, it.asks_for().find(is_lost)?)));
        match losses.next() {
            Some((provider, scope)) => withheld(finding, provider, scope),
            None => finding,
        }
    }
}

/// Each scope once.
fn distinct(scopes: impl Iterator<Item = &'static ScopeFacts>) -> Vec<&'static ScopeFacts> {
    let mut names = HashSet::new();
    scopes.filter(|scope| names.insert(scope.name)).collect()
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

/// Whether an app that loses scopes no longer has one that an auth provider asks for, by itself or through `Full`.
fn is_lost(asked: &ScopeFacts, gone: &[&ScopeFacts], kept: &[&ScopeFacts]) -> bool {
    let is_same = |scope: &ScopeFacts| {
        scope.name == asked.name || (scope.kind == ScopeKind::Refresh && asked.kind == ScopeKind::Refresh)
    };
    let contains = |scope: &ScopeFacts| is_same(scope) || scope.implies.contains(&asked.name);
    let by_itself = gone.iter().any(|scope| is_same(scope)) && !kept.iter().any(|scope| is_same(scope));
    // `Full` contains all scopes but those that bring a refresh token.
    let through_full = gone.iter().any(|scope| scope.kind == ScopeKind::All) && asked.kind != ScopeKind::Refresh;
    by_itself || (through_full && !kept.iter().any(|scope| scope.kind == ScopeKind::All || contains(scope)))
}
