//! Who may use an app, and from where.

pub(super) mod admin_approved_without_assignment;
pub(super) mod assignment_without_admin_approved;
pub(super) mod ip_relaxation_bypass;
pub(super) mod jwt_bearer_not_preauthorized;
pub(super) mod policy_disables_app;
pub(super) mod preauthorized_grant_too_broad;
pub(super) mod self_authorize_allowed;
