//! The client credentials flow is open: a shared secret is all that a caller needs.

use crate::model::{App, DeclaredFlow, Field};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

const HELP: &str = "prefer JWT bearer, whose key never leaves the caller, or declare the flow in `calint.toml`: \
                    flow = \"client-credentials\"";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let is_open = context.posture(app).client_credentials_open == Some(true);
    let Some(client) = app.oauth.as_ref().filter(|_| is_open) else { return Vec::new() };
    let switch = client.switches().into_iter().find(|switch| switch.is_on() == Some(true)).map(Field::place);
    let is_meant = app.intent.has(DeclaredFlow::ClientCredentials) == Some(true);
    let message = format!(
        "`{}` opens the client credentials flow: its secret alone is enough for \
                           tokens",
        app.component.name
    );
    switch.filter(|_| !is_meant).map(|place| Finding::new(place, message, HELP)).into_iter().collect()
}
