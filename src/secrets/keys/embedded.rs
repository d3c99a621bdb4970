//! The text of an element that should contain a certificate.
//!
//! People put many other things there: a path, a name, a public key, two certificates, or the private key. "This is not
//! a certificate" would be true for all of them and help with none, so the reader finds out what the text is instead.

use der::Tag;
use der::asn1::AnyRef;

use super::base64::{decode, is_base64};
use super::certificate::Certificate;
use super::der::{begins_with, first, inside};
use super::public_key::PublicKey;
use super::{pem, private_key};

/// Salesforce takes no certificate over 4 KB. Source: Salesforce Help, OAuth 2.0 JWT bearer flow.
const MAX_BYTES: usize = 4096;

/// Longer texts (64 KiB) are not decoded. Even as base64 of PEM, the largest certificate that Salesforce takes is
/// shorter.
const MAX_TEXT: usize = 64 * 1024;

/// Shorter texts of the characters of base64 are words. The base64 of a certificate has several hundred characters.
const MIN_BASE64: usize = 64;

/// What is in an element that should contain a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedCertificate {
    /// The certificate, or the reason why the text is not one.
    pub read: Result<Certificate, Flaw>,
}

/// Why a text is no certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It is a private key.
    PrivateKey,
    /// It is a public key without a certificate.
    PublicKey,
    /// It is a request for a certificate.
    Request,
    /// It is several certificates.
    Several(usize),
    /// It is the name of something.
    Name,
    /// It is the path of a file.
    Path,
    /// The certificate has so many bytes.
    TooLarge(usize),
    /// It is no base64.
    NotBase64,
    /// It is base64 of something that is not a certificate, or of a damaged one.
    Damaged,
}

impl EmbeddedCertificate {
    /// Reads a text: PEM, the base64 of it, or base64 of the certificate itself, wrapped in any way. An org that was
    /// given a PEM file returns the base64 of that file.
    pub fn read(text: &str) -> Self {
        Self { read: read(text) }
    }

    /// The certificate, if there is one.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.read.as_ref().ok()
    }

    /// The reason why the text is not a certificate.
    pub fn flaw(&self) -> Option<Flaw> {
        self.read.as_ref().err().copied()
    }
}

fn read(text: &str) -> Result<Certificate, Flaw> {
    if text.len() > MAX_TEXT {
        return Err(Flaw::TooLarge(text.len()));
    }
    if text.contains("-----BEGIN ") {
        return of_pem(text);
    }
    let text = text.trim_end_matches("-----END CERTIFICATE-----");
    if !is_base64(text) || text.len() < MIN_BASE64 {
        return Err(kind_of_words(text));
    }
    let bytes = decode(text).ok_or(Flaw::NotBase64)?;
    match str::from_utf8(&bytes) {
        Ok(inner) if inner.contains("-----BEGIN ") => of_pem(inner),
        _ => of_der(&bytes),
    }
}

fn of_pem(text: &str) -> Result<Certificate, Flaw> {
    let blocks = pem::blocks(text);
    let of = |label: &str| blocks.iter().filter(|block| block.label == label).count();
    if blocks.iter().any(pem::Pem::is_private_key) {
        return Err(Flaw::PrivateKey);
    }
    let mut certificates = blocks.iter().filter(|block| matches!(block.label, "CERTIFICATE" | "TRUSTED CERTIFICATE"));
    match (certificates.next(), certificates.count()) {
        (Some(certificate), 0) => of_der(&certificate.bytes().ok_or(Flaw::NotBase64)?),
        (Some(_), others) => Err(Flaw::Several(others + 1)),
        (None, _) if of("PUBLIC KEY") + of("RSA PUBLIC KEY") > 0 => Err(Flaw::PublicKey),
        (None, _) if of("CERTIFICATE REQUEST") + of("NEW CERTIFICATE REQUEST") > 0 => Err(Flaw::Request),
        (None, _) => Err(Flaw::Damaged),
    }
}

fn of_der(bytes: &[u8]) -> Result<Certificate, Flaw> {
    let read = |bytes| first(bytes).and_then(|(element, rest)| Some((Certificate::of(&element)?, rest)));
    match read(bytes) {
        Some((_, rest)) if read(rest).is_some() => Err(Flaw::Several(2)),
        Some((_, rest)) if !rest.is_empty() => Err(Flaw::Damaged),
        Some(_) if bytes.len() > MAX_BYTES => Err(Flaw::TooLarge(bytes.len())),
        Some((certificate, _)) => Ok(certificate),
        None if private_key::of_der(bytes).is_some() => Err(Flaw::PrivateKey),
        None => Err(first(bytes).map_or(Flaw::Damaged, |(element, _)| kind_of_structure(&element))),
    }
}

fn kind_of_structure(element: &AnyRef<'_>) -> Flaw {
    if PublicKey::read(element).is_some() {
        Flaw::PublicKey
    } else if is_request(element).unwrap_or(false) {
        Flaw::Request
    } else {
        Flaw::Damaged
    }
}

/// `SEQUENCE { SEQUENCE { version, subject, key … }, algorithm, signature }`. Source: RFC 2986 (PKCS#10).
fn is_request(element: &AnyRef<'_>) -> Option<bool> {
    let parts = inside(element)?;
    let asked = inside(parts.first()?)?;
    let is_signed = begins_with(&parts, &[Tag::Sequence, Tag::Sequence, Tag::BitString]);
    let has_key = PublicKey::read(asked.get(2)?).is_some();
    Some(is_signed && has_key && begins_with(&asked, &[Tag::Integer, Tag::Sequence]))
}

/// What people write if they think that the element takes a name or a path.
fn kind_of_words(text: &str) -> Flaw {
    let ends = [".crt", ".cer", ".pem", ".der", ".key"];
    let lower = text.to_ascii_lowercase();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ' | b'-');
    if !text.contains('\n') && ends.iter().any(|end| lower.ends_with(end)) {
        Flaw::Path
    } else if text.len() < MIN_BASE64 && text.bytes().all(is_word) {
        Flaw::Name
    } else {
        Flaw::NotBase64
    }
}

#[cfg(test)]
mod tests {
    use super::{EmbeddedCertificate, Flaw};

    #[test]
    fn words_and_paths_are_told_apart() {
        let flaw = |text: &str| EmbeddedCertificate::read(text).flaw();
        assert_eq!(flaw("Erp_Certificate"), Some(Flaw::Name));
        assert_eq!(flaw("certs/erp.crt"), Some(Flaw::Path));
        assert_eq!(flaw("(see the wiki)"), Some(Flaw::NotBase64));
        assert_eq!(flaw(&"QUNN".repeat(40)), Some(Flaw::Damaged));
        assert_eq!(flaw("-----BEGIN PUBLIC KEY-----\nQUNN\n-----END PUBLIC KEY-----"), Some(Flaw::PublicKey));
        assert_eq!(flaw("-----BEGIN RSA PRIVATE KEY-----\nQUNN"), Some(Flaw::PrivateKey));
        assert_eq!(flaw(&"x".repeat(70_000)), Some(Flaw::TooLarge(70_000)));
    }
}
