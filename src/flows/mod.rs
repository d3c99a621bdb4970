//! Which OAuth flows an app opens, derived from its settings.
//!
//! Answers are `Some(true)`, `Some(false)` or, where a setting is not known, nothing. A rule that
//! depends on an answer must stay silent without it.

use crate::discover::EcaPart;
use crate::model::{App, Callback, Field, Located, OauthClient, Role, Scope, ScopeKind};

/// Client credentials: the secret alone gives tokens of the run-as user. In an External Client App either
/// half of the switch shows that the flow is meant.
pub fn client_credentials(client: &OauthClient) -> Option<bool> {
    let developer = client.is_client_credential_enabled.is_on();
    match &client.is_client_credential_allowed {
        None => developer,
        Some(administrator) => any([developer, administrator.is_on()]),
    }
}

/// Client credentials as tokens are really given: a half of the switch that is known to be off keeps the flow shut.
pub fn client_credentials_open(client: &OauthClient) -> Option<bool> {
    let shut = client.switches().iter().any(|switch| switch.is_on() == Some(false));
    if shut { Some(false) } else { client_credentials(client) }
}

/// The user that client-credentials tokens of an app act as, if the flow is open and the file names one.
pub fn run_as_user(app: &App) -> Option<&Located<String>> {
    let client = app.oauth.as_ref().filter(|client| client_credentials(client) == Some(true))?;
    client.oauth_client_credential_user.given()
}

/// JWT bearer: a certificate is there. `isNamedUserJwtEnabled` is the format of tokens, not this flow.
pub fn jwt_bearer(client: &OauthClient) -> Option<bool> {
    is_filled(&client.certificate)
}

/// A flow without a person: client credentials or JWT bearer.
pub fn server_flow(client: &OauthClient) -> Option<bool> {
    any([client_credentials(client), jwt_bearer(client)])
}

/// Only flows without a person: a server flow is on, no switch opens another one, and every callback is
/// a stand-in that fills the required element. What is declared outranks what the callbacks look like.
pub fn machine_only(client: &OauthClient) -> Option<bool> {
    let person = client.is_declared_machine_only.map(|machine_only| !machine_only).or_else(|| {
        any([
            client.is_device_flow_enabled.is_on(),
            client.is_code_credential_enabled.is_on(),
            client.is_token_exchange_enabled.is_on(),
            client.callbacks.urls.holds(|callback| !callback.is_stand_in()),
        ])
    });
    all([server_flow(client), person.map(|person| !person)])
}

/// Only client credentials can be used, and that flow filters `Full`, `Web` and the refresh scopes out of
/// its tokens. Source: Salesforce Help, OAuth 2.0 client credentials flow.
pub fn client_credentials_only(client: &OauthClient) -> Option<bool> {
    let no_jwt = jwt_bearer(client).map(|jwt| !jwt);
    all([machine_only(client), client_credentials(client), no_jwt])
}

/// A refresh token may be issued. `Full` alone yields none.
pub fn refresh_scope(client: &OauthClient) -> Option<bool> {
    client.scopes.holds(|scope: &Scope| scope.is(ScopeKind::Refresh))
}

/// The OAuth client of an app with a flow by which people log in.
pub fn interactive_client(app: &App) -> Option<&OauthClient> {
    app.oauth.as_ref().filter(|client| machine_only(client) == Some(false))
}

/// An app by which the Salesforce CLI logs in, declared or told by the address at which that listens.
pub fn is_for_command_line(app: &App) -> bool {
    let mut callbacks = app.oauth.iter().flat_map(|client| client.callbacks.urls.given());
    let is_clis = |callback: &Callback| callback.is_loopback() && callback.text.ends_with("/OauthRedirect");
    app.intent.role == Some(Role::Cli) || callbacks.any(|callback| is_clis(&callback.value))
}

/// A public client: it can keep no secret, because it is installed where its users are.
/// Source: RFC 6749, section 2.1.
pub fn public_client(app: &App, client: &OauthClient) -> Option<bool> {
    let is_mobile = app.mobile.is_some()
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

/// True if one is, false if none can be.
fn any<const N: usize>(answers: [Option<bool>; N]) -> Option<bool> {
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    answers.iter().all(Option::is_some).then_some(false)
}

/// False if one is, true if none can be otherwise.
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
