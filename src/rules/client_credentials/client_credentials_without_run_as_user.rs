//! The client credentials flow is on, and nobody is named for its tokens to act as.

use crate::flows::client_credentials;
use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

/// The first API version with the flow's elements.
const SINCE: u16 = 56;

const HELP: &str = "name a dedicated integration user by username in `<oauthClientCredentialUser>`";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let user = &client.oauth_client_credential_user;
    if client_credentials(client) != Some(true) || !user.is_blank() || context.api() < SINCE {
        return Vec::new();
    }
    let message = format!(
        "`{}` opens the client credentials flow without a run-as user: its token requests fail with \
         `no client credentials user enabled`",
        app.component.name
    );
    let flag = client.is_client_credential_enabled.place();
    vec![Finding::new(user.place(), message, HELP).related(flag, "the flow is opened here")]
}
