//! Secrets and keys that are known by their shape alone, in a text, a name, or a path. A report must not show them,
//! wherever they are.

use std::sync::LazyLock;

use regex::Regex;

/// Consumer keys, of which it takes at most the 85 characters that they have, so that what follows one in a path stays;
/// secrets of Salesforce in their present form and other keys of 256 bits; ids of access keys of AWS.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"3MVG9[A-Za-z0-9._]{20,80}|[0-9A-Fa-f]{64,}|(?:AKIA|ASIA)[0-9A-Z]{16}")
        .expect("the pattern is a constant that a test compiles")
});

/// Characters at the end of a secret that a name keeps, so that two files have two names.
const KEPT: usize = 4;

/// Characters of the shortest secret, an id of AWS.
const SHORTEST: usize = 20;

/// Digits of the shortest secret that consists of hexadecimal digits: 256 bits.
const SHORTEST_HEXADECIMAL: usize = 64;

/// Where such secrets are in a text, in bytes.
pub fn secrets(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    may_hold_one(text).then(|| SHAPES.find_iter(text)).into_iter().flatten().map(|found| found.range())
}

/// Whether the pattern may match. To compile it takes longer than to check a small file, and hardly any name or message
/// has a secret.
fn may_hold_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_long = |digits: &[u8]| digits.len() >= SHORTEST_HEXADECIMAL;
    let has_start = || bytes.windows(4).any(|start| matches!(start, b"3MVG" | b"AKIA" | b"ASIA"));
    text.len() >= SHORTEST && memchr::memchr2(b'3', b'A', bytes).is_some() && has_start()
        || text.len() >= SHORTEST_HEXADECIMAL && bytes.split(|byte| !byte.is_ascii_hexdigit()).any(is_long)
}

/// The name or path with `*` in the place of such secrets, but for their last characters. No secret has a `/`, so that
/// each step of a path may be taken alone.
#[must_use]
pub fn hidden(name: &str) -> String {
    let mut shown = String::with_capacity(name.len());
    hide(name, &mut shown);
    shown
}

/// The same behind another text.
pub fn hide(name: &str, shown: &mut String) {
    let mut at = 0;
    for secret in secrets(name) {
        let end = secret.end - KEPT;
        shown.push_str(name.get(at..secret.start).unwrap_or_default());
        shown.extend(std::iter::repeat_n('*', end - secret.start));
        at = end;
    }
    shown.push_str(name.get(at..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::hidden;

    #[test]
    fn names_keep_their_length_and_lose_their_secrets() {
        let key = format!("3MVG9{}last", "x".repeat(76));
        let name = hidden(&format!("apps/{key}.connectedApp"));
        assert_eq!(name, format!("apps/{}last.connectedApp", "*".repeat(81)));
        assert_eq!(hidden("apps/3MVG9.connectedApp"), "apps/3MVG9.connectedApp");
        assert_eq!(hidden("AKIAABCDEFGHIJKLMNOP"), "****************MNOP");
        assert_eq!(hidden(&"0a".repeat(32)), format!("{}0a0a", "*".repeat(60)));
    }
}
