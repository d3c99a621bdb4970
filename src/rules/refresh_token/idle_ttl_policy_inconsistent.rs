//! The limit on idle refresh tokens is on, and the policy says otherwise.

use crate::model::{App, Located, RefreshTokenPolicy, Span, TimeUnit};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

/// The release from which Salesforce enforces the limit in every org: Winter '27.
const ENFORCED_IN: u16 = 68;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let findings = contradicted(app);
    let is_enforced = context.project.declared.release.is_some_and(|release| release >= ENFORCED_IN);
    if findings.is_empty() && is_enforced { overtaken(app) } else { findings }
}

/// An org on that release has the limit, whatever the file says. `refresh-token-never-expires` speaks of `infinite`.
fn overtaken(app: &App) -> Vec<Finding> {
    let policy = app.oauth_policy.refresh_token_policy.given();
    let longer = policy.filter(|it| it.value != RefreshTokenPolicy::Infinite && outlasts_limit(it.value));
    let finding = longer.map(|policy| {
        let message = format!(
            "the org of `{}` ends refresh tokens that were idle for 30 days, which its policy does not say",
            app.component.name
        );
        let help = format!("choose {}, which is what happens", app.spelling.idle_30_days);
        Finding::new(policy.place, message, help).severity(Severity::Info).fix(as_enforced(app, policy))
    });
    finding.into_iter().collect()
}

/// The app sets the limit itself.
fn contradicted(app: &App) -> Vec<Finding> {
    let limit = app.oauth.as_ref().map(|client| &client.is_enforce_refresh_token_ttl);
    let Some(limit) = limit.filter(|limit| limit.is_on() == Some(true)) else { return Vec::new() };
    let policy = app.oauth_policy.refresh_token_policy.given().filter(|policy| outlasts_limit(policy.value));
    let finding = policy.map(|policy| {
        let message = format!(
            "`{}` ends refresh tokens that were idle for 30 days, but its policy says otherwise",
            app.component.name
        );
        let help = format!("choose {}, which is what happens", app.spelling.idle_30_days);
        let finding = Finding::new(policy.place, message, help).related(limit.place(), "the limit is on");
        finding.fix(as_enforced(app, policy))
    });
    finding.into_iter().collect()
}

/// What happens anyway, written down.
fn as_enforced(app: &App, policy: &Located<RefreshTokenPolicy>) -> Option<Fix> {
    let title = format!("write {}", app.spelling.idle_30_days);
    super::idle_30_days(app, policy.place).map(|changes| Fix::safe(title, changes))
}

/// Whether a policy keeps tokens that were idle for more than 30 days.
fn outlasts_limit(policy: RefreshTokenPolicy) -> bool {
    match policy {
        RefreshTokenPolicy::Infinite => true,
        RefreshTokenPolicy::Inactivity(Span { count, unit }) => match unit {
            TimeUnit::Hours => count > 30 * 24,
            TimeUnit::Days => count > 30,
            TimeUnit::Months => count > 1,
        },
        RefreshTokenPolicy::Zero | RefreshTokenPolicy::Lifetime(_) => false,
    }
}
