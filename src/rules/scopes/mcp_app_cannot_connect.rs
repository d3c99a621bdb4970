//! An app for an MCP client cannot connect to the MCP servers that Salesforce hosts.
//!
//! Two other conditions of the same guide have rules of their own: JWT access tokens and PKCE.

use crate::model::{App, AppKind, Callback, CallbackKind, Located, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{CallbackClient, CallbackUse, Confidence, ScopeKind, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let scope = client.scopes.given().find(|scope| is_mcp(&scope.value));
    let finding = match scope {
        Some(scope) if app.kind == AppKind::ConnectedApp => Some(unsupported(app, scope)),
        Some(scope) => secret_required(app, client, scope, context),
        None => lacks_scope(app, client),
    };
    finding.into_iter().collect()
}

fn is_mcp(scope: &Scope) -> bool {
    scope.facts.is_some_and(|facts| facts.name == "MCP")
}

/// The callback of a program that connects to MCP servers.
fn agent(client: &OauthClient) -> Option<(&Located<Callback>, &'static CallbackClient)> {
    client.callbacks.urls.given().find_map(|callback| match callback.value.kind() {
        CallbackKind::Client(program) if program.used_for == CallbackUse::Agent => Some((callback, program)),
        _ => None,
    })
}

fn unsupported(app: &App, scope: &Located<Scope>) -> Finding {
    let message = format!(
        "`{}` is a connected app with the scope `{}`: Salesforce's hosted MCP servers accept only External Client Apps",
        app.component.name, scope.value.text
    );
    let help = "create an External Client App for the MCP client, and delete the scope here";
    Finding::new(scope.place, message, help).value(&scope.value.text)
}

fn lacks_scope(app: &App, client: &OauthClient) -> Option<Finding> {
    let may_be_mcp = |scope: &Scope| is_mcp(scope) || scope.facts.is_none();
    let (callback, program) = agent(client).filter(|_| client.scopes.holds(may_be_mcp) == Some(false))?;
    let message = format!(
        "`{}` has the callback of {} and lacks the scope `MCP`: a connection to a hosted MCP server ends with \
         `invalid_scope: the requested scope is not allowed`",
        app.component.name, program.name
    );
    let help = match app.kind {
        AppKind::ExternalClientApp => "add `MCP` to the scopes, unless the MCP server is your own",
        AppKind::ConnectedApp => {
            "create an External Client App with the scope `MCP`, unless the MCP server is your \
                                  own"
        }
    };
    let finding = Finding::new(callback.place, message, help).value(&callback.value.text);
    Some(finding.severity(Severity::Warning).confidence(Confidence::Medium).related(client.scopes.place(), "no `MCP`"))
}

/// Programs that connect to MCP servers have a key and no secret.
fn secret_required(app: &App, client: &OauthClient, scope: &Located<Scope>, context: &Context<'_>) -> Option<Finding> {
    let (callback, program) = agent(client)?;
    let (optional, refresh) = (&client.is_consumer_secret_optional, &client.is_secret_required_for_refresh_token);
    let has_refresh_scope = client.scopes.holds(|scope| scope.is(ScopeKind::Refresh)) == Some(true);
    let (field, value) = match (optional.is_on()?, refresh.is_on()) {
        (false, _) => (optional, "true"),
        // Absent means required. Where it is given, `refresh-without-client-secret` reports it.
        (true, _) if refresh.is_blank() && has_refresh_scope => (refresh, "false"),
        (true, _) => return None,
    };
    let new = context.new_value(field, value);
    let message = format!(
        "`{}` requires a secret, which {} sends only if a user enters it there: connections without it fail",
        app.component.name, program.name
    );
    let off = context.name_of(refresh);
    let help = format!("set `{new}` as the guide for hosted MCP servers does, with `<{off}>false</{off}>`");
    let finding = Finding::new(new.place, message, help).related(callback.place, "the callback of the program");
    Some(finding.related(scope.place, "asks for hosted MCP servers").severity(Severity::Info))
}
