//! Auth providers: logins with an app of this or another org. Source: Metadata API guide, `AuthProvider`.

use crate::model::app::App;
use crate::model::cursor::Cursor;
use crate::model::located::Field;
use crate::schema::{SCOPES, ScopeFacts};
use crate::secrets::Secret;
use crate::workspace::Place;

/// An `AuthProvider`.
#[derive(Debug)]
pub struct AuthProvider {
    /// The component, from the file name. The callback at which the provider receives codes ends with it.
    pub name: String,
    /// The app that it logs in with.
    consumer_key: Field<Secret>,
    /// The scopes that it asks its app for, as in an OAuth request: with blanks between them.
    pub default_scopes: Field<String>,
    /// Named credentials that log in by it, if a rule asks for credentials.
    pub credentials: Vec<NamedCredential>,
}

/// A `NamedCredential` that logs in by an auth provider.
#[derive(Debug)]
pub struct NamedCredential {
    /// The component, from the file name.
    pub name: String,
    /// The auth provider.
    pub provider: String,
    /// The scopes that it requests instead of the provider's scopes.
    pub scopes: Field<String>,
}

impl NamedCredential {
    /// Reads a file; nothing if it names no auth provider.
    pub(crate) fn read(root: Cursor<'_, '_>, name: &str) -> Option<Self> {
        let provider = root.text("authProvider").value()?.clone();
        Some(Self { name: name.to_owned(), provider, scopes: root.text("oauthScope") })
    }
}

impl AuthProvider {
    /// Reads a file.
    pub(crate) fn read(root: Cursor<'_, '_>, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            consumer_key: root.field("consumerKey", |text| Some(Secret::new(text))),
            default_scopes: root.text("defaultScopes"),
            credentials: Vec::new(),
        }
    }

    /// Whether it logs people in with an app: a callback of the app leads to it, or it has the key of the app.
    pub(crate) fn is_for(&self, app: &App) -> bool {
        let key = app.oauth.as_ref().and_then(|client| client.consumer_key.value());
        let is_same_key = || key.zip(self.consumer_key.value()).is_some_and(|(a, b)| a.expose() == b.expose());
        app.leads_to_auth_provider(&self.name) || is_same_key()
    }

    /// The known scopes that it asks for.
    pub fn asks_for(&self) -> impl Iterator<Item = &'static ScopeFacts> {
        scopes_in(&self.default_scopes)
    }

    /// Where it says so.
    pub fn place(&self) -> Place {
        self.default_scopes.place()
    }
}

/// The known scopes that a request names.
pub fn scopes_in(field: &Field<String>) -> impl Iterator<Item = &'static ScopeFacts> {
    let words = field.value().into_iter().flat_map(|text| text.split_whitespace());
    words.filter_map(|word| SCOPES.iter().find(|scope| scope.wire.eq_ignore_ascii_case(word)))
}

impl App {
    /// Names of the auth providers that its callbacks lead to.
    pub(crate) fn auth_provider_names(&self) -> impl Iterator<Item = &str> {
        let callbacks = self.oauth.iter().flat_map(|client| client.callbacks.urls.given());
        callbacks.filter_map(|callback| callback.value.auth_provider())
    }

    /// Whether a callback leads to an auth provider. Salesforce ignores the letter case of such names.
    pub(crate) fn leads_to_auth_provider(&self, provider: &str) -> bool {
        self.auth_provider_names().any(|name| name.eq_ignore_ascii_case(provider))
    }
}
