//! X.509 certificates, as far as expiry and strength are concerned.

use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::signature_algorithm::SignatureAlgorithm;
use x509_parser::x509::AlgorithmIdentifier;

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
    pub(super) fn of(certificate: &X509Certificate<'_>) -> Self {
        let validity = certificate.validity();
        Self {
            not_before: moment(validity.not_before.timestamp()),
            not_after: moment(validity.not_after.timestamp()),
            key: PublicKey::read(certificate.public_key()),
            digest: digest(&certificate.signature_algorithm),
        }
    }
}

/// The end of the year 9999 stands for no end.
fn moment(seconds: i64) -> Timestamp {
    let bound = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(seconds).unwrap_or(bound)
}

fn digest(algorithm: &AlgorithmIdentifier<'_>) -> Digest {
    match algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.10" => pss_digest(algorithm),
        id => digest_of(id),
    }
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

/// RSASSA-PSS names its digest in the parameters.
fn pss_digest(algorithm: &AlgorithmIdentifier<'_>) -> Digest {
    match SignatureAlgorithm::try_from(algorithm) {
        Ok(SignatureAlgorithm::RSASSA_PSS(parameters)) => digest_of(&parameters.hash_algorithm_oid().to_id_string()),
        _ => Digest::Other,
    }
}
