//! A refresh token of the app that stays in use never ends, so a stolen one works until it is revoked.

use crate::model::{App, DeclaredFlow, RefreshTokenPolicy};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::Severity;

use super::Ending;

/// The longest lifetime that the rule suggests.
const LIFETIME_90_DAYS: (Ending, i64) = (Ending::Lifetime, 90);

fn help(app: &App) -> String {
    format!("set a fixed lifetime of 90 days or less: {}", super::policy_words(app, LIFETIME_90_DAYS))
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = super::refreshing_client(app, context) else { return Vec::new() };
    // With the switch on, `idle-ttl-policy-inconsistent` reports a policy of `infinite`.
    if client.is_enforce_refresh_token_ttl.is_on() == Some(true) {
        return Vec::new();
    }
    let finding = stated(app).or_else(|| implied(app));
    // JWT bearer gives no refresh token: of such an app only people who log in with a browser have one.
    let is_pipeline = (client.certificate.given().is_some() || client.certificate.is_unknown())
        && app.intent.has(DeclaredFlow::JwtBearer) != Some(false);
    let finding = finding.map(|it| if is_pipeline { it.severity(Severity::Info) } else { it });
    finding.into_iter().map(|finding| super::with_refresh_scope(client, finding)).collect()
}

fn title(app: &App) -> String {
    format!("write {}", super::policy_words(app, LIFETIME_90_DAYS))
}

fn stated(app: &App) -> Option<Finding> {
    let policy = app.oauth_policy.refresh_token_policy.given()?;
    let message =
        format!("refresh tokens of `{}` never expire while they are used at least every 30 days", app.component.name);
    let fix = || super::ends_after(app, policy.place, LIFETIME_90_DAYS).map(|it| Fix::risky(title(app), it));
    (policy.value == RefreshTokenPolicy::Infinite)
        .then(|| Finding::new(policy.place, message, help(app)).value("infinite").fix(fix()))
}

/// Without `oauthPolicy` the documented default is `infinite`.
fn implied(app: &App) -> Option<Finding> {
    let element = &app.oauth_policy.element;
    if !element.is_blank() || app.predates_policies() {
        return None;
    }
    let place = element.place();
    let message = format!(
        "`{}` has no `oauthPolicy`, and by default refresh tokens never expire while in use",
        app.component.name
    );
    let policy =
        [("ipRelaxation", "ENFORCE".to_owned()), ("refreshTokenPolicy", "specific_lifetime:90:DAYS".to_owned())];
    let fix = Fix::risky(title(app), [Change::AddGroup(place, policy.to_vec())]);
    Some(Finding::new(place, message, help(app)).severity(Severity::Info).fix(fix))
}
