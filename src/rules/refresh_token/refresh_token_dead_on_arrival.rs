//! The app asks for a refresh token that is invalid as soon as it is issued.

use crate::model::{App, DeclaredFlow, RefreshTokenPolicy, Role};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

use super::IDLE_30_DAYS;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = super::refreshing_client(app, context) else { return Vec::new() };
    let policy = app.oauth_policy.refresh_token_policy.given();
    let Some(policy) = policy.filter(|policy| policy.value == RefreshTokenPolicy::Zero) else { return Vec::new() };
    let message = format!(
        "`{}` requests a refresh token that expires immediately: its users must log in again after every session",
        app.component.name
    );
    // JWT bearer asks for the scope although it gives no refresh token, so that deleting it would lock the client out.
    let has_jwt_bearer = (client.certificate.given().is_some() || client.certificate.is_unknown())
        && app.intent.has(DeclaredFlow::JwtBearer) != Some(false);
    let policy_words = super::policy_words(app, IDLE_30_DAYS);
    let help = if has_jwt_bearer {
        format!("if people log in through the app, choose a policy such as {policy_words}")
    } else {
        format!("delete the refresh scope, or choose a policy such as {policy_words}")
    };
    let finding = super::with_refresh_scope(client, Finding::new(policy.place, message, help).value("zero"));
    // A client for sign-on needs a session and no more, and one with JWT bearer may have no other login.
    let is_less = has_jwt_bearer || app.intent.role == Some(Role::Sso);
    vec![if is_less { finding.severity(Severity::Info).profile(Profile::Strict) } else { finding }]
}
