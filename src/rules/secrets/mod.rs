//! Secrets in the repository.

pub(super) mod adjacent_secret_in_source;
pub(super) mod consumer_key_in_source;
pub(super) mod consumer_secret_in_source;
pub(super) mod private_key_in_source;
pub(super) mod salesforce_token_in_source;
pub(super) mod saml_weak_crypto;
