//! Keys, certificates, and tokens in any text. Nothing here knows of apps or files.

mod keys;
mod named_secrets;
mod named_values;
mod secret;
mod tokens;

pub use keys::{
    Algorithm, Block, Certificate, Digest, EmbeddedCertificate, Flaw, Identity, MIN_RSA_BITS, PrivateKey, Protection,
    is_private_key, private_key_of_file, private_keys,
};
pub use named_secrets::{NamedSecret, named_secrets};
pub use secret::Secret;
pub use tokens::{Token, TokenKind, tokens};
