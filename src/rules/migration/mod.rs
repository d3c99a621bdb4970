//! What goes, and what takes its place.

pub(super) mod connected_app_creation_blocked;
pub(super) mod connected_app_migration_candidate;
pub(super) mod retiring_feature;

use crate::model::{App, AppKind};

/// Whether it is a connected app of the project's own. The file of an installed app has no settings.
fn is_own_connected_app(app: &App) -> bool {
    let has_settings = app.oauth.is_some() || app.saml.is_some() || app.canvas.is_some();
    app.kind == AppKind::ConnectedApp && has_settings && !app.component.is_managed()
}
