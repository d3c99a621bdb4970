//! Public keys: their kind, their size, and what tells one from another.
//!
//! The bytes of a key have to be comparable with what a private key contains, which may be another encoding of the same
//! key. So the identity of a key is its modulus and exponent or its point, without leading zeros, and not the whole
//! structure around it.

use der::Tag;
use der::asn1::AnyRef;

use crate::words::count;

use super::der::{algorithm_name, begins_with, bit_string, bits, first, inside, is, magnitude, sequence};

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its kind.
    pub algorithm: Algorithm,
    /// What no other key has.
    pub identity: Option<Identity>,
}

/// Bits that an RSA key has at least. Source: RFC 7518, section 3.3.
pub const MIN_RSA_BITS: usize = 2048;

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
    /// The identity of an RSA key.
    pub(super) fn rsa(modulus: &[u8], exponent: &[u8]) -> Self {
        Self([magnitude(modulus), &[0], magnitude(exponent)].concat())
    }

    /// The digits of it, which are not secret: a public key may be known to everyone.
    pub fn digits(&self) -> String {
        let halves = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        halves.filter_map(|half| char::from_digit(half.into(), 16)).collect()
    }

    /// The identity of a key that is a point or a number.
    pub(super) fn point(bytes: &[u8]) -> Self {
        Self(magnitude(bytes).to_vec())
    }
}

impl Algorithm {
    /// In words: `an RSA key of 2048 bits`.
    pub fn words(self) -> String {
        match self {
            Self::Rsa { bits, .. } => format!("an RSA key of {}", count(bits, "bit")),
            Self::Ec { bits } => format!("an elliptic-curve key of {}", count(bits, "bit")),
            Self::Dsa { bits } => format!("a DSA key of {}", count(bits, "bit")),
            Self::Other => "a key that is not RSA".to_owned(),
        }
    }
}

impl PublicKey {
    /// Reads the key of a certificate: `SEQUENCE { algorithm, key }`; nothing if it is something else.
    pub(super) fn read(info: &AnyRef<'_>) -> Option<Self> {
        let parts = inside(info)?;
        let [algorithm, key] = parts.as_slice() else { return None };
        let bytes = bit_string(key)?;
        let known = match algorithm_name(algorithm)?.as_str() {
            "1.2.840.113549.1.1.1" => rsa(bytes),
            "1.2.840.10045.2.1" => Some(Self {
                algorithm: Algorithm::Ec { bits: field_bits(bytes) },
                identity: Some(Identity::point(bytes)),
            }),
            "1.2.840.10040.4.1" => dsa(algorithm, bytes),
            _ => None,
        };
        Some(known.unwrap_or_else(|| Self { algorithm: Algorithm::Other, identity: Some(Identity::point(bytes)) }))
    }
}

/// `SEQUENCE { modulus, exponent }`
fn rsa(bytes: &[u8]) -> Option<PublicKey> {
    let numbers = sequence(bytes)?;
    let [modulus, exponent] = numbers.as_slice() else { return None };
    begins_with(&numbers, &[Tag::Integer, Tag::Integer]).then(|| PublicKey {
        algorithm: Algorithm::Rsa { bits: bits(modulus.value()), exponent: small(exponent.value()) },
        identity: Some(Identity::rsa(modulus.value(), exponent.value())),
    })
}

/// An unsigned number, if it is a small one.
fn small(number: &[u8]) -> Option<u64> {
    let digits = magnitude(number);
    let is_negative = number.first().is_none_or(|first| *first >= 0x80);
    let value = || digits.iter().fold(0, |value, digit| (value << 8) | u64::from(*digit));
    (!is_negative && digits.len() <= 8).then(value)
}

/// How many bits the field of a point has: both coordinates follow a 4, one follows a 2 or 3. One of P-521 takes 66
/// bytes.
fn field_bits(point: &[u8]) -> usize {
    let bits = match point {
        [4, coordinates @ ..] => coordinates.len() * 8 / 2,
        [2 | 3, coordinate @ ..] => coordinate.len() * 8,
        _ => 0,
    };
    if bits == 528 { 521 } else { bits }
}

/// The key is a number, and the parameters of the algorithm begin with the prime.
fn dsa(algorithm: &AnyRef<'_>, bytes: &[u8]) -> Option<PublicKey> {
    let (number, _) = first(bytes).filter(|(number, _)| is(number, Tag::Integer))?;
    let prime = || {
        let parameters = inside(inside(algorithm)?.get(1)?)?;
        parameters.first().filter(|prime| is(prime, Tag::Integer)).map(|prime| bits(prime.value()))
    };
    Some(PublicKey {
        algorithm: Algorithm::Dsa { bits: prime().unwrap_or(0) },
        identity: Some(Identity::point(number.value())),
    })
}
