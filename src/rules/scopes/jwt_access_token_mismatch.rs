//! The app issues access tokens in a format that its APIs or its own settings do not support.
//!
//! Each API takes JWTs, opaque tokens, or both, and an app issues one form for all its scopes. Which form an API takes
//! is a column in the table of scopes. An app that asks for more than one API may never call the one that refuses its
//! tokens, so a client with further scopes gets only an info.

use crate::model::{App, AppKind, Field, JwtSession, Located, OauthClient, Scope};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;
use crate::schema::{Confidence, ScopeKind, Severity, TokenFormat};

/// The API version from which SOAP takes JWT access tokens.
const SOAP_TAKES_JWT: u16 = 68;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let sessions = app.external.iter().flat_map(|external| &external.jwt_sessions);
    let soap = refused_by_soap(app, context);
    formats(app, context)
        .into_iter()
        .chain(soap)
        .chain(sessions.filter_map(|session| contradiction(app, session, context)))
        .collect()
}

/// The APIs that the app asks for take tokens in another form than the one that it issues.
fn formats(app: &App, context: &Context<'_>) -> Option<Finding> {
    let client = app.oauth.as_ref()?;
    let flag = &client.is_named_user_jwt_enabled;
    let taking = |format| client.scopes.given().find(|scope| takes(app, &scope.value, format));
    let jwt = client.scopes.given().find(is_certain(app)).or_else(|| taking(TokenFormat::Jwt));
    match (jwt, taking(TokenFormat::Opaque), flag.is_on()) {
        (Some(jwt), Some(opaque), _) if flag.is_set().is_some() => Some(both(app, client, (jwt, opaque))),
        (Some(jwt), None, Some(false)) => Some(opaque_tokens(app, client, (jwt, context))),
        (None, Some(opaque), Some(true)) => Some(jwt_tokens(app, flag, (opaque, context))),
        _ => None,
    }
}

/// Whether the API of a scope takes tokens of one form only. The hosted MCP servers refuse connected apps with any
/// tokens.
fn takes(app: &App, scope: &Scope, format: TokenFormat) -> bool {
    let is_in_vain = app.kind == AppKind::ConnectedApp && is(scope, "MCP");
    scope.facts.is_some_and(|facts| facts.tokens == Some(format)) && !is_in_vain
}

fn opaque_tokens(app: &App, client: &OauthClient, (scope, context): (&Located<Scope>, &Context<'_>)) -> Finding {
    let message = format!(
        "`{}` asks for `{}`, whose API needs JWT access tokens, but issues opaque ones",
        app.component.name, scope.value.text
    );
    let on = context.new_value(&client.is_named_user_jwt_enabled, "true");
    let finding = Finding::new(on.place, message, format!("set `{on}`")).related(scope.place, "asks for that API");
    let finding = finding.value(&scope.value.text).fix(Fix::set(&on));
    by_doubt(app, client, finding)
}

/// Who asks for more may never call that API, and Einstein Bots, which takes opaque tokens, has the scope of agents.
fn by_doubt(app: &App, client: &OauthClient, finding: Finding) -> Finding {
    let is_certain = client.scopes.given().any(|scope| is_certain(app)(&scope));
    let is_doubtful = client.scopes.holds(is_for_more) != Some(false) || !is_certain;
    if is_doubtful { finding.severity(Severity::Info).confidence(Confidence::Medium) } else { finding }
}

/// Whether a scope leaves no doubt that JWTs are wanted.
fn is_certain(app: &App) -> impl Fn(&&Located<Scope>) -> bool {
    |scope| takes(app, &scope.value, TokenFormat::Jwt) && !is(&scope.value, "Chatbot")
}

/// A scope for other data, whose API takes either form. The guides for these APIs ask for `Api`, too.
fn is_for_more(scope: &Scope) -> bool {
    let takes_one_form = scope.facts.is_some_and(|facts| facts.tokens.is_some());
    !takes_one_form && !scope.is(ScopeKind::Api) && scope.reaches_data()
}

fn is(scope: &Scope, name: &str) -> bool {
    scope.facts.is_some_and(|facts| facts.name == name)
}

fn jwt_tokens(app: &App, flag: &Field<bool>, (scope, context): (&Located<Scope>, &Context<'_>)) -> Finding {
    let message = format!(
        "`{}` issues JWT access tokens, which Data 360 does not exchange for tokens of its own, and asks for `{}`",
        app.component.name, scope.value.text
    );
    let off = context.new_value(flag, "false");
    Finding::new(off.place, message, format!("set `{off}`"))
        .related(scope.place, "asks for Data 360")
        .value(&scope.value.text)
}

fn both(app: &App, client: &OauthClient, (jwt, opaque): (&Located<Scope>, &Located<Scope>)) -> Finding {
    let message = format!(
        "`{}` asks for `{}`, whose API needs JWT access tokens, and for `{}`, whose API needs opaque ones",
        app.component.name, jwt.value.text, opaque.value.text
    );
    let help = "split the app: one with `isNamedUserJwtEnabled` set, and one without for Data 360";
    let flag = client.is_named_user_jwt_enabled.place();
    let finding = Finding::new(flag, message, help).related(jwt.place, "wants JWTs");
    let finding = finding.related(opaque.place, "needs opaque tokens");
    by_doubt(app, client, finding.value(format!("{},{}", jwt.value.text, opaque.value.text)))
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

/// A custom timeout without a number, or a number that has no effect.
fn contradiction(app: &App, session: &JwtSession, context: &Context<'_>) -> Option<Finding> {
    let kind = session.timeout_type.given()?;
    let name = &app.component.name;
    let (of_type, of_timeout) = (context.name_of(&session.timeout_type), context.name_of(&session.timeout));
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
