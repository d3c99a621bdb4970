//! People log in to an app, but its tokens reach no data.

use crate::model::{App, OauthClient, Role, Scope};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::ScopeKind;
use crate::words::quoted_list;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let posture = context.posture(app);
    // The rule about scopes that client credentials filter out reports an app of both kinds.
    let is_for_people = posture.is_interactive && posture.client_credentials != Some(true);
    let is_for_sign_on = app.intent.role == Some(Role::Sso);
    let client = app.oauth.as_ref().filter(|_| is_for_people && !is_for_sign_on);
    let Some(client) = client.filter(|client| !may_have_custom_scopes(client, context)) else { return Vec::new() };
    if client.scopes.holds(|scope| scope.reaches_data() || signs_on(scope)) != Some(false) {
        return Vec::new();
    }
    // Without a refresh token it may be a client for sign-on, too.
    let Some(refresh) = client.scopes.given().find(|scope| scope.value.is(ScopeKind::Refresh)) else {
        return Vec::new();
    };
    let texts: Vec<&str> = client.scopes.given().map(|scope| scope.value.text.as_str()).collect();
    let message = format!(
        "`{}` asks for {} and for no scope that reaches data: Salesforce refuses calls with its tokens: `This session \
         is \
         not valid for use with the REST API`",
        app.component.name,
        quoted_list(&texts)
    );
    let help = "add the scope of the API that the client calls, such as `Api`, or declare `role = \"sso\"` for the app \
                in `calint.toml`";
    vec![Finding::new(refresh.place, message, help).value(texts.join(","))]
}

/// With `OpenID` the client gets a token that says who the user is, which is what clients for sign-on are after.
fn signs_on(scope: &Scope) -> bool {
    scope.facts.is_some_and(|facts| facts.name == "OpenID")
}

/// Custom scopes let a client call other APIs. A connected app's file does not show which ones it has.
fn may_have_custom_scopes(client: &OauthClient, context: &Context<'_>) -> bool {
    match &client.custom_scopes {
        Some(custom) => custom.given().next().is_some() || custom.is_unknown(),
        None => !context.project.org.custom_scopes.is_empty(),
    }
}
