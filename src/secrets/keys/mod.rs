//! Keys and certificates: what is in an element that should contain one, and which private keys are in texts.
//!
//! Nothing here keeps a private key: of each, only its kind and its public half are remembered.

mod base64;
mod certificate;
mod der;
mod embedded;
mod keystore;
mod pem;
mod private_key;
mod public_key;
mod texts;

pub use certificate::{Certificate, Digest};
pub use embedded::{EmbeddedCertificate, Flaw};
pub use private_key::{PrivateKey, Protection};
pub use public_key::{Algorithm, Identity, MIN_RSA_BITS};
pub use texts::{Block, is_private_key, private_key_of_file, private_keys};
