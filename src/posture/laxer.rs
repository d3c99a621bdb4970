//! Which of two apps for the same client lets more in.
//!
//! Settings are compared one by one with their own idea of "laxer", and an unknown value is never laxer. The types of
//! External Client Apps have other defaults than connected apps, so the absence of a switch does not mean the same in
//! both. The answer has no words, because a migration and a change describe it differently.

use crate::model::{App, Field, IpRelaxation, OauthClient, RefreshTokenPolicy, Scope};
use crate::schema::ScopeKind;
use crate::workspace::Place;

use super::Sheet;

/// An app, and what it opens.
#[derive(Debug, Clone, Copy)]
pub struct Side<'m> {
    /// The app.
    pub app: &'m App,
    /// What it opens.
    pub sheet: &'m Sheet,
}

/// A setting in which an app lets more in than the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laxer {
    /// What is laxer.
    pub property: Property,
    /// Where the app before has it, or misses it.
    pub before: Place,
    /// Where the app after it has it, or misses it.
    pub after: Place,
}

/// What may be laxer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Property {
    /// Users who were not approved get in.
    PermittedUsers,
    /// Less of the org's IP restrictions counts.
    IpRelaxation,
    /// No high-assurance session is asked for.
    SessionLevel,
    /// Sessions last for more minutes.
    SessionTimeout {
        /// Minutes before.
        before: i64,
        /// Minutes after.
        after: i64,
    },
    /// Refresh tokens live longer.
    RefreshTokenPolicy,
    /// PKCE is not asked for.
    Pkce,
    /// The web server flow needs no secret.
    ConsumerSecret,
    /// A refresh needs no secret.
    RefreshSecret,
    /// Refresh tokens are not rotated.
    RefreshTokenRotation,
    /// Every token of the org may be introspected.
    Introspection,
    /// The client credentials flow is open.
    ClientCredentials,
    /// The authorization code and credentials flow is open.
    CodeCredential,
    /// The token exchange flow is open.
    TokenExchange,
    /// These scopes were neither there nor implied.
    Scopes(Vec<String>),
}

/// In what the second app lets more in than the first.
pub fn laxer(before: Side<'_>, after: Side<'_>) -> Vec<Laxer> {
    let (old, new) = (before.app, after.app);
    let policies = [permitted_users(old, new), ip_relaxation(old, new), session_level(old, new), timeout(old, new)];
    let mut laxer: Vec<Laxer> = policies.into_iter().flatten().collect();
    if let (Some(of_old), Some(of_new)) = (&old.oauth, &new.oauth) {
        laxer.extend(refresh_tokens(old, after));
        laxer.extend(switches(of_old, of_new));
        laxer.extend(client_credentials(before, after));
        laxer.extend(opened(of_old, of_new));
        laxer.extend(scopes(of_old, of_new));
    }
    laxer
}

fn permitted_users(old: &App, new: &App) -> Option<Laxer> {
    turned_off(Property::PermittedUsers, [&old.access.is_admin_approved, &new.access.is_admin_approved])
}

fn ip_relaxation(old: &App, new: &App) -> Option<Laxer> {
    let rank = |relaxation: IpRelaxation| match relaxation {
        IpRelaxation::Enforce => 0,
        IpRelaxation::EnforceRelaxRefresh => 1,
        IpRelaxation::BypassSecondFactor => 2,
        IpRelaxation::Bypass => 3,
    };
    let (before, after) = (&old.oauth_policy.ip_relaxation, &new.oauth_policy.ip_relaxation);
    // Absent is the documented default.
    let was = if before.is_blank() { IpRelaxation::Enforce } else { *before.value()? };
    (rank(*after.value()?) > rank(was)).then(|| Laxer::at(Property::IpRelaxation, [before, after]))
}

fn session_level(old: &App, new: &App) -> Option<Laxer> {
    let (before, after) = (&old.session_policy.session_level, &new.session_policy.session_level);
    let high = |level: &Field<String>| level.value().is_some_and(|level| level == "HIGH_ASSURANCE");
    let is_laxer = high(before) && !high(after) && !after.is_unknown();
    is_laxer.then(|| Laxer::at(Property::SessionLevel, [before, after]))
}

fn timeout(old: &App, new: &App) -> Option<Laxer> {
    let (before, after) = (&old.session_policy.session_timeout, &new.session_policy.session_timeout);
    let property = Property::SessionTimeout { before: *before.value()?, after: *after.value()? };
    (after.value() > before.value()).then(|| Laxer::at(property, [before, after]))
}

