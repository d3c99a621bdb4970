//! Profiles and permission sets by themselves.

pub(super) mod api_access_bypass_granted;
pub(super) mod misnamed_user_permission;
