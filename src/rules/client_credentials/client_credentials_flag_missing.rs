//! A run-as user is named, but the client credentials flow is off.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

const HELP: &str = "set `<isClientCredentialEnabled>true</isClientCredentialEnabled>`, or delete \
                    `<oauthClientCredentialUser>` if the flow was dropped";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let flag = &client.is_client_credential_enabled;
    let Some(user) = client.oauth_client_credential_user.given() else { return Vec::new() };
    if flag.is_on() != Some(false) {
        return Vec::new();
    }
    let message = format!(
        "`{}` names the run-as user `{}`, but the client credentials flow is not enabled",
        app.component.name, user.value
    );
    vec![Finding::new(flag.place(), message, HELP).related(user.place, "run-as user")]
}
