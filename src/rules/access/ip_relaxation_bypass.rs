//! Tokens of the app work from anywhere: the org's IP restrictions do not apply.

use super::relaxation_without_effect::only_jwt_bearer;
use crate::model::{App, IpRelaxation, Located};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::new_value::NewValue;
use crate::rules::rule::Context;
use crate::schema::{Confidence, Profile, ScopeKind, Severity};

fn bypass(app: &App, relaxation: &Located<IpRelaxation>, context: &Context<'_>) -> Finding {
    let message = format!("`{}` is exempt from the org's IP restrictions", app.component.name);
    let enforced = enforced(app, context);
    let help = format!("give the users of the app login IP ranges, then set `{enforced}`");
    Finding::new(relaxation.place, message, help).value("BYPASS").fix(Fix::set(&enforced))
}

fn partial(app: &App, relaxation: &Located<IpRelaxation>, value: &str, when: &str) -> Finding {
    let message = format!("`{}` is exempt from the org's IP restrictions {when}", app.component.name);
    let help = "enforce them unless users of the app really move between networks";
    let finding = Finding::new(relaxation.place, message, help).value(value);
    finding.severity(Severity::Info).profile(Profile::Audit)
}

/// The web server flow then accepts requests from the app's own ranges alone, so enforcing would drop that fence.
fn second_factor(app: &App, relaxation: &Located<IpRelaxation>, context: &Context<'_>) -> Finding {
    let value = "BYPASS_2FACTOR";
    if app.ip_ranges.items.is_empty() {
        return partial(app, relaxation, value, "after a second factor").fix(Fix::set(&enforced(app, context)));
    }
    let when = "for requests of the web server flow from its own trusted IP ranges, and only those are allowed";
    partial(app, relaxation, value, when)
}

fn enforced(app: &App, context: &Context<'_>) -> NewValue {
    context.new_value(&app.oauth_policy.ip_relaxation, app.kind.ip_relaxation(IpRelaxation::Enforce))
}

fn idle_ranges(app: &App) -> Finding {
    let value = app.kind.ip_relaxation(IpRelaxation::BypassSecondFactor);
    let message = format!(
        "the trusted IP ranges of `{}` have no effect: Salesforce uses them only together with `{}`",
        app.component.name, value
    );
    let help = "limit the addresses with login IP ranges on the profiles of the app's users";
    Finding::new(app.ip_ranges.place(), message, help)
        .severity(Severity::Info)
        .confidence(Confidence::Low)
        .profile(Profile::Audit)
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(relaxation) = app.oauth_policy.ip_relaxation.given() else { return Vec::new() };
    let finding = match relaxation.value {
        IpRelaxation::Enforce => None,
        // That flow knows no exemption, as `relaxation-without-effect` says.
        _ if only_jwt_bearer(app, context) => None,
        IpRelaxation::Bypass => Some(weigh(app, bypass(app, relaxation, context), context)),
        IpRelaxation::BypassSecondFactor => Some(second_factor(app, relaxation, context)),
        IpRelaxation::EnforceRelaxRefresh => {
            let finding = partial(app, relaxation, "ENFORCE_RELAXREFRESH", "when a refresh token is used");
            Some(finding.fix(Fix::set(&enforced(app, context))))
        }
    };
    let ranges = !app.ip_ranges.items.is_empty() && relaxation.value != IpRelaxation::BypassSecondFactor;
    finding.into_iter().chain(ranges.then(|| idle_ranges(app))).collect()
}

/// Worse together with the scope `Full`; expected of an app on people's own devices.
fn weigh(app: &App, finding: Finding, context: &Context<'_>) -> Finding {
    let Some(client) = &app.oauth else { return finding };
    let full = client.scopes.given().find(|scope| scope.value.is(ScopeKind::All));
    let callbacks = &client.callbacks.urls;
    let mobile = !callbacks.items.is_empty() && callbacks.holds(|url| !url.has_private_scheme()) == Some(false);
    // Ranges of its own show a server behind it.
    let of_people = mobile && app.ip_ranges.items.is_empty();
    match full {
        None if of_people => finding.severity(Severity::Info),
        Some(full) if context.posture(app).client_credentials_only == Some(false) => {
            finding.severity(Severity::Error).related(full.place, "and its tokens may do everything")
        }
        _ => finding,
    }
}
