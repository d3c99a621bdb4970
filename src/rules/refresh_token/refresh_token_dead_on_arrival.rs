//! The app asks for a refresh token that is invalid as soon as it is issued.

use crate::flows::{interactive_client, refresh_scope};
use crate::model::{App, RefreshTokenPolicy, Role};
use crate::rules::finding::Finding;
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = interactive_client(app) else { return Vec::new() };
    let policy = app.oauth_policy.refresh_token_policy.given();
    let Some(policy) = policy.filter(|policy| policy.value == RefreshTokenPolicy::Zero) else { return Vec::new() };
    if refresh_scope(client) != Some(true) {
        return Vec::new();
    }
    let message = format!(
        "`{}` asks for a refresh token that expires at once: users must log in again after every session",
        app.component.name
    );
    let help = format!("delete the refresh scope, or choose a policy such as {}", app.spelling.idle_30_days);
    let finding = super::with_refresh_scope(client, Finding::new(policy.place, message, help).value("zero"));
    // Such a client needs a session and no more.
    vec![if app.intent.role == Some(Role::Sso) { finding.severity(Severity::Info) } else { finding }]
}
