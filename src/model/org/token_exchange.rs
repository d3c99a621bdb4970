//! Apex that takes foreign tokens. Source: Metadata API guide, `OauthTokenExchangeHandler`.

use crate::model::app::Component;
use crate::model::cursor::Cursor;
use crate::model::located::Field;

/// An `OauthTokenExchangeHandler`.
#[derive(Debug)]
pub struct TokenExchangeHandler {
    /// Type and name.
    pub component: Component,
    /// Whether it takes tokens at all.
    pub is_enabled: Field<bool>,
    /// It may create users. The Apex class must allow it, too.
    pub is_user_creation_allowed: Field<bool>,
    /// The kinds of foreign tokens that it takes.
    pub supported: [Field<bool>; 5],
    /// Apex class that validates foreign tokens.
    pub token_handler_apex: Field<String>,
    /// The apps that it serves.
    pub enablements: Vec<Enablement>,
}

/// An app that a handler serves.
#[derive(Debug)]
pub struct Enablement {
    /// Username that the Apex class runs as.
    pub apex_execution_user: Field<String>,
    /// The app, if it is a connected app.
    pub connected_app: Field<String>,
    /// The app, if it is an External Client App.
    pub external_client_app: Field<String>,
    /// Requests that name no handler go to this one.
    pub is_default: Field<bool>,
}

/// The switches of the kinds of tokens.
const SUPPORTED: [&str; 5] =
    ["isAccessTokenSupported", "isIdTokenSupported", "isJwtSupported", "isRefreshTokenSupported", "isSaml2Supported"];

impl TokenExchangeHandler {
    /// Reads a file.
    pub(crate) fn read(root: Cursor<'_, '_>, name: &str) -> Self {
        Self {
            component: Component { kind: "OauthTokenExchangeHandler", name: name.to_owned() },
            is_enabled: root.boolean("isEnabled"),
            is_user_creation_allowed: root.boolean("isUserCreationAllowed"),
            supported: SUPPORTED.map(|name| root.boolean(name)),
            token_handler_apex: root.text("tokenHandlerApex"),
            enablements: root.children("enablements").into_iter().map(enablement).collect(),
        }
    }
}

fn enablement(app: Cursor<'_, '_>) -> Enablement {
    Enablement {
        apex_execution_user: app.text("apexExecutionUser"),
        connected_app: app.text("connectedApp"),
        external_client_app: app.text("externalClientApp"),
        is_default: app.boolean("isDefault"),
    }
}
