//! A run-as user is named, or the flow is declared, but the client credentials flow is off, or only half on. Or the
//! only flow of the app that can be finished is the one with a password, which ends.

use crate::model::{App, CallbackKind, DeclaredFlow, Field, OauthClient};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::{CALENDAR, Confidence, Profile, RetiringFeature, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    if let Some(finding) = with_password_only(app, client, context) {
        return vec![finding];
    }
    let off = client.switches().into_iter().filter(|switch| switch.is_on() == Some(false));
    let is_declared = app.intent.has(DeclaredFlow::ClientCredentials) == Some(true);
    let finding = |switch| {
        let finding = with_user(app, client, (switch, context))
            .or_else(|| is_declared.then(|| declared(app, switch, context)))?;
        // What was declared leaves no doubt that the flow is meant.
        Some(if is_declared { finding.severity(Severity::Error) } else { finding })
    };
    off.filter_map(finding).collect()
}

fn with_user(app: &App, client: &OauthClient, (switch, context): (&Field<bool>, &Context<'_>)) -> Option<Finding> {
    let user = client.oauth_client_credential_user.given()?;
    let message = format!(
        "`{}` names the run-as user `{}`, but the client credentials flow is not enabled",
        app.component.name, user.value
    );
    let on = context.new_value(switch, "true");
    let element = context.name_of(&client.oauth_client_credential_user);
    let help = format!("set `{on}`, or delete `<{element}>` if the flow was dropped");
    Some(Finding::new(on.place, message, help).related(user.place, "run-as user").fix(Fix::set(&on)))
}

fn declared(app: &App, switch: &Field<bool>, context: &Context<'_>) -> Finding {
    let message =
        format!("`{}` is declared to use the client credentials flow, but the flow is not enabled", app.component.name);
    let on = context.new_value(switch, "true");
    Finding::new(on.place, message, format!("set `{on}`, or correct `flow` in calint.toml"))
}

/// No user can finish a login, and no flow without a person is on. A file that is older than the
/// switch proves nothing.
fn with_password_only(app: &App, client: &OauthClient, context: &Context<'_>) -> Option<Finding> {
    let posture = context.posture(app);
    let is_off = client.is_client_credential_enabled.is_on() == Some(false) && !app.predates_policies();
    let is_alone = is_off && client.oauth_client_credential_user.is_blank() && posture.password_only == Some(true);
    let retirement = CALENDAR.iter().find(|row| row.feature == RetiringFeature::UsernamePassword && is_alone)?;
    let message = format!(
        "no callback of `{}` is the address of a program, and no flow without a person is on: as far as the file \
         shows, only {} can \
         work, which {}",
        app.component.name,
        retirement.words,
        retirement.as_of(context.today())
    );
    let on = context.new_value(&client.is_client_credential_enabled, "true");
    let user = context.name_of(&client.oauth_client_credential_user);
    let help = format!(
        "find out who uses the app, and delete it if it is unused; otherwise set `{on}` and name a run-as user in \
         `<{user}>`, \
         or add a certificate for JWT bearer, or write the callback of the client"
    );
    let finding = Finding::new(on.place, message, help);
    let finding = finding.value(retirement.feature.as_str()).confidence(Confidence::Medium);
    // That flow gives no refresh token. Who asks for one may have an embedded browser that reads the code.
    let expects_login = posture.refresh_scope != Some(false);
    let finding = if expects_login { finding.profile(Profile::Strict) } else { finding };
    Some(client.callbacks.urls.given().fold(finding, |finding, callback| {
        let what = match callback.value.kind() {
            CallbackKind::SalesforceEndpoint => "is an endpoint that clients call, and receives no code",
            CallbackKind::ForeignHost => "is a third-party site",
            CallbackKind::SalesforcePage => "is a Salesforce page",
            _ => "only fills the element",
        };
        finding.related(callback.place, what)
    }))
}
