//! Apex that takes foreign tokens. Source: Metadata API guide, `OauthTokenExchangeHandler`.

use super::app::Component;
use super::cursor::Cursor;
use super::located::Field;
use super::place::Place;

/// An `OauthTokenExchangeHandler`.
#[derive(Debug)]
pub struct TokenExchangeHandler {
    /// Type and name.
    pub component: Component,
    /// The root element.
    pub place: Place,
    /// The switch of the handler.
    pub is_enabled: Field<bool>,
    /// It may create users.
    pub is_user_creation_allowed: Field<bool>,
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
    /// Used when a request names no handler.
    pub is_default: Field<bool>,
}

impl TokenExchangeHandler {
    /// Reads a file.
    pub(super) fn read(root: Cursor<'_, '_>, name: &str) -> Self {
        Self {
            component: Component { kind: "OauthTokenExchangeHandler", name: name.to_owned() },
            place: root.place(),
            is_enabled: root.boolean("isEnabled"),
            is_user_creation_allowed: root.boolean("isUserCreationAllowed"),
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
