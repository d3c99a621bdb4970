//! A run-as user is named, but the client credentials flow is off, or only half on.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let Some(user) = client.oauth_client_credential_user.given() else { return Vec::new() };
    let off = client.switches().into_iter().filter(|switch| switch.is_on() == Some(false));
    let message = format!(
        "`{}` names the run-as user `{}`, but the client credentials flow is not enabled",
        app.component.name, user.value
    );
    let help = format!(
        "set `{}`, or delete `<{}>` if the flow was dropped",
        app.spelling.client_credentials_on, app.spelling.run_as_user
    );
    off.map(|switch| Finding::new(switch.place(), &message, &help).related(user.place, "run-as user")).collect()
}
