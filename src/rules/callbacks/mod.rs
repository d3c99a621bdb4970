//! Where codes and tokens are sent.

pub(super) mod callback_development_host;
pub(super) mod callback_insecure_scheme;
pub(super) mod callback_malformed;
mod https;
pub(super) mod insecure_app_url;
mod installed;
pub(super) mod instanced_url;
pub(super) mod mobile_secret_required;
pub(super) mod mobile_stand_in_callback;
pub(super) mod pkce_not_required;
