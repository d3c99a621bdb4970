//! Replicas of a client share a refresh token, and each use ends it for the others.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let is_shared = app.intent.shares_refresh_token == Some(true);
    let client = super::refreshing_client(app, context).filter(|_| is_shared && !super::dies_at_once(app));
    let Some(client) = client else { return Vec::new() };
    let switch = &client.is_refresh_token_rotation_enabled;
    let Some(switch) = switch.given().filter(|switch| switch.value) else { return Vec::new() };
    let message = format!(
        "the replicas of `{}` share a refresh token, which works only once: Salesforce refuses the second use with \
         `expired access/refresh token` and revokes all their tokens",
        app.component.name
    );
    let help = "let one process refresh for all of them, or let each replica log in for its own token";
    vec![super::with_refresh_scope(client, Finding::new(switch.place, message, help))]
}