fn refresh_tokens(old: &App, new: Side<'_>) -> Option<Laxer> {
    let rank = |policy: RefreshTokenPolicy| match policy {
        RefreshTokenPolicy::Zero => (0, 0),
        RefreshTokenPolicy::Lifetime(span) => (1, span.hours()),
        RefreshTokenPolicy::Inactivity(span) => (2, span.hours()),
        RefreshTokenPolicy::Infinite => (3, 0),
    };
    let (before, after) = (&old.oauth_policy.refresh_token_policy, &new.app.oauth_policy.refresh_token_policy);
    let is_longer = rank(*after.value()?) > rank(*before.value()?);
    let matters = new.sheet.refresh_scope != Some(false) && is_longer;
    matters.then(|| Laxer::at(Property::RefreshTokenPolicy, [before, after]))
}

/// Switches that fence off what a flow gives.
fn switches(before: &OauthClient, after: &OauthClient) -> impl Iterator<Item = Laxer> {
    let said_no = |field: &Field<bool>| field.value() == Some(&false);
    let pkce = [&before.is_pkce_required, &after.is_pkce_required];
    let refresh = [&before.is_secret_required_for_refresh_token, &after.is_secret_required_for_refresh_token];
    let needed_secret = !said_no(refresh[0]) && !refresh[0].is_unknown();
    let laxer = [
        // PKCE is on in an External Client App that does not say otherwise.
        turned_off(Property::Pkce, pkce).filter(|_| said_no(pkce[1])),
        turned_on(Property::ConsumerSecret, [&before.is_consumer_secret_optional, &after.is_consumer_secret_optional]),
        (needed_secret && said_no(refresh[1])).then(|| Laxer::at(Property::RefreshSecret, refresh)),
        turned_off(
            Property::RefreshTokenRotation,
            [&before.is_refresh_token_rotation_enabled, &after.is_refresh_token_rotation_enabled],
        ),
        turned_on(Property::Introspection, [&before.is_introspect_all_tokens, &after.is_introspect_all_tokens]),
    ];
    laxer.into_iter().flatten()
}

/// In an External Client App either half of the switch opens the flow.
fn client_credentials(before: Side<'_>, after: Side<'_>) -> Option<Laxer> {
    if before.sheet.client_credentials != Some(false) || after.sheet.client_credentials != Some(true) {
        return None;
    }
    let (old, new) = (before.app.oauth.as_ref()?, after.app.oauth.as_ref()?);
    let switch = new.switches().into_iter().find(|switch| switch.is_on() == Some(true))?;
    Some(Laxer::at(Property::ClientCredentials, [&old.is_client_credential_enabled, switch]))
}

/// Flows that one switch opens.
fn opened(before: &OauthClient, after: &OauthClient) -> impl Iterator<Item = Laxer> {
    let opened = |property, [before, after]: [&Field<bool>; 2]| {
        let is_laxer = before.is_set() == Some(false) && after.is_on() == Some(true);
        is_laxer.then(|| Laxer::at(property, [before, after]))
    };
    let laxer = [
        opened(Property::CodeCredential, [&before.is_code_credential_enabled, &after.is_code_credential_enabled]),
        opened(Property::TokenExchange, [&before.is_token_exchange_enabled, &after.is_token_exchange_enabled]),
    ];
    laxer.into_iter().flatten()
}

/// The first scope that the old app neither has nor implies, with all of them.
fn scopes(before: &OauthClient, after: &OauthClient) -> Option<Laxer> {
    if before.scopes.is_unknown() {
        return None;
    }
    let had = |scope: &Scope| {
        before.scopes.given().any(|old| {
            let same_refresh = scope.is(ScopeKind::Refresh) && old.value.is(ScopeKind::Refresh);
            let (Some(old), Some(new)) = (old.value.facts, scope.facts) else { return same_refresh };
            same_refresh || old.name == new.name || old.implies.iter().any(|name| *name == "*" || *name == new.name)
        })
    };
    let more: Vec<_> = after.scopes.given().filter(|scope| scope.value.facts.is_some() && !had(&scope.value)).collect();
    let names = more.iter().map(|scope| scope.value.text.clone()).collect();
    let first = more.first()?;
    Some(Laxer { property: Property::Scopes(names), before: before.scopes.place(), after: first.place })
}

fn turned_on(property: Property, [before, after]: [&Field<bool>; 2]) -> Option<Laxer> {
    let is_laxer = before.is_on() == Some(false) && after.is_on() == Some(true);
    is_laxer.then(|| Laxer::at(property, [before, after]))
}

fn turned_off(property: Property, [before, after]: [&Field<bool>; 2]) -> Option<Laxer> {
    let is_laxer = before.is_on() == Some(true) && after.is_on() == Some(false);
    is_laxer.then(|| Laxer::at(property, [before, after]))
}

impl Laxer {
    fn at<T>(property: Property, [before, after]: [&Field<T>; 2]) -> Self {
        Self { property, before: before.place(), after: after.place() }
    }
}
