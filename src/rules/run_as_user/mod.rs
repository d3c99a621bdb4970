//! The user that tokens act as.

pub(super) mod run_as_user_invalid;
pub(super) mod run_as_user_looks_human;
pub(super) mod run_as_user_not_api_only;
pub(super) mod run_as_user_not_portable;
pub(super) mod run_as_user_privileged;
pub(super) mod run_as_user_shared;
