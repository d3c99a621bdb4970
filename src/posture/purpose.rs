//! What an app is for, as far as its settings show: machines or people, one flow alone, a phone, a command line.
//!
//! The table of flows says which flows can be used. Many rules ask something else: whether anybody logs in at all, or
//! whether only one flow is left. These answers are `Some(true)`, `Some(false)` or, if a setting is not known, nothing.
//! A rule that depends on an answer must stay silent without it. They are here and not in each rule, because two rules
//! that disagree on what an app is for would contradict each other in one report.
//!
//! A file that is older than the switch of a flow counts as one without the flow. Switches came one after the other
//! until API 68, and if each flow were unknown in all files before its switch, it would be unknown for nearly every app
//! whether only machines use it. `calint flows` does call such a flow unknown.

use crate::model::{App, AppKind, Callback, CallbackKind, Field, Located, OauthClient, Role, Scope};
use crate::schema::{CallbackUse, EcaPart, ScopeKind};

/// Client credentials: the secret alone gives tokens of the run-as user. In an External Client App either
/// half of the switch shows that the flow is meant.
pub(super) fn client_credentials(client: &OauthClient) -> Option<bool> {
    let developer = client.is_client_credential_enabled.is_set();
    match &client.is_client_credential_allowed {
        None => developer,
        Some(administrator) => any([developer, administrator.is_set()]),
    }
}

/// Whether client credentials give tokens: one half of the switch that is known to be off keeps the flow closed.
pub(super) fn client_credentials_open(client: &OauthClient) -> Option<bool> {
    let shut = client.switches().iter().any(|switch| switch.is_set() == Some(false));
    if shut { Some(false) } else { client_credentials(client) }
}

/// The user that client-credentials tokens of an app act as, if the flow is open and the file names one.
pub fn run_as_user(app: &App) -> Option<&Located<String>> {
    let client = app.oauth.as_ref().filter(|client| client_credentials(client) == Some(true))?;
    client.oauth_client_credential_user.given()
}

/// JWT bearer: a certificate is there. `isNamedUserJwtEnabled` is the format of tokens, not this flow.
pub(super) fn jwt_bearer(client: &OauthClient) -> Option<bool> {
    is_filled(&client.certificate)
}

/// A flow without a person: client credentials or JWT bearer.
pub(super) fn server_flow(client: &OauthClient) -> Option<bool> {
    any([client_credentials(client), jwt_bearer(client)])
}

/// Only flows without a person: a server flow is on, no switch opens another one, and every callback is
/// a stand-in that fills the required element. A declaration takes precedence over what the callbacks look like.
pub(super) fn machine_only(client: &OauthClient) -> Option<bool> {
    let person = client.is_declared_machine_only.map(|machine_only| !machine_only).or_else(|| {
        any([
            client.is_device_flow_enabled.is_set(),
            client.is_code_credential_enabled.is_set(),
            client.is_token_exchange_enabled.is_set(),
            client.callbacks.urls.holds(|callback| !callback.is_stand_in()),
        ])
    });
    all([server_flow(client), person.map(|person| !person)])
}

/// Only client credentials can be used, and that flow filters `Full`, `Web` and the refresh scopes out of
/// its tokens. Source: Salesforce Help, OAuth 2.0 client credentials flow.
pub(super) fn client_credentials_only(client: &OauthClient) -> Option<bool> {
    let no_jwt = jwt_bearer(client).map(|jwt| !jwt);
    all([machine_only(client), client_credentials(client), no_jwt])
}

/// A refresh token may be issued. `Full` alone yields none.
pub(super) fn refresh_scope(client: &OauthClient) -> Option<bool> {
    client.scopes.holds(|scope: &Scope| scope.is(ScopeKind::Refresh))
}

/// Only the username-password flow can be finished: no callback of the connected app receives a code, and no switch
/// opens another flow. Help allows that flow in connected apps only. A declaration, and what else the app is for
/// (single sign-on, canvas, a phone), takes precedence over what the callbacks look like.
pub(super) fn password_only(app: &App) -> Option<bool> {
    let client = app.oauth.as_ref()?;
    if app.kind != AppKind::ConnectedApp {
        return Some(false);
    }
    let is_declared = app.intent.flows.is_some() || app.intent.role.is_some_and(|role| role != Role::Server);
    let serves_otherwise = is_declared || app.saml.is_some() || app.canvas.is_some() || app.is_mobile;
    let receives_codes = client.callbacks.urls.holds(|callback| !callback.is_stand_in());
    let has_other_flow = any([
        server_flow(client),
        client.is_device_flow_enabled.is_set(),
        client.is_code_credential_enabled.is_set(),
        client.is_token_exchange_enabled.is_set(),
    ]);
    let has_callback = client.callbacks.urls.given().next().is_some();
    all([
        Some(has_callback && !serves_otherwise),
        receives_codes.map(|receives| !receives),
        has_other_flow.map(|has_flow| !has_flow),
    ])
}

/// Whether the Salesforce CLI logs in by the app: it is declared, or has the callback at which the CLI listens.
pub(super) fn is_for_command_line(app: &App) -> bool {
    let mut callbacks = app.oauth.iter().flat_map(|client| client.callbacks.urls.given());
    app.intent.role == Some(Role::Cli) || callbacks.any(|callback| is_of_command_line(&callback.value))
}

/// The Salesforce CLI listens there.
fn is_of_command_line(callback: &Callback) -> bool {
    matches!(callback.kind(), CallbackKind::Client(client) if client.used_for == CallbackUse::CommandLine)
}

/// A public client: it can keep no secret, because it is installed where its users are.
/// Source: RFC 6749, section 2.1.
pub(super) fn public_client(app: &App, client: &OauthClient) -> Option<bool> {
    let is_mobile = app.is_mobile
        || app.external.as_ref().is_some_and(|external| external.files_of(EcaPart::Mobile).next().is_some());
    any([
        client.is_consumer_secret_optional.is_on(),
        client.callbacks.urls.holds(Callback::has_private_scheme),
        Some(is_mobile),
    ])
}

fn is_filled<T>(field: &Field<T>) -> Option<bool> {
    if field.is_unknown() { None } else { Some(!field.is_blank()) }
}

/// True if one of them is true, false if all are false.
fn any<const N: usize>(answers: [Option<bool>; N]) -> Option<bool> {
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    answers.iter().all(Option::is_some).then_some(false)
}

/// False if one of them is false, true if all are true.
fn all<const N: usize>(answers: [Option<bool>; N]) -> Option<bool> {
    any(answers.map(|answer| answer.map(|answer| !answer))).map(|answer| !answer)
}

#[cfg(test)]
mod tests {
    use super::{all, any};

    #[test]
    fn unknown_decides_nothing_alone() {
        assert_eq!(any([Some(false), None]), None);
        assert_eq!(any([Some(true), None]), Some(true));
        assert_eq!(all([Some(true), None]), None);
        assert_eq!(all([Some(false), None]), Some(false));
        assert_eq!(all([Some(true), Some(true)]), Some(true));
    }
}
