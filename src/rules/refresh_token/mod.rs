//! How long refresh tokens live.

pub(super) mod hybrid_refresh_conflict;
pub(super) mod idle_ttl_policy_inconsistent;
pub(super) mod refresh_token_dead_on_arrival;
pub(super) mod refresh_token_lifetime_too_long;
pub(super) mod refresh_token_never_expires;
pub(super) mod refresh_token_policy_malformed;
pub(super) mod refresh_token_rotation_disabled;
pub(super) mod refresh_without_client_secret;
pub(super) mod rotation_breaks_cli;
pub(super) mod rotation_with_shared_token;

use crate::model::{App, AppKind, Field, OauthClient, RefreshTokenPolicy, TimeUnit};
use crate::schema::ScopeKind;
use crate::words::count;
use crate::workspace::Place;

use super::finding::Finding;
use super::fix::Change;
use super::rule::Context;

/// The OAuth client of an app at which people log in, if they get refresh tokens.
fn refreshing_client<'a>(app: &'a App, context: &Context<'_>) -> Option<&'a OauthClient> {
    let posture = context.posture(app);
    let gives_refresh_tokens = posture.is_interactive && posture.refresh_scope == Some(true);
    app.oauth.as_ref().filter(|_| gives_refresh_tokens)
}

/// Whether the policy ends refresh tokens as soon as they are issued: then nothing else about them matters.
fn dies_at_once(app: &App) -> bool {
    app.oauth_policy.refresh_token_policy.value() == Some(&RefreshTokenPolicy::Zero)
}

/// Hours after which Salesforce ends idle tokens, in every org since 4 November 2026.
const IDLE_LIMIT_HOURS: u64 = 30 * 24;

/// Whether a policy keeps tokens for longer without use than Salesforce does.
fn outlasts_limit(policy: RefreshTokenPolicy) -> bool {
    matches!(policy, RefreshTokenPolicy::Inactivity(span) if span.hours() > IDLE_LIMIT_HOURS)
}

/// A policy in words: `infinite`, or its time, such as `60 days`.
fn words(policy: RefreshTokenPolicy) -> String {
    let span = match policy {
        RefreshTokenPolicy::Infinite => return "infinite".to_owned(),
        RefreshTokenPolicy::Zero => return "zero".to_owned(),
        RefreshTokenPolicy::Lifetime(span) | RefreshTokenPolicy::Inactivity(span) => span,
    };
    let unit = match span.unit {
        TimeUnit::Hours => "hour",
        TimeUnit::Days => "day",
        TimeUnit::Months => "month",
    };
    usize::try_from(span.count).map_or_else(|_| format!("{} {unit}s", span.count), |number| count(number, unit))
}

/// Points at the scope by which the app gets refresh tokens.
fn with_refresh_scope(client: &OauthClient, finding: Finding) -> Finding {
    match client.scopes.given().find(|scope| scope.value.is(ScopeKind::Refresh)) {
        Some(scope) => finding.related(scope.place, "asks for a refresh token"),
        None => finding,
    }
}

/// How refresh tokens end.
#[derive(Clone, Copy)]
enum Ending {
    /// After a time.
    Lifetime,
    /// After a time without use.
    Inactivity,
}

/// The policy that says what Salesforce does anyway.
const IDLE_30_DAYS: (Ending, i64) = (Ending::Inactivity, 30);

impl Ending {
    /// The word for it in a policy.
    fn word(self, kind: AppKind) -> &'static str {
        match (kind, self) {
            (AppKind::ConnectedApp, Self::Lifetime) => "specific_lifetime",
            (AppKind::ConnectedApp, Self::Inactivity) => "specific_inactivity",
            (AppKind::ExternalClientApp, Self::Lifetime) => "SpecificLifetime",
            (AppKind::ExternalClientApp, Self::Inactivity) => "SpecificInactivity",
        }
    }
}

/// How an app writes a policy that ends tokens after some days.
fn policy_words(app: &App, (ending, days): (Ending, i64)) -> String {
    let kind = ending.word(app.kind);
    match app.kind {
        AppKind::ConnectedApp => format!("`{kind}:{days}:DAYS`"),
        AppKind::ExternalClientApp => format!("`{kind}` of {days} `Days`"),
    }
}

/// Writes a policy that ends tokens after some days; nothing where a part of it is not known.
fn ends_after(app: &App, policy: Place, (ending, days): (Ending, i64)) -> Option<Vec<Change>> {
    let kind = ending.word(app.kind);
    let Some(external) = &app.external else {
        return Some(vec![Change::Write(policy, format!("{kind}:{days}:DAYS"))]);
    };
    let period = (&external.refresh_token_validity_period, days.to_string());
    let unit = (&external.refresh_token_validity_unit, "Days".to_owned());
    let parts = [period, unit];
    let is_known = parts.iter().all(|(field, _)| !field.is_unknown());
    let write = |(field, text): (&Field<String>, String)| Change::Write(field.place(), text);
    let kind = Change::Write(policy, kind.to_owned());
    is_known.then(|| [kind].into_iter().chain(parts.map(write)).collect())
}
