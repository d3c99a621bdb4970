//! Private keys in DER, by their structure. Sources: RFC 8017 (PKCS#1), RFC 5958 (PKCS#8), RFC 5915 (EC).
//!
//! The public half shows whose key it is. An RSA key contains its public half. Other keys may come without theirs, and
//! calint does not compute it: the keys of apps are RSA keys, and a crate for each curve would be a lot of code to
//! compile for half a sentence in a message.

use der::Tag;
use der::asn1::AnyRef;

use super::der::{algorithm_name, begins_with, bit_string, elements, is_tagged, sequence, tagged};
use super::public_key::Identity;

/// A private key, without the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateKey {
    /// What it is, with an article: `an RSA private key`.
    pub words: &'static str,
    /// What protects the key from a reader.
    pub protection: Protection,
    /// Its public half, where that can be read.
    pub public: Option<Identity>,
}

/// What protects a key from a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Nothing.
    None,
    /// The password of a keystore.
    Keystore,
    /// A passphrase.
    Passphrase,
    /// The whole file is encrypted, and only its name tells that it is a key.
    File,
}

impl PrivateKey {
    pub(super) fn plain(words: &'static str, public: Option<Identity>) -> Self {
        Self { words, protection: Protection::None, public }
    }

    pub(super) fn protected(words: &'static str, protection: Protection) -> Self {
        Self { words, protection, public: None }
    }
}

/// Reads a private key in DER; nothing if it is something else.
pub(super) fn of_der(bytes: &[u8]) -> Option<PrivateKey> {
    let elements = sequence(bytes)?;
    pkcs8(&elements)
        .or_else(|| rsa(&elements))
        .or_else(|| ec(&elements))
        .or_else(|| dsa(&elements))
        .or_else(|| encrypted(&elements))
}

/// `SEQUENCE { version, algorithm, key }`
fn pkcs8(elements: &[AnyRef<'_>]) -> Option<PrivateKey> {
    let [_, algorithm, key, ..] = elements else { return None };
    if !begins_with(elements, &[Tag::Integer, Tag::Sequence, Tag::OctetString]) {
        return None;
    }
    let inner = || sequence(key.value());
    Some(match algorithm_name(algorithm)?.as_str() {
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => {
            inner().and_then(|inner| rsa(&inner)).unwrap_or(PrivateKey::plain("an RSA private key", None))
        }
        "1.2.840.10045.2.1" => {
            inner().and_then(|inner| ec(&inner)).unwrap_or(PrivateKey::plain("an elliptic-curve private key", None))
        }
        "1.2.840.10040.4.1" => PrivateKey::plain("a DSA private key", None),
        "1.3.101.112" => PrivateKey::plain("an Ed25519 private key", attached_point(elements)),
        "1.3.101.113" => PrivateKey::plain("an Ed448 private key", attached_point(elements)),
        _ => PrivateKey::plain("a private key", None),
    })
}

/// `SEQUENCE { version, modulus, exponent, six secret numbers }`
fn rsa(elements: &[AnyRef<'_>]) -> Option<PrivateKey> {
    let [_, modulus, exponent, ..] = elements else { return None };
    let public = || Identity::rsa(modulus.value(), exponent.value());
    begins_with(elements, &[Tag::Integer; 9]).then(|| PrivateKey::plain("an RSA private key", Some(public())))
}

/// What some programs put behind the key in PKCS#8: `[1]` with the bits of the public half.
fn attached_point(elements: &[AnyRef<'_>]) -> Option<Identity> {
    let (_unused_bits, point) = tagged(elements, 1)?.value().split_first()?;
    Some(Identity::point(point))
}

/// `SEQUENCE { 1, number, [0] curve, [1] point }`
fn ec(parts: &[AnyRef<'_>]) -> Option<PrivateKey> {
    let (first, rest) = parts.split_at_checked(2)?;
    if !begins_with(first, &[Tag::Integer, Tag::OctetString]) || !rest.iter().all(is_tagged) {
        return None;
    }
    let point = || bit_string(elements(tagged(rest, 1)?.value())?.first()?).map(Identity::point);
    Some(PrivateKey::plain("an elliptic-curve private key", point()))
}

/// `SEQUENCE { 0, p, q, g, y, x }`
fn dsa(elements: &[AnyRef<'_>]) -> Option<PrivateKey> {
    let [version, _, _, _, public, _] = elements else { return None };
    let is_dsa = begins_with(elements, &[Tag::Integer; 6]) && version.value() == [0];
    is_dsa.then(|| PrivateKey::plain("a DSA private key", Some(Identity::point(public.value()))))
}

/// `SEQUENCE { encryption, key }`, where the encryption is one by password.
fn encrypted(elements: &[AnyRef<'_>]) -> Option<PrivateKey> {
    let [encryption, _] = elements else { return None };
    if !begins_with(elements, &[Tag::Sequence, Tag::OctetString]) {
        return None;
    }
    let name = algorithm_name(encryption)?;
    let by_password = ["1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."];
    let is_encryption = by_password.iter().any(|start| name.starts_with(start));
    is_encryption.then(|| PrivateKey::protected("a private key", Protection::Passphrase))
}

#[cfg(test)]
mod tests {
    use super::{PrivateKey, of_der};
    use crate::secrets::keys::public_key::Identity;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, u8::try_from(content.len()).expect("a short one")], content].concat()
    }

    /// A key of Ed25519 in PKCS#8, with some words in the place of the secret one.
    fn ed25519(version: u8, attached: &[u8]) -> Option<PrivateKey> {
        let algorithm = element(0x30, &element(0x06, &[0x2B, 0x65, 0x70]));
        let key = element(0x04, &element(0x04, b"these words are 32 bytes long..."));
        of_der(&element(0x30, &[&element(0x02, &[version]), &algorithm, &key, attached].concat()))
    }

    #[test]
    fn a_key_without_its_public_half_is_a_key() {
        let key = |public| Some(PrivateKey::plain("an Ed25519 private key", public));
        assert_eq!(ed25519(0, &[]), key(None));
        assert_eq!(ed25519(1, &element(0x81, &[0, 7, 7, 7])), key(Some(Identity::point(&[7, 7, 7]))));
        assert_eq!(ed25519(1, &element(0x81, &[])), key(None));
    }
}
