//! The app asks for an API that wants access tokens in the form of JWTs, and gets opaque ones.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

/// Scopes of APIs that were reported to refuse opaque tokens. Source: reports of users, none of Salesforce.
const WANT_JWT: [&str; 5] = ["A2A", "Chatbot", "EinsteinGPT", "MCP", "SFAP"];

const HELP: &str = "set `<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>`";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let flag = &client.is_named_user_jwt_enabled;
    let wants = |name: &str| WANT_JWT.contains(&name);
    let scope = client.scopes.given().find(|scope| scope.value.facts.is_some_and(|facts| wants(facts.name)));
    let Some(scope) = scope.filter(|_| flag.is_on() == Some(false)) else { return Vec::new() };
    let message = format!(
        "`{}` asks for `{}`, whose API wants JWT access tokens, but issues opaque ones",
        app.component.name, scope.value.text
    );
    vec![Finding::new(flag.place(), message, HELP).related(scope.place, "asks for that API").value(&scope.value.text)]
}
