//! What the client credentials flow needs.

pub(super) mod client_credentials_enabled;
pub(super) mod client_credentials_flag_missing;
pub(super) mod client_credentials_no_effective_scope;
pub(super) mod client_credentials_without_run_as_user;
