//! Elements whose text is a secret by their name, well-formed or not.
//!
//! A parser cannot do this. In a broken file, the secret may be behind the wrong end tag, in an attribute, or in an
//! element that never ends, and a report quotes such files in particular. So the text is searched for tags, and after a
//! name of this list everything is masked up to a place where the element has certainly ended.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::secrets::is_private_key;

/// Ends of element names, in lower case and without `_`, `-`, and `.`, whose text is never shown.
const SECRET_NAMES: [&str; 26] = [
    "secret",
    "secrets",
    "secretkey",
    "consumerkey",
    "consumerkeys",
    "clientid",
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "apikey",
    "accesskey",
    "accesskeyid",
    "privatekey",
    "signingkey",
    "encryptionkey",
    "serviceaccount",
    "token",
    "bearer",
    "sessionid",
    "accesstoken",
    "authtoken",
    "eckey",
    "parametervalue",
];

/// The end of the names of elements whose text is public, unless it is a private key by mistake.
const CERTIFICATE: [&str; 1] = ["certificate"];

/// Attributes that XML itself gives a meaning.
static OWN_ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:xmlns(?::[\w.-]+)?|xsi:\w+)\s*=\s*(?:"[^"<>]*"|'[^'<>]*')"#)
        .expect("the pattern is a constant that a test compiles")
});

/// What is secret in the elements of a text.
pub(super) fn secret_elements(text: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found + 1) {
        let tag = text.get(start..).unwrap_or_default();
        let name = name(tag);
        at = start;
        if let Some(closing) = tag.strip_prefix('/') {
            // The secret may be behind the end of its element by mistake.
            if ends_with(self::name(closing), &SECRET_NAMES) {
                secrets.extend(stray(text, start + end_of_tag(tag)));
            }
            continue;
        }
        if ends_with(name, &SECRET_NAMES) {
            let end = start + end_of_tag(tag);
            secrets.extend(attributes(text, start + name.len()..end));
            at = end;
            if text.get(start..end).is_some_and(|tag| tag.ends_with("/>")) {
                secrets.extend(stray(text, end));
            } else if text.get(start..end).is_some_and(|tag| tag.ends_with('>')) {
                at = end + end_of_secret(text.get(end..).unwrap_or_default(), name);
                secrets.extend(Some(end..at).filter(|it| !is_switch(text, it)));
            }
        } else if ends_with(name, &CERTIFICATE) {
            let content = start + end_of_tag(tag);
            let end = content + end_of_secret(text.get(content..).unwrap_or_default(), name);
            if is_private_key(text.get(content..end).unwrap_or_default()) {
                secrets.push(content..end);
                at = end;
            }
        }
    }
    secrets
}

/// The text between a place and the next tag, unless it is blank or the end of a comment or of CDATA.
fn stray(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?;
    let end = rest.find('<').unwrap_or(rest.len());
    let stray = rest.get(..end)?.trim();
    let is_end = stray.is_empty() || stray.starts_with("-->") || stray.starts_with("]]>");
    (!is_end).then(|| start..start + end)
}

/// The name behind a `<`.
fn name(tag: &str) -> &str {
    let in_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '-' | '.');
    tag.get(..tag.find(|letter| !in_name(letter)).unwrap_or(tag.len())).unwrap_or_default()
}

fn ends_with(name: &str, words: &[&str]) -> bool {
    let longest = words.iter().map(|word| word.len()).max().unwrap_or_default();
    // A second secret has a number.
    let name = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let letters = name.bytes().rev().filter(|byte| !matches!(byte, b'_' | b'-' | b'.')).take(longest);
    let mut end: Vec<u8> = letters.map(|byte| byte.to_ascii_lowercase()).collect();
    end.reverse();
    words.iter().any(|word| end.ends_with(word.as_bytes()))
}

/// Behind the `>` of a tag, or before the `<` of the next one if it is broken.
fn end_of_tag(tag: &str) -> usize {
    match tag.find(['<', '>']) {
        Some(end) if tag.as_bytes().get(end) == Some(&b'>') => end + 1,
        Some(end) => end,
        None => tag.len(),
    }
}

/// What a tag says behind the name of its element, but for punctuation and the attributes of XML itself.
fn attributes(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    let inside = text.get(stretch.clone()).unwrap_or_default();
    let has_own = inside.contains("xmlns") || inside.contains("xsi:");
    let own = has_own.then(|| OWN_ATTRIBUTES.find_iter(inside)).into_iter().flatten();
    let own: Vec<Range<usize>> = own.map(|found| found.range()).collect();
    let mut own = own.into_iter().peekable();
    let mut secrets: Vec<Range<usize>> = Vec::new();
    for (at, character) in inside.char_indices() {
        while own.next_if(|it| it.end <= at).is_some() {}
        let is_own = own.peek().is_some_and(|it| it.contains(&at));
        if is_own || character.is_whitespace() || matches!(character, '=' | '"' | '\'' | '/' | '>') {
            continue;
        }
        let place = stretch.start + at..stretch.start + at + character.len_utf8();
        match secrets.last_mut().filter(|last| last.end == place.start) {
            Some(last) => last.end = place.end,
            None => secrets.push(place),
        }
    }
    secrets
}

/// Up to the end tag of the element, over anything before it: a secret may be CDATA or cut off. If the end tag has
/// another name, the file is broken, and the secret may be behind that tag.
fn end_of_secret(text: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(tag) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) {
        let rest = text.get(tag..).unwrap_or_default();
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>")].iter().find(|(start, _)| rest.starts_with(start));
        if let Some((_, end)) = skipped {
            at = rest.find(end).map_or(text.len(), |found| tag + found + end.len());
        } else if let Some(closing) = rest.strip_prefix("</") {
            if self::name(closing).eq_ignore_ascii_case(name) {
                return tag;
            }
            let behind = tag + rest.find('>').map_or(rest.len(), |found| found + 1);
            let tail = text.get(behind..).unwrap_or_default();
            let end = tail.find('<').unwrap_or(tail.len());
            return if tail.get(..end).is_some_and(|it| it.trim().is_empty()) { tag } else { behind + end };
        } else {
            at = tag + 1;
        }
    }
    text.len()
}

fn is_switch(text: &str, place: &Range<usize>) -> bool {
    text.get(place.clone()).is_some_and(|value| matches!(value.trim(), "true" | "false"))
}
