//! Secrets in the repository.

pub(super) mod consumer_secret_in_source;
