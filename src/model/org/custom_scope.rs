//! Scopes that an org makes for its own endpoints. Source: Metadata API guide, `OauthCustomScope`.

use crate::model::cursor::Cursor;
use crate::model::located::Field;

/// An `OauthCustomScope`.
#[derive(Debug)]
pub struct CustomScope {
    /// Connected apps that have it. External Client Apps name their custom scopes themselves.
    pub assigned_to: Vec<Field<String>>,
}

impl CustomScope {
    /// Reads a file.
    pub(crate) fn read(root: Cursor<'_, '_>) -> Self {
        Self { assigned_to: root.children("assignedTo").into_iter().map(|app| app.text("connectedApp")).collect() }
    }

    /// Whether a connected app has it.
    pub fn is_assigned_to(&self, app: &str) -> bool {
        self.assigned_to.iter().any(|assigned| assigned.value().is_some_and(|name| name == app))
    }
}
