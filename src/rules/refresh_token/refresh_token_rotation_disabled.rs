//! The app does not rotate refresh tokens, so no one notices if an attacker uses one, too.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::Severity;

const SHARED: &str = "give each replica its own token, then rotate: if replicas share a token, the second use of the \
                      old token ends the grant";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let posture = context.posture(app);
    let Some(client) = super::refreshing_client(app, context) else { return Vec::new() };
    let switch = &client.is_refresh_token_rotation_enabled;
    // A retrieve that is older than the switch does not contain it. The Salesforce CLI does not keep rotated tokens.
    if switch.is_on() != Some(false)
        || app.predates_policies()
        || super::dies_at_once(app)
        || posture.is_for_command_line
    {
        return Vec::new();
    }
    let is_shared = app.intent.shares_refresh_token == Some(true);
    let message =
        format!("`{}` keeps the same refresh token at each use, so you cannot notice a copy of it", app.component.name);
    let on = context.new_value(switch, "true");
    let rotate = || format!("set `{on}` once the client keeps the new token of each answer");
    let finding = Finding::new(on.place, message, if is_shared { SHARED.to_owned() } else { rotate() });
    let finding = super::with_refresh_scope(client, finding).fix((!is_shared).then(|| Fix::set(&on)));
    // A copy is worth less without the secret.
    let is_worse = posture.public_client == Some(true) && !is_shared;
    vec![if is_worse { finding } else { finding.severity(Severity::Info) }]
}
