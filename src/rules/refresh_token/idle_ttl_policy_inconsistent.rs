//! The policy keeps idle refresh tokens for longer than Salesforce allows.

use crate::model::{App, Located, RefreshTokenPolicy};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::Severity;

use super::IDLE_30_DAYS;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(policy) = app.oauth_policy.refresh_token_policy.given() else { return Vec::new() };
    contradicted(app, policy).or_else(|| overtaken(app, policy, context)).into_iter().collect()
}

/// The app limits idle tokens itself, and its policy does not say so.
fn contradicted(app: &App, policy: &Located<RefreshTokenPolicy>) -> Option<Finding> {
    let limit = app.oauth.as_ref().map(|client| &client.is_enforce_refresh_token_ttl)?;
    let is_longer = policy.value == RefreshTokenPolicy::Infinite || super::outlasts_limit(policy.value);
    let message = format!(
        "`{}` limits idle refresh tokens to 30 days, but its policy says `{}`",
        app.component.name,
        super::words(policy.value)
    );
    let is_contradicted = limit.is_on() == Some(true) && is_longer;
    is_contradicted.then(|| finding(app, policy, message).related(limit.place(), "this switch limits idle tokens"))
}

/// Salesforce limits idle tokens in every org. `refresh-token-never-expires` reports `infinite`.
fn overtaken(app: &App, policy: &Located<RefreshTokenPolicy>, context: &Context<'_>) -> Option<Finding> {
    let client = super::refreshing_client(app, context)?;
    let message = format!(
        "the policy of `{}` keeps refresh tokens for {} without use, but Salesforce ends tokens after 30 idle days",
        app.component.name,
        super::words(policy.value)
    );
    let finding = || super::with_refresh_scope(client, finding(app, policy, message).severity(Severity::Info));
    super::outlasts_limit(policy.value).then(finding)
}

fn finding(app: &App, policy: &Located<RefreshTokenPolicy>, message: String) -> Finding {
    let help = format!("choose {}, which is what Salesforce enforces", super::policy_words(app, IDLE_30_DAYS));
    Finding::new(policy.place, message, help).fix(as_enforced(app, policy))
}

/// Writes down what happens anyway. Orgs that have not got the limit yet would lose the longer time.
fn as_enforced(app: &App, policy: &Located<RefreshTokenPolicy>) -> Option<Fix> {
    let title = format!("write {}", super::policy_words(app, IDLE_30_DAYS));
    super::ends_after(app, policy.place, IDLE_30_DAYS).map(|changes| Fix::risky(title, changes))
}
