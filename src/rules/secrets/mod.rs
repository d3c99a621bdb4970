//! Secrets in the repository.

pub(super) mod consumer_key_in_source;
pub(super) mod consumer_secret_in_source;
pub(super) mod saml_weak_crypto;
