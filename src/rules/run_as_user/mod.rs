//! The user that tokens act as.

pub(super) mod run_as_user_invalid;
pub(super) mod run_as_user_not_api_only;
