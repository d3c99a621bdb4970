//! Profiles and permission sets by themselves.

pub(super) mod api_access_bypass_granted;
mod listed_permissions;
pub(super) mod misnamed_user_permission;
