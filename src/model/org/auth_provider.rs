//! Auth providers: logins with an app of this or another org. Source: Metadata API guide, `AuthProvider`.

use crate::model::app::App;
use crate::model::cursor::Cursor;
use crate::model::located::Field;
use crate::schema::{SCOPES, ScopeFacts};
use crate::workspace::Place;

/// An `AuthProvider`.
#[derive(Debug)]
pub struct AuthProvider {
    /// The component, from the file name. The callback at which the provider receives codes ends with it.
    pub name: String,
    /// The scopes that it asks its app for, as in an OAuth request: with blanks between them.
    pub default_scopes: Field<String>,
}

impl AuthProvider {
    /// Reads a file.
    pub(crate) fn read(root: Cursor<'_, '_>, name: &str) -> Self {
        Self { name: name.to_owned(), default_scopes: root.text("defaultScopes") }
    }

    /// The known scopes that it asks for.
    pub fn asks_for(&self) -> impl Iterator<Item = &'static ScopeFacts> {
        let words = self.default_scopes.value().into_iter().flat_map(|text| text.split_whitespace());
        words.filter_map(|word| SCOPES.iter().find(|scope| scope.wire.eq_ignore_ascii_case(word)))
    }

    /// Where it says so.
    pub fn place(&self) -> Place {
        self.default_scopes.place()
    }
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
