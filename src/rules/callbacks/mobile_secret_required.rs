//! An app on users' devices has no secret, but Salesforce requires one.
//!
//! The secret counts in the web server flow, which the Mobile SDK uses since version 11. An older app with the
//! user-agent flow needs no secret, so the rule is certain of mobile apps only.

use super::installed::{Installed, installed, serves_people};
use crate::model::{App, DeclaredFlow, OauthClient};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::{Confidence, Profile, ScopeKind, Severity};

/// What the token endpoint answers a client without its secret.
const ANSWER: &str = "invalid_client: invalid client credentials";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = app.oauth.as_ref().filter(|_| serves_people(app, &[DeclaredFlow::WebServer], context)) else {
        return Vec::new();
    };
    let is_required = client.is_consumer_secret_optional.is_on() == Some(false) && !app.predates_policies();
    let Some(installed) = installed(app).filter(|_| is_required) else { return Vec::new() };
    vec![weigh(secret_required(app, client, &installed, context), &installed)]
}

fn secret_required(app: &App, client: &OauthClient, installed: &Installed, context: &Context<'_>) -> Finding {
    let message = format!(
        "`{}` must send a client secret, which an app on users' devices cannot keep: logins fail with `{ANSWER}`",
        app.component.name
    );
    let optional = context.new_value(&client.is_consumer_secret_optional, "true");
    let refresh = &client.is_secret_required_for_refresh_token;
    // Absent means required, and logins that work for one session only are worse than none.
    let refreshes = client.scopes.holds(|scope| scope.is(ScopeKind::Refresh)) != Some(false);
    let without = (refreshes && refresh.is_on() != Some(false) || refresh.value() == Some(&true))
        .then(|| context.new_value(refresh, "false"));
    let help = match &without {
        Some(without) => format!("set `{optional}` and `{without}`"),
        None => format!("set `{optional}`"),
    };
    let changes = [&optional].into_iter().chain(&without).map(|new| Change::Write(new.place, new.value.clone()));
    let fix = Fix::risky(help.clone(), changes);
    let finding = Finding::new(optional.place, message, format!("{help}, and require PKCE")).fix(fix);
    match installed.place {
        Some(place) => finding.related(place, "shows that the app is installed on devices"),
        None => finding,
    }
}

/// A desktop program may contain a secret, although anybody can read it there.
fn weigh(finding: Finding, installed: &Installed) -> Finding {
    if installed.is_mobile {
        return finding;
    }
    finding.severity(Severity::Warning).confidence(Confidence::Medium).profile(Profile::Strict)
}
