//! A policy keeps users or machines of the app from logging in.

use crate::model::{App, AppKind, External, Field, OauthClient};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Condition, Profile};

use super::headless_login_refused;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let level = step_up(app, context);
    let is_off = context.posture(app).flows.is_unmet(Condition::AppEnabled) || app.oauth.is_none();
    let external = app.external.as_ref().filter(|_| is_off);
    let switch = external.and_then(|external| switched_off(app, external, context));
    let org = app.oauth.as_ref().and_then(|client| not_allowed(app, client, context));
    level.into_iter().chain(blocked(app)).chain(switch).chain(org).collect()
}

/// Flows without a person cannot take the step that high assurance asks for.
fn step_up(app: &App, context: &Context<'_>) -> Option<Finding> {
    let level = app.session_policy.session_level.given()?;
    let posture = context.posture(app);
    if posture.server_flow != Some(true) || !posture.flows.is_unmet(Condition::SessionLevel) {
        return None;
    }
    let message = format!(
        "`{}` requires a high-assurance session, which its flow without a person cannot get",
        app.component.name
    );
    let help =
        "delete the session level, and protect the app with login IP ranges and a run-as user with few permissions";
    Some(Finding::new(level.place, message, help).value(&level.value))
}

fn blocked(app: &App) -> Option<Finding> {
    let action = app.session_policy.policy_action.given().filter(|action| action.value == "Block")?;
    let acts = app.kind == AppKind::ExternalClientApp || app.session_policy.session_level.given().is_some();
    let message = format!("`{}` is blocked: its session policy locks out every user", app.component.name);
    acts.then(|| {
        Finding::new(action.place, message, "delete `<policyAction>` unless the app is meant to be off").value("Block")
    })
}

/// The org allows the authorization code and credentials flow for all apps or for none.
fn not_allowed(app: &App, client: &OauthClient, context: &Context<'_>) -> Option<Finding> {
    let flag = client.is_code_credential_enabled.given().filter(|flag| flag.value)?;
    let refused = headless_login_refused(app, context)?;
    let message = format!(
        "`{}` opens the authorization code and credentials flow, which the org's settings do not allow",
        app.component.name
    );
    let on = context.new_value(refused, "true");
    let help = format!("switch the flow off, or set `{on}` in `OauthOidc.settings`");
    // A flow that no user can use does no harm.
    let finding = Finding::new(flag.place, message, help).value(on.element).profile(Profile::Strict);
    Some(finding.related(refused.place(), "the org's setting"))
}

/// One switch of an External Client App is enough to stop it.
fn switched_off(app: &App, external: &External, context: &Context<'_>) -> Option<Finding> {
    let name = &app.component.name;
    let off = |flag: &Field<bool>| flag.value() == Some(&false);
    let (flag, what, shown) = if off(&external.is_enabled) {
        // A whole app is rarely off by mistake.
        (&external.is_enabled, format!("`{name}` is switched off"), Profile::Audit)
    } else if off(&external.is_oauth_plugin_enabled) && app.oauth.is_some() {
        let what = format!("`{name}` has OAuth settings, but its OAuth part is switched off");
        (&external.is_oauth_plugin_enabled, what, Profile::Default)
    } else {
        return None;
    };
    let on = context.new_value(flag, "true");
    let help = format!("set `{on}` unless the app is meant to be off");
    Some(Finding::new(on.place, what, help).value(on.element).profile(shown))
}
