//! Features that Salesforce retires, and their replacements.

pub(super) mod connected_app_creation_blocked;
pub(super) mod connected_app_migration_candidate;
pub(super) mod password_grant_usage;
pub(super) mod retiring_feature;
pub(super) mod soap_login_permission;

use crate::model::{App, AppKind};

/// Whether it is a connected app of the project's own. Others are Salesforce's, or installed, and then the file has no
/// settings.
fn is_own_connected_app(app: &App) -> bool {
    let is_foreign = app.component.is_managed() || app.is_salesforces_own();
    app.kind == AppKind::ConnectedApp && !is_installed(app) && !is_foreign
}

/// Whether it is a connected app of which the org has only a copy: the file has no settings.
fn is_installed(app: &App) -> bool {
    let has_settings = app.oauth.is_some() || app.saml.is_some() || app.canvas.is_some();
    app.kind == AppKind::ConnectedApp && !has_settings
}
