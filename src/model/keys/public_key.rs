//! Public keys: their kind, their size, and what tells one from another.

use x509_parser::asn1_rs::Tag;
use x509_parser::public_key::PublicKey as Parsed;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::der::{begins_with, bits, elements, magnitude};
use data_encoding::HEXLOWER;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its kind.
    pub algorithm: Algorithm,
    /// What no other key has.
    pub identity: Option<Identity>,
}

/// The kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA.
    Rsa {
        /// Bits of the modulus.
        bits: usize,
        /// The public exponent, if it is a small one.
        exponent: Option<u64>,
    },
    /// A point of an elliptic curve.
    Ec {
        /// Bits of the field.
        bits: usize,
    },
    /// DSA.
    Dsa {
        /// Bits of the modulus.
        bits: usize,
    },
    /// Ed25519, Ed448 and everything else.
    Other,
}

/// The public half of a key pair: a modulus with its exponent, or a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity(Vec<u8>);

impl Identity {
    /// Of an RSA key.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        Self([magnitude(modulus), &[0], magnitude(exponent)].concat())
    }

    /// The digits of it, which are no secret: anybody may have a public key.
    pub fn digits(&self) -> String {
        HEXLOWER.encode(&self.0)
    }

    /// Of a key that is a point or a number.
    pub(super) fn point(bytes: &[u8]) -> Self {
        Self(magnitude(bytes).to_vec())
    }
}

impl Algorithm {
    /// In words: `an RSA key of 2048 bits`.
    pub fn words(self) -> String {
        match self {
            Self::Rsa { bits, .. } => format!("an RSA key of {bits} bits"),
            Self::Ec { bits } => format!("an elliptic-curve key of {bits} bits"),
            Self::Dsa { bits } => format!("a DSA key of {bits} bits"),
            Self::Other => "a key that is not RSA".to_owned(),
        }
    }
}

impl PublicKey {
    /// Reads the key of a certificate.
    pub(super) fn read(info: &SubjectPublicKeyInfo<'_>) -> Self {
        match info.parsed() {
            Ok(Parsed::RSA(key)) => Self {
                algorithm: Algorithm::Rsa { bits: bits(key.modulus), exponent: key.try_exponent().ok() },
                identity: Some(Identity::rsa(key.modulus, key.exponent)),
            },
            Ok(Parsed::EC(point)) => Self {
                algorithm: Algorithm::Ec { bits: field_bits(point.key_size()) },
                identity: Some(Identity::point(point.data())),
            },
            Ok(Parsed::DSA(number)) => {
                let prime = info.algorithm.parameters.as_ref().and_then(|parameters| dsa_bits(parameters.data));
                Self { algorithm: Algorithm::Dsa { bits: prime.unwrap_or(0) }, identity: Some(Identity::point(number)) }
            }
            _ => Self { algorithm: Algorithm::Other, identity: Some(Identity::point(&info.subject_public_key.data)) },
        }
    }
}

/// A point of P-521 takes 66 bytes for each coordinate.
fn field_bits(of_coordinate: usize) -> usize {
    if of_coordinate == 528 { 521 } else { of_coordinate }
}

/// The parameters of DSA begin with the prime.
fn dsa_bits(parameters: &[u8]) -> Option<usize> {
    let elements = elements(parameters)?;
    let prime = elements.first().filter(|_| begins_with(&elements, &[Tag::Integer]))?;
    Some(bits(prime.data))
}
