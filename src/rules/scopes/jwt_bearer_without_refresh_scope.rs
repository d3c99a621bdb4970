//! A pre-authorized app with JWT bearer lacks the scope of refresh tokens, which the flow demands although it gives none.

use crate::model::{App, DeclaredFlow};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::rules::scope_changes::added;
use crate::schema::{Condition, Confidence, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let posture = context.posture(app);
    let is_lacking = posture.jwt_bearer == Some(true) && posture.flows.is_unmet(Condition::AssertionRefreshScope);
    // The certificate may be there for another flow.
    let is_other = app.intent.has(DeclaredFlow::JwtBearer) == Some(false);
    let Some(client) = app.oauth.as_ref().filter(|_| is_lacking && !is_other) else { return Vec::new() };
    let message = format!(
        "`{}` has a certificate for JWT bearer and admits only approved users, but requests no refresh token scope: \
         token requests end in `invalid_request: refresh_token scope is required and the connected app should be \
         installed and preauthorized`",
        app.component.name
    );
    let help = "add the scope `RefreshToken`; the flow still issues no refresh token";
    let finding = Finding::new(client.scopes.place(), message, help)
        .related(client.certificate.place(), "opens the flow")
        .related(app.access.is_admin_approved.place(), "admits approved users only")
        .fix(Fix::risky("add the scope `RefreshToken`", [added(app, client, "RefreshToken")]));
    vec![if posture.is_interactive {
        finding.severity(Severity::Warning).confidence(Confidence::Medium)
    } else {
        finding
    }]
}
