//! Private keys in texts and in files.
//!
//! A mark such as `BEGIN PRIVATE KEY` is no proof: documentation, tests, and masks contain it, too. So a block counts
//! only if its structure can be read, or if its digits are as many and as varied as in a key. The same key may
//! also be base64 once more, as pipelines store it, or a bare value without any mark.

use std::collections::BTreeSet;

use crate::parse::Span;
use crate::secrets::named_values::{NamedValue, named_values};

use super::base64::{decode, is_base64};
use super::pem::Pem;
use super::private_key::{PrivateKey, Protection};
use super::{keystore, pem, private_key};

/// Texts over this many bytes (1 MiB) are no key.
const MAX_SIZE: usize = 1024 * 1024;

/// How the base64 of a PEM block begins.
const ENCODED_BEGIN: &str = "LS0tLS1CRUdJTi";

/// How often a run of base64 is decoded from another mark in it. A run may contain any number of marks.
const MAX_TRIES: usize = 8;

/// Digits of the shortest key, which is an Ed25519 key.
const MIN_DIGITS: usize = 60;

/// Different digits that a key must have if its structure cannot be read: half of the 64 digits of base64. Masks have
/// few.
const MIN_VARIETY: usize = 32;

/// A private key in a text.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub key: PrivateKey,
    /// Whether its structure was read, so that it is more than what a mark promises.
    pub is_certain: bool,
    /// Where it begins.
    pub mark: Span,
    /// All of it.
    pub whole: Span,
}

/// All private keys of a text.
pub fn private_keys(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = pem::blocks(text).iter().filter_map(block).collect();
    found.extend(encoded(text));
    found.extend(named_values(text).into_iter().filter_map(bare));
    found.sort_by_key(|block| block.mark);
    found
}

fn block(pem: &Pem<'_>) -> Option<Block> {
    if !pem.is_private_key() {
        return None;
    }
    let digits = pem.digits();
    let known = pem.bytes().and_then(|bytes| of_bytes(&bytes));
    let is_certain = known.is_some();
    let key = match known {
        _ if !is_base64(&digits) || digits.len() < MIN_DIGITS => return None,
        _ if pem.is_encrypted() => PrivateKey::protected("a private key", Protection::Passphrase),
        Some(key) => key,
        None if is_various(&digits) => PrivateKey::plain("a private key", None),
        None => return None,
    };
    Some(Block { key, is_certain, mark: pem.mark, whole: pem.whole })
}

/// Blocks that were made base64 once more, as in the secrets of a pipeline.
fn encoded(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut end_of_run = 0;
    let mut tries = 0;
    for (start, _) in text.match_indices(ENCODED_BEGIN) {
        tries = if start < end_of_run { tries + 1 } else { 0 };
        if tries >= MAX_TRIES {
            continue;
        }
        let run = text.get(start..).unwrap_or_default();
        let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        end_of_run = start + run.bytes().take(MAX_SIZE).take_while(is_digit).count();
        found.extend(text.get(start..end_of_run).and_then(|run| encoded_block(run, start)));
    }
    found
}

fn encoded_block(run: &str, start: usize) -> Option<Block> {
    let inner = String::from_utf8(decode(run)?).ok()?;
    let found = pem::blocks(&inner).iter().find_map(block)?;
    let mark = Span::new(start, start + ENCODED_BEGIN.len());
    Some(Block { mark, whole: Span::new(start, start + run.len()), ..found })
}

/// A key that is the value of a field or label, in base64 without the lines of PEM.
fn bare(value: NamedValue<'_>) -> Option<Block> {
    let is_long = (MIN_DIGITS..MAX_SIZE).contains(&value.text.len());
    let bytes = Some(value.text).filter(|text| is_long && is_base64(text)).and_then(decode)?;
    let start = value.span.start as usize;
    let mark = Span::new(start, start + ENCODED_BEGIN.len());
    Some(Block { key: of_bytes(&bytes)?, is_certain: true, mark, whole: value.span })
}

/// A sample repeats a word, a mask one letter.
fn is_various(digits: &str) -> bool {
    digits.bytes().collect::<BTreeSet<u8>>().len() >= MIN_VARIETY
}

/// Whether the text of an element is a private key or contains one.
pub fn is_private_key(text: &str) -> bool {
    if text.len() > MAX_SIZE {
        return false;
    }
    let encoded = || is_base64(text).then(|| decode(text)).flatten().is_some_and(|bytes| of_bytes(&bytes).is_some());
    !private_keys(text).is_empty() || (text.len() >= MIN_DIGITS && encoded())
}

/// The private key in a file that is not text. If the whole file is encrypted, its name decides.
pub fn private_key_of_file(name: &str, bytes: &[u8]) -> Option<PrivateKey> {
    let is_encrypted = bytes.starts_with(b"Salted__") || bytes.starts_with(b"\0GITCRYPT\0");
    if is_encrypted {
        return is_name_of_key(name).then(|| PrivateKey::protected("an encrypted private key", Protection::File));
    }
    of_bytes(bytes)
}

fn of_bytes(bytes: &[u8]) -> Option<PrivateKey> {
    private_key::of_der(bytes).or_else(|| open_ssh(bytes)).or_else(|| keystore::private_key(bytes))
}

/// `server.key`, `server.key.enc`, `jwt.pem`: whether the name of a file promises a private key.
fn is_name_of_key(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.split('.').skip(1).any(|part| matches!(part, "key" | "pem" | "p8" | "pk8" | "p12" | "pfx" | "jks"))
}

/// The format of OpenSSH names the cipher behind its magic word.
fn open_ssh(bytes: &[u8]) -> Option<PrivateKey> {
    let cipher = bytes.strip_prefix(b"openssh-key-v1\0")?.get(4..)?;
    let protection = if cipher.starts_with(b"none") { Protection::None } else { Protection::Passphrase };
    Some(PrivateKey { words: "an OpenSSH private key", protection, public: None })
}

#[cfg(test)]
mod tests {
    use super::private_keys;

    #[test]
    fn samples_and_masks_are_no_keys() {
        for body in [
            "",
            "...",
            "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC...",
            "<your private key>",
            "{{PRIVATE_KEY}}",
            &"x".repeat(400),
            &"ACME".repeat(100),
        ] {
            let text = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----");
            assert!(private_keys(&text).is_empty(), "{body}");
        }
    }

    #[test]
    fn only_private_keys_are_meant() {
        let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKjMzEfYyjiWA4R4";
        let said = |label: &str| private_keys(&format!("-----BEGIN {label}-----\n{body}\n")).len();
        assert_eq!(["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"].map(said), [1, 1, 1]);
        assert_eq!(["PUBLIC KEY", "CERTIFICATE", "PGP PRIVATE KEY BLOCK", "MY PRIVATE KEY"].map(said), [0; 4]);
    }
}
