//! The Salesforce CLI logs in with an app that rotates refresh tokens, but does not store the new ones.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let is_for_cli = context.posture(app).is_for_command_line;
    let client = super::refreshing_client(app, context).filter(|_| is_for_cli && !super::dies_at_once(app));
    let Some(client) = client else { return Vec::new() };
    let switch = &client.is_refresh_token_rotation_enabled;
    let Some(switch) = switch.given().filter(|switch| switch.value) else { return Vec::new() };
    let message = format!(
        "`{}` gives the Salesforce CLI a new refresh token at each use, which the CLI does not store: later commands \
         fail with `expired access/refresh token`",
        app.component.name
    );
    let help = "switch rotation off in the app that the CLI uses, or log in with a certificate (JWT bearer)";
    vec![super::with_refresh_scope(client, Finding::new(switch.place, message, help))]
}
