//! How long refresh tokens live.

pub(super) mod idle_ttl_policy_inconsistent;
pub(super) mod refresh_token_dead_on_arrival;
pub(super) mod refresh_token_lifetime_too_long;
pub(super) mod refresh_token_never_expires;
pub(super) mod refresh_token_policy_malformed;
pub(super) mod refresh_token_rotation_disabled;
pub(super) mod refresh_without_client_secret;

use crate::model::{OauthClient, ScopeKind};

use super::finding::Finding;

/// Points at the scope by which the app gets refresh tokens.
fn with_refresh_scope(client: &OauthClient, finding: Finding) -> Finding {
    match client.scopes.given().find(|scope| scope.value.is(ScopeKind::Refresh)) {
        Some(scope) => finding.related(scope.place, "asks for a refresh token"),
        None => finding,
    }
}
