//! X.509 certificates, as far as expiry and strength are concerned.
//!
//! Names and extensions are not read. A crate for X.509 would read them all, and refuse a certificate for a mistake in
//! one of them that Salesforce may not mind. Only four facts are needed: two moments, the key, and the digest of the
//! signature.

use der::asn1::AnyRef;
use der::{Tag, Tagged};
use jiff::Timestamp;

use super::der::{algorithm_name, begins_with, elements, inside, is, is_tagged, tagged};
use super::public_key::PublicKey;

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its first moment.
    pub not_before: Timestamp,
    /// Its last moment.
    pub not_after: Timestamp,
    /// The public key.
    pub key: PublicKey,
    /// The digest that its signature rests on.
    pub digest: Digest,
}

/// The digest of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    /// MD2
    Md2,
    /// MD4
    Md4,
    /// MD5
    Md5,
    /// SHA-1
    Sha1,
    /// SHA-2, SHA-3, one that is part of the signature, or one that is not known here.
    Other,
}

impl Digest {
    /// Its name, if it is a weak one.
    pub fn weak_name(self) -> Option<&'static str> {
        match self {
            Self::Md2 => Some("MD2"),
            Self::Md4 => Some("MD4"),
            Self::Md5 => Some("MD5"),
            Self::Sha1 => Some("SHA-1"),
            Self::Other => None,
        }
    }
}

impl Certificate {
    /// Reads the certificate that an element is; nothing if it is something else. Names and extensions are not looked
    /// into.
    pub(super) fn of(element: &AnyRef<'_>) -> Option<Self> {
        let parts = inside(element)?;
        let [signed, algorithm, signature] = parts.as_slice() else { return None };
        let signed = inside(signed)?;
        let (version, numbered) = signed.split_first()?;
        let fields = if is_tagged(version) { numbered } else { &signed };
        let [_serial, _algorithm, _issuer, validity, _subject, key, more @ ..] = fields else { return None };
        let tags = [Tag::Integer, Tag::Sequence, Tag::Sequence, Tag::Sequence, Tag::Sequence, Tag::Sequence];
        if !begins_with(fields, &tags) || !more.iter().all(is_tagged) || !is(signature, Tag::BitString) {
            return None;
        }
        let validity = inside(validity)?;
        let [not_before, not_after] = validity.as_slice() else { return None };
        Some(Self {
            not_before: moment(not_before)?,
            not_after: moment(not_after)?,
            key: PublicKey::read(key)?,
            digest: digest(algorithm)?,
        })
    }
}

/// `270131235959Z`, from 1950 on (RFC 5280, 4.1.2.5.1), or with the century. The end of the year 9999 means no end.
fn moment(time: &AnyRef<'_>) -> Option<Timestamp> {
    let text = str::from_utf8(time.value()).ok()?;
    let century = match time.tag() {
        Tag::UtcTime if text < "5" => "20",
        Tag::UtcTime => "19",
        Tag::GeneralizedTime => "",
        _ => return None,
    };
    let text = format!("{century}{text}");
    let (day, time) = text.split_at_checked("YYYYMMDD".len())?;
    if day == "99991231" {
        return Some(Timestamp::MAX);
    }
    format!("{day}T{time}").parse().ok()
}

fn digest(algorithm: &AnyRef<'_>) -> Option<Digest> {
    Some(match algorithm_name(algorithm)?.as_str() {
        "1.2.840.113549.1.1.10" => pss_digest(algorithm).unwrap_or(Digest::Other),
        id => digest_of(id),
    })
}

/// Signatures of RSA, OIW, elliptic curves and DSA; and digests alone.
fn digest_of(id: &str) -> Digest {
    match id {
        "1.2.840.113549.1.1.2" | "1.2.840.113549.2.2" => Digest::Md2,
        "1.2.840.113549.1.1.3" | "1.2.840.113549.2.4" => Digest::Md4,
        "1.2.840.113549.1.1.4" | "1.2.840.113549.2.5" => Digest::Md5,
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" | "1.3.14.3.2.26" | "1.2.840.10045.4.1" | "1.2.840.10040.4.3" => {
            Digest::Sha1
        }
        _ => Digest::Other,
    }
}

/// RSASSA-PSS names its digest in the parameters, and means SHA-1 if it names none (RFC 8017, A.2.3).
fn pss_digest(algorithm: &AnyRef<'_>) -> Option<Digest> {
    let algorithm = inside(algorithm)?;
    let parameters = inside(algorithm.get(1)?)?;
    let Some(named) = tagged(&parameters, 0) else { return Some(Digest::Sha1) };
    Some(digest_of(&algorithm_name(elements(named.value())?.first()?)?))
}

#[cfg(test)]
mod tests {
    use der::Tag;
    use der::asn1::AnyRef;

    use super::moment;

    fn of(tag: Tag, text: &str) -> Option<String> {
        let element = AnyRef::new(tag, text.as_bytes()).expect("a short text");
        moment(&element).map(|moment| moment.to_string())
    }

    #[test]
    fn moments_as_certificates_write_them() {
        for (tag, text, expected) in [
            (Tag::UtcTime, "270131235959Z", "2027-01-31T23:59:59Z"),
            (Tag::UtcTime, "491231000000Z", "2049-12-31T00:00:00Z"),
            (Tag::UtcTime, "500101000000Z", "1950-01-01T00:00:00Z"),
            (Tag::UtcTime, "2701312359Z", "2027-01-31T23:59:00Z"),
            (Tag::UtcTime, "270131235959+0100", "2027-01-31T22:59:59Z"),
            (Tag::GeneralizedTime, "21260101000000Z", "2126-01-01T00:00:00Z"),
            (Tag::GeneralizedTime, "99991231235959Z", "9999-12-30T22:00:00.999999999Z"),
        ] {
            assert_eq!(of(tag, text).as_deref(), Some(expected), "{text}");
        }
        for (tag, text) in [
            (Tag::UtcTime, ""),
            (Tag::UtcTime, "271331235959Z"),
            (Tag::UtcTime, "270131235959"),
            (Tag::UtcTime, "soon"),
            (Tag::PrintableString, "270131235959Z"),
        ] {
            assert_eq!(of(tag, text), None, "{text}");
        }
    }
}
