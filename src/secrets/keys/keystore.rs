//! Keystores: Java's, and PKCS#12. A keystore of certificates alone is no secret.

use der::Tag;

use super::der::{begins_with, elements, inside};
use super::private_key::{PrivateKey, Protection};

/// The start of a Java keystore, in its two formats.
const JAVA: [[u8; 4]; 2] = [[0xFE, 0xED, 0xFE, 0xED], [0xCE, 0xCE, 0xCE, 0xCE]];

/// The name of a bag that contains an encrypted private key (RFC 7292, `pkcs8ShroudedKeyBag`).
const SHROUDED_KEY: [u8; 13] = [0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, 0x02];

/// The private key of a keystore; nothing if the bytes are not a keystore, or no key in it can be seen.
pub(super) fn private_key(bytes: &[u8]) -> Option<PrivateKey> {
    if bytes.first_chunk().is_some_and(|start| JAVA.contains(start)) {
        let words = "a Java keystore with a private key";
        return java_has_key(bytes).then(|| PrivateKey::protected(words, Protection::Keystore));
    }
    let has_key = || bytes.windows(SHROUDED_KEY.len()).any(|window| window == SHROUDED_KEY);
    let words = "a PKCS#12 keystore with a private key";
    (is_pkcs12(bytes) && has_key()).then(|| PrivateKey::protected(words, Protection::Keystore))
}

/// `SEQUENCE { 3, SEQUENCE { contents } … }`
fn is_pkcs12(bytes: &[u8]) -> bool {
    if bytes.first() != Some(&0x30) {
        return false;
    }
    let Some(outer) = elements(bytes) else { return false };
    let inner = outer.first().and_then(inside);
    inner.is_some_and(|inner| {
        begins_with(&inner, &[Tag::Integer, Tag::Sequence]) && inner.first().is_some_and(|it| it.value() == [3])
    })
}

/// Whether the first entries of a Java keystore, up to one that is no certificate, are of a private key.
fn java_has_key(bytes: &[u8]) -> bool {
    let mut reader = Reader(bytes);
    reader.skip(8);
    let count = reader.number().unwrap_or(0);
    for _ in 0..count.min(1000) {
        match reader.number() {
            Some(1) => return true,
            Some(2) => {
                // Alias, time, type and content of a certificate.
                reader.text();
                reader.skip(8);
                reader.text();
                let length = reader.number().unwrap_or(0);
                reader.skip(length as usize);
            }
            _ => return false,
        }
    }
    false
}

/// Numbers and texts as Java writes them.
struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn skip(&mut self, count: usize) {
        self.0 = self.0.get(count..).unwrap_or_default();
    }

    fn number(&mut self) -> Option<u32> {
        let bytes = *self.0.first_chunk::<4>()?;
        self.skip(4);
        Some(u32::from_be_bytes(bytes))
    }

    fn text(&mut self) {
        let length = self.0.first_chunk::<2>().map_or(0, |bytes| u16::from_be_bytes(*bytes));
        self.skip(2 + usize::from(length));
    }
}

#[cfg(test)]
mod tests {
    use super::private_key;

    fn java(entries: &[u8]) -> Vec<u8> {
        [&[0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0, 0, 0, 2][..], entries].concat()
    }

    #[test]
    fn certificates_alone_are_no_secret() {
        let certificate = [0, 0, 0, 2, 0, 1, b'a', 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, b'X', 0, 0, 0, 2, 9, 9];
        let key = [0, 0, 0, 1, 0, 1, b'k'];
        assert!(private_key(&java(&[certificate, certificate].concat())).is_none());
        assert!(private_key(&java(&[&certificate[..], &key].concat())).is_some());
        assert!(private_key(&[0xFE, 0xED, 0xFE, 0xED]).is_none());
    }
}
