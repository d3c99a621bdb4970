//! Who may use an app, and from where.

pub(super) mod admin_approved_without_assignment;
pub(super) mod assignment_without_admin_approved;
pub(super) mod code_credential_flow_exposed;
pub(super) mod device_flow_enabled;
pub(super) mod ip_allowlist_missing;
pub(super) mod ip_range_invalid;
pub(super) mod ip_range_too_broad;
pub(super) mod ip_relaxation_bypass;
pub(super) mod jwt_bearer_not_preauthorized;
pub(super) mod policy_disables_app;
pub(super) mod preauthorized_grant_too_broad;
pub(super) mod self_authorize_allowed;
pub(super) mod session_timeout_too_long;
