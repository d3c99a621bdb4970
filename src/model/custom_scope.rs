//! Scopes that an org makes for its own endpoints. Source: Metadata API guide, `OauthCustomScope`.

use super::cursor::Cursor;
use super::located::Field;
use super::place::Place;

/// An `OauthCustomScope`.
#[derive(Debug)]
pub struct CustomScope {
    /// The root element.
    pub place: Place,
    /// The component, from the file name.
    pub name: String,
    /// Spelling in the `scope` parameter of an OAuth request.
    pub developer_name: Field<String>,
    /// Listed in the OpenID discovery endpoint.
    pub is_public: Field<bool>,
    /// Connected apps that have it. External Client Apps name their custom scopes themselves.
    pub assigned_to: Vec<Field<String>>,
}

impl CustomScope {
    /// Reads a file.
    pub(super) fn read(root: Cursor<'_, '_>, name: &str) -> Self {
        Self {
            place: root.place(),
            name: name.to_owned(),
            developer_name: root.text("developerName"),
            is_public: root.boolean("isPublic"),
            assigned_to: root.children("assignedTo").into_iter().map(|app| app.text("connectedApp")).collect(),
        }
    }

    /// Whether a connected app has it.
    pub fn is_assigned_to(&self, app: &str) -> bool {
        self.assigned_to.iter().any(|assigned| assigned.value().is_some_and(|name| name == app))
    }
}
