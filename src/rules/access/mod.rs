//! Who may use an app, and from where.

pub(super) mod assignment_without_admin_approved;
pub(super) mod ip_relaxation_bypass;
pub(super) mod policy_disables_app;
pub(super) mod self_authorize_allowed;
