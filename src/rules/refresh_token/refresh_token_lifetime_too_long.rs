//! Refresh tokens expire, but late.

use crate::model::{App, AppKind, RefreshTokenPolicy};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::page::REFRESH_TOKEN_LIFETIME_TOO_LONG as PAGE;
use crate::rules::rule::Context;
use crate::schema::Profile;
use crate::words::count;

use super::{Ending, IDLE_30_DAYS};

/// What Salesforce writes into an External Client App that has no policy yet.
const GENERATED_DAYS: u64 = 365;

fn lifetime(app: &App, days: u64, limit: i64) -> (String, String) {
    let is_generated = app.kind == AppKind::ExternalClientApp && days == GENERATED_DAYS;
    let origin = if is_generated { ", Salesforce's default," } else { "," };
    let message = format!(
        "refresh tokens of `{}` are valid for {}{origin} over the limit of {limit}",
        app.component.name,
        count(days, "day")
    );
    (
        message,
        format!("set a lifetime of {} or less, or {}", count(limit, "day"), super::policy_words(app, IDLE_30_DAYS)),
    )
}

fn idle(app: &App, days: u64, limit: i64) -> (String, String) {
    let message = format!(
        "refresh tokens of `{}` stay valid for {} without use, over the limit of {limit}",
        app.component.name,
        count(days, "day")
    );
    (message, format!("let idle tokens end after {} or less", count(limit, "day")))
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let client = super::refreshing_client(app, context);
    let (Some(client), Some(policy)) = (client, app.oauth_policy.refresh_token_policy.given()) else {
        return Vec::new();
    };
    let limit = |option| context.count(&PAGE, option);
    let finding = |(message, help)| super::with_refresh_scope(client, Finding::new(policy.place, message, help));
    let lowered = |ending, days: i64| {
        let changes = super::ends_after(app, policy.place, (ending, days))?;
        Some(Fix::risky(format!("lower it to {}", count(days, "day")), changes))
    };
    let finding = match policy.value {
        RefreshTokenPolicy::Lifetime(span) => {
            let days = over(span.hours(), limit("lifetime-days"));
            let fix = || lowered(Ending::Lifetime, limit("lifetime-days"));
            days.map(|days| finding(lifetime(app, days, limit("lifetime-days"))).fix(fix()))
        }
        // `idle-ttl-policy-inconsistent` reports a policy that is longer than the limit of the platform.
        RefreshTokenPolicy::Inactivity(span) if !super::outlasts_limit(policy.value) => {
            let days = over(span.hours(), limit("idle-days"));
            let fix = || lowered(Ending::Inactivity, limit("idle-days"));
            days.map(|days| finding(idle(app, days, limit("idle-days"))).profile(Profile::Audit).fix(fix()))
        }
        _ => None,
    };
    finding.into_iter().collect()
}

/// The days, begun ones included, if they are more than a limit.
fn over(hours: u64, limit: i64) -> Option<u64> {
    let days = hours.div_ceil(24);
    (i64::try_from(days).ok()? > limit).then_some(days)
}
