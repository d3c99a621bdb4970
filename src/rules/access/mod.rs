//! Who may use an app, and from where.

mod addresses;
pub(super) mod admin_approved_without_assignment;
mod approval;
pub(super) mod asset_token_incomplete;
pub(super) mod assignment_without_admin_approved;
pub(super) mod canvas_implicit_consent;
pub(super) mod code_credential_flow_exposed;
pub(super) mod declared_flow_is_off;
pub(super) mod device_flow_enabled;
pub(super) mod guest_flow_incomplete;
pub(super) mod ip_allowlist_missing;
pub(super) mod ip_range_invalid;
pub(super) mod ip_range_too_broad;
pub(super) mod ip_range_too_large;
pub(super) mod ip_relaxation_bypass;
pub(super) mod jwt_bearer_not_preauthorized;
pub(super) mod policy_disables_app;
pub(super) mod preauthorized_grant_too_broad;
pub(super) mod preauthorized_set_cannot_hold_app;
pub(super) mod relaxation_without_effect;
pub(super) mod self_authorize_allowed;
pub(super) mod session_timeout_too_long;
pub(super) mod token_exchange_half_switched;
pub(super) mod token_handler_creates_users;

use crate::model::{App, Field};
use crate::schema::Condition;

use super::rule::Context;

/// The setting by which the org refuses the authorization code and credentials flow of all apps, if it does so.
fn headless_login_refused<'m>(app: &App, context: &Context<'m>) -> Option<&'m Field<bool>> {
    let is_refused = context.posture(app).flows.is_unmet(Condition::HeadlessAllowed);
    let setting = context.project.org.settings.agreed(|settings| &settings.is_code_credential_flow_enabled);
    setting.filter(|_| is_refused)
}

/// The switches that keep guests of headless login from getting tokens: the flow itself, and the only form of token that
/// they get.
fn closed_to_guests(app: &App) -> Vec<&Field<bool>> {
    let clients = app.oauth.iter();
    let switches = clients.flat_map(|client| [&client.is_code_credential_enabled, &client.is_named_user_jwt_enabled]);
    switches.filter(|switch| switch.is_on() == Some(false)).collect()
}
