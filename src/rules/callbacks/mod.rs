//! Where codes and tokens are sent.

pub(super) mod callback_development_host;
pub(super) mod callback_insecure_scheme;
pub(super) mod callback_malformed;
mod https;
pub(super) mod insecure_app_url;
pub(super) mod pkce_not_required;
