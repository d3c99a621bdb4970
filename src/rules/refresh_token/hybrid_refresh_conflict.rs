//! An app for hybrid flows combines JWT access tokens and refresh token rotation, which these flows do not support
//! together.

use crate::model::{App, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::Condition;

/// Scopes by which hybrid apps get sessions.
const OF_HYBRID_APPS: [&str; 2] = ["Lightning", "Content"];

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let flows = &context.posture(app).flows;
    let is_in_conflict = flows.is_met(Condition::RefreshScope) && flows.is_unmet(Condition::HybridTokenFormat);
    let client = app.oauth.as_ref().filter(|_| is_in_conflict);
    client.and_then(|client| conflict(app, client, context)).into_iter().collect()
}

fn conflict(app: &App, client: &OauthClient, context: &Context<'_>) -> Option<Finding> {
    let (rotation, jwt) = (&client.is_refresh_token_rotation_enabled, &client.is_named_user_jwt_enabled);
    let scope = client.scopes.given().find(|scope| is_of_hybrid_apps(&scope.value))?;
    let message = format!(
        "`{}` issues JWT access tokens and rotates refresh tokens, which hybrid flows do not support together: Salesforce answers a \
         refresh with `invalid_grant`",
        app.component.name
    );
    let off = context.new_value(jwt, "false");
    let help = format!("set `{off}`, or delete the scope `{}` if the client uses no hybrid flow", scope.value.text);
    let finding = Finding::new(rotation.place(), message, help).related(jwt.place(), "issues JWTs");
    Some(finding.related(scope.place, "is for hybrid apps"))
}

fn is_of_hybrid_apps(scope: &Scope) -> bool {
    scope.facts.is_some_and(|facts| OF_HYBRID_APPS.contains(&facts.name))
}
