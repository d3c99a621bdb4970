//! The client credentials flow is on, but the app names no run-as user.

use crate::model::{App, OauthClient};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Condition, Confidence, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let (user, posture) = (&client.oauth_client_credential_user, context.posture(app));
    // Without a policy file Salesforce makes one, and the user may be set in Setup.
    let may_be_in_setup = user.has_no_file() || app.intent.run_as_managed_in_setup == Some(true);
    let nobody = posture.flows.is_unmet(Condition::RunAsUser) || (may_be_in_setup && user.given().is_none());
    if posture.client_credentials != Some(true) || !nobody {
        return Vec::new();
    }
    let message = format!(
        "`{}` opens the client credentials flow without a run-as user: its token requests fail with \
         `no client credentials user enabled`",
        app.component.name
    );
    let finding = Finding::new(user.place(), message, help(client, context));
    let finding = client
        .switches()
        .into_iter()
        .filter(|switch| switch.is_on() == Some(true))
        .fold(finding, |finding, switch| finding.related(switch.place(), "the flow is opened here"));
    vec![match app.intent.run_as_managed_in_setup {
        Some(true) => finding.severity(Severity::Info),
        _ if user.has_no_file() => finding.severity(Severity::Warning).confidence(Confidence::Medium),
        _ => finding,
    }]
}

fn help(client: &OauthClient, context: &Context<'_>) -> String {
    let user = context.name_of(&client.oauth_client_credential_user);
    let name = format!("name a dedicated integration user by username in `<{user}>`");
    match client.switches().into_iter().find(|switch| switch.is_on() == Some(false)) {
        Some(off) => format!("{name}, and set `{}` in both files", context.new_value(off, "true")),
        None => name,
    }
}
