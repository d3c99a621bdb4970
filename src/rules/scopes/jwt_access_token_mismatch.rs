//! The app and its APIs do not agree on access tokens in the form of JWTs, or its own settings do not.

use crate::model::{App, Field, JwtSession, Scope, ScopeKind};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

/// Scopes of APIs that were reported to refuse opaque tokens. Source: reports of users, none of Salesforce.
const WANT_JWT: [&str; 4] = ["A2A", "EinsteinGPT", "MCP", "SFAP"];

/// The API version from which SOAP takes JWT access tokens.
const SOAP_TAKES_JWT: u16 = 68;

const HELP: &str = "set `<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>`";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let sessions = app.external.iter().flat_map(|external| &external.jwt_sessions);
    let soap = refused_by_soap(app, context);
    opaque(app).into_iter().chain(soap).chain(sessions.filter_map(|session| contradiction(app, session))).collect()
}

/// The app asks for an API that wants JWTs, and gets opaque tokens.
fn opaque(app: &App) -> Option<Finding> {
    let client = app.oauth.as_ref()?;
    let flag = &client.is_named_user_jwt_enabled;
    let wants = |name: &str| WANT_JWT.contains(&name);
    let scope = client.scopes.given().find(|scope| scope.value.facts.is_some_and(|facts| wants(facts.name)));
    let scope = scope.filter(|_| flag.is_on() == Some(false))?;
    let message = format!(
        "`{}` asks for `{}`, whose API wants JWT access tokens, but issues opaque ones",
        app.component.name, scope.value.text
    );
    let finding = Finding::new(flag.place(), message, HELP).related(scope.place, "asks for that API");
    let fix = Fix::risky(HELP, [Change::Write(flag.place(), "true".to_owned())]);
    let finding = finding.value(&scope.value.text).fix(fix);
    // Who asks for more than that API may never call it.
    let is_for_more = client.scopes.holds(is_for_more) != Some(false);
    Some(if is_for_more { finding.severity(Severity::Info) } else { finding })
}

/// A scope for other data.
fn is_for_more(scope: &Scope) -> bool {
    let is_wanted = scope.facts.is_some_and(|facts| WANT_JWT.contains(&facts.name));
    !is_wanted && scope.reaches_data()
}

/// The client is declared to call SOAP, which takes no such tokens before Winter '27.
fn refused_by_soap(app: &App, context: &Context<'_>) -> Option<Finding> {
    let client =
        app.oauth.as_ref().filter(|_| app.intent.soap == Some(true) && context.release().number < SOAP_TAKES_JWT)?;
    let flag = client.is_named_user_jwt_enabled.given().filter(|flag| flag.value)?;
    let api = client.scopes.given().find(|scope| scope.value.is(ScopeKind::Api))?;
    let message =
        format!("`{}` issues JWT access tokens, and its client calls SOAP, which refuses them", app.component.name);
    let help = "set the flag to false, or let the client call REST";
    Some(Finding::new(flag.place, message, help).severity(Severity::Info).related(api.place, "lets it call SOAP"))
}

/// A life of its own without a number, or a number that nobody asks for.
fn contradiction(app: &App, session: &JwtSession) -> Option<Finding> {
    let kind = session.timeout_type.given()?;
    let (name, [of_type, of_timeout]) = (&app.component.name, session.elements);
    match (kind.value.as_str(), &session.timeout) {
        ("Custom", timeout) if timeout.is_blank() => {
            let message = format!("`{of_type}` of `{name}` is `Custom`, but `{of_timeout}` does not say how long");
            let help = format!("add `<{of_timeout}>15</{of_timeout}>`, or write `UserSession`");
            Some(Finding::new(timeout.place(), message, help).related(kind.place, "asks for it").value(of_timeout))
        }
        ("UserSession", Field::Given(timeout)) => {
            let message = format!("`{of_timeout}` of `{name}` has no effect: `{of_type}` is `UserSession`");
            let help = format!("delete `<{of_timeout}>`, or write `<{of_type}>Custom</{of_type}>`");
            Some(Finding::new(timeout.place, message, help).related(kind.place, "rules it out").value(of_timeout))
        }
        _ => None,
    }
}
