//! Where codes and tokens are sent.

pub(super) mod callback_insecure_scheme;
pub(super) mod callback_malformed;
