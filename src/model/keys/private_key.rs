//! Private keys in DER, by their structure. Sources: RFC 8017 (PKCS#1), RFC 5958 (PKCS#8), RFC 5915 (EC).

use x509_parser::asn1_rs::{Any, Class, Tag};

use super::der::{begins_with, elements, identifiers, is, sequence};
use super::public_half::{of_exponent, of_number, of_seed};
use super::public_key::Identity;

/// A private key, without the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateKey {
    /// What it is, with an article: `an RSA private key`.
    pub words: &'static str,
    /// What stands between a reader and the key.
    pub protection: Protection,
    /// Its public half, where that can be read.
    pub public: Option<Identity>,
}

/// What stands between a reader and a key.
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
        .or_else(|| ec(&elements, None))
        .or_else(|| dsa(&elements))
        .or_else(|| encrypted(&elements))
}

/// `SEQUENCE { version, algorithm, key }`
fn pkcs8(elements: &[Any<'_>]) -> Option<PrivateKey> {
    let [_, algorithm, key, ..] = elements else { return None };
    if !begins_with(elements, &[Tag::Integer, Tag::Sequence, Tag::OctetString]) {
        return None;
    }
    let inner = || sequence(key.data);
    let identifiers = identifiers(algorithm)?;
    let curve = identifiers.get(1).map(String::as_str);
    Some(match identifiers.first()?.as_str() {
        "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => {
            inner().and_then(|inner| rsa(&inner)).unwrap_or(PrivateKey::plain("an RSA private key", None))
        }
        "1.2.840.10045.2.1" => inner()
            .and_then(|inner| ec(&inner, curve))
            .unwrap_or(PrivateKey::plain("an elliptic-curve private key", None)),
        "1.2.840.10040.4.1" => PrivateKey::plain("a DSA private key", dsa_public(algorithm, key)),
        "1.3.101.112" => PrivateKey::plain("an Ed25519 private key", octets(key.data).and_then(of_seed)),
        "1.3.101.113" => PrivateKey::plain("an Ed448 private key", None),
        _ => PrivateKey::plain("a private key", None),
    })
}

/// `SEQUENCE { version, modulus, exponent, six secret numbers }`
fn rsa(elements: &[Any<'_>]) -> Option<PrivateKey> {
    let [_, modulus, exponent, ..] = elements else { return None };
    let public = || Identity::rsa(modulus.data, exponent.data);
    begins_with(elements, &[Tag::Integer; 9]).then(|| PrivateKey::plain("an RSA private key", Some(public())))
}

/// `SEQUENCE { 1, number, [0] curve, [1] point }`; in PKCS#8 the curve stands outside.
fn ec(elements: &[Any<'_>], curve: Option<&str>) -> Option<PrivateKey> {
    let (first, rest) = elements.split_at_checked(2)?;
    let is_tagged = |element: &Any<'_>| element.class() == Class::ContextSpecific;
    if !begins_with(first, &[Tag::Integer, Tag::OctetString]) || !rest.iter().all(is_tagged) {
        return None;
    }
    let tagged = |tag| rest.iter().find(|element| element.tag().0 == tag);
    let own_curve = tagged(0).and_then(identifiers).and_then(|curve| curve.into_iter().next());
    let number = first.last().map_or(&[][..], |number| number.data);
    let computed = || of_number(own_curve.as_deref().or(curve)?, number);
    let point = tagged(1).and_then(|point| bit_string(point.data)).map(|point| Identity::point(&point));
    Some(PrivateKey::plain("an elliptic-curve private key", point.or_else(computed)))
}

/// The content of a string of bytes.
fn octets(bytes: &[u8]) -> Option<&[u8]> {
    let elements = elements(bytes)?;
    elements.first().filter(|element| is(element, Tag::OctetString)).map(|string| string.data)
}

/// The content of a bit string of whole bytes.
fn bit_string(bytes: &[u8]) -> Option<Vec<u8>> {
    let elements = elements(bytes)?;
    let string = elements.first().filter(|element| is(element, Tag::BitString))?;
    string.data.split_first().map(|(_, point)| point.to_vec())
}

/// `SEQUENCE { 0, p, q, g, y, x }`
fn dsa(elements: &[Any<'_>]) -> Option<PrivateKey> {
    let [version, _, _, _, public, _] = elements else { return None };
    let is_dsa = begins_with(elements, &[Tag::Integer; 6]) && version.data == [0];
    is_dsa.then(|| PrivateKey::plain("a DSA private key", Some(Identity::point(public.data))))
}

/// In PKCS#8, prime and generator are parameters of the algorithm, and the key is the exponent.
fn dsa_public(algorithm: &Any<'_>, key: &Any<'_>) -> Option<Identity> {
    let algorithm = elements(algorithm.data)?;
    let parameters = elements(algorithm.get(1)?.data)?;
    let [prime, _, generator] = parameters.as_slice() else { return None };
    let exponent = elements(key.data)?;
    of_exponent([prime.data, generator.data, exponent.first()?.data])
}

/// `SEQUENCE { encryption, key }`, where the encryption is one by password.
fn encrypted(elements: &[Any<'_>]) -> Option<PrivateKey> {
    let [encryption, _] = elements else { return None };
    if !begins_with(elements, &[Tag::Sequence, Tag::OctetString]) {
        return None;
    }
    let identifiers = identifiers(encryption)?;
    let by_password = ["1.2.840.113549.1.5.", "1.2.840.113549.1.12.1."];
    let is_encryption = identifiers.first().is_some_and(|id| by_password.iter().any(|start| id.starts_with(start)));
    is_encryption.then(|| PrivateKey::protected("a private key", Protection::Passphrase))
}
