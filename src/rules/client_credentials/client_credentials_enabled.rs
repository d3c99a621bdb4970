//! The client credentials flow is open: a shared secret is all that a caller needs.

use crate::model::{App, DeclaredFlow, Field};
use crate::posture::client_credentials_open;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

const HELP: &str = "prefer JWT bearer, whose key never leaves the caller, or declare the flow in `calint.toml`: \
                    flow = \"client-credentials\"";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = app.oauth.as_ref().filter(|client| client_credentials_open(client) == Some(true)) else {
        return Vec::new();
    };
    let switch = client.switches().into_iter().find(|switch| switch.is_on() == Some(true)).map(Field::place);
    let is_meant = app.intent.has(DeclaredFlow::ClientCredentials) == Some(true);
    let message = format!("`{}` opens the client credentials flow: its secret alone gives tokens", app.component.name);
    switch.filter(|_| !is_meant).map(|place| Finding::new(place, message, HELP)).into_iter().collect()
}
