//! How long refresh tokens live.

pub(super) mod idle_ttl_policy_inconsistent;
pub(super) mod refresh_token_dead_on_arrival;
pub(super) mod refresh_token_lifetime_too_long;
pub(super) mod refresh_token_never_expires;
pub(super) mod refresh_token_policy_malformed;
pub(super) mod refresh_token_rotation_disabled;
pub(super) mod refresh_without_client_secret;

use crate::model::{App, Field, OauthClient, Place, ScopeKind};

use super::finding::Finding;
use super::fix::Change;

/// Points at the scope by which the app gets refresh tokens.
fn with_refresh_scope(client: &OauthClient, finding: Finding) -> Finding {
    match client.scopes.given().find(|scope| scope.value.is(ScopeKind::Refresh)) {
        Some(scope) => finding.related(scope.place, "asks for a refresh token"),
        None => finding,
    }
}

/// Writes the policy that ends tokens which were idle for 30 days; nothing where a part of it is not known.
fn idle_30_days(app: &App, policy: Place) -> Option<Vec<Change>> {
    let Some(external) = &app.external else {
        return Some(vec![Change::Write(policy, "specific_inactivity:30:DAYS".to_owned())]);
    };
    let parts = [(&external.refresh_token_validity_period, "30"), (&external.refresh_token_validity_unit, "Days")];
    let is_known = |field: &Field<String>| !field.is_unknown();
    let write = |(field, text): (&Field<String>, &str)| Change::Write(field.place(), text.to_owned());
    let kind = Change::Write(policy, "SpecificInactivity".to_owned());
    let all = parts.iter().all(|(field, _)| is_known(field));
    all.then(|| [kind].into_iter().chain(parts.map(write)).collect())
}
