//! Secrets out of the text that reports quote.
//!
//! Works on the text, not on the tree, so that it holds for files that no tree can be made of, and
//! for what was commented out. Offsets stay: each byte of a secret becomes one `*`.

use crate::model::{is_private_key, named_secrets, private_keys, tokens};
use crate::parse::Span;

/// Ends of element names, in lower case, whose text is never shown.
const SECRET_NAMES: [&str; 11] = [
    "secret",
    "consumerkey",
    "password",
    "privatekey",
    "signingkey",
    "serviceaccount",
    "accesstoken",
    "oauthtoken",
    "oauthrefreshtoken",
    "eckey",
    "parametervalue",
];

/// The end of the names of elements whose text is public, unless somebody put a private key there.
const CERTIFICATE: &str = "certificate";

/// The text with every secret masked.
pub fn redact(text: &str) -> String {
    let keys = private_keys(text).into_iter().map(|block| block.whole);
    let named = named_secrets(text).into_iter().map(|secret| secret.span);
    let spans: Vec<Span> = keys.chain(tokens(text).into_iter().map(|token| token.span)).chain(named).collect();
    if spans.is_empty() { redact_elements(text) } else { redact_elements(&masked(text, spans)) }
}

/// A sentence without the tokens that a value in it may hold.
pub(super) fn redact_words(text: &str) -> String {
    masked(text, tokens(text).into_iter().map(|token| token.span).collect())
}

/// The text with some stretches masked.
fn masked(text: &str, mut spans: Vec<Span>) -> String {
    spans.sort_unstable();
    let mut redacted = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans {
        let (start, end) = (at.max(span.start as usize), span.end as usize);
        redacted.push_str(text.get(at..start).unwrap_or_default());
        mask(text.get(start..end).unwrap_or_default(), &mut redacted);
        at = start.max(end);
    }
    redacted.push_str(text.get(at..).unwrap_or_default());
    redacted
}

/// The text of elements that hold secrets.
fn redact_elements(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        redacted.push_str(before);
        redacted.push('<');
        rest = tag;
        let is_certificate = || opens(tag, &[CERTIFICATE]) && is_private_key(content(tag));
        if !opens(tag, &SECRET_NAMES) && !is_certificate() {
            continue;
        }
        let (start_tag, after) = tag.split_at(tag.find('>').map_or(tag.len(), |end| end + 1));
        redacted.push_str(start_tag);
        let secret = if start_tag.ends_with("/>") { 0 } else { end_of_secret(after) };
        let (secret, next) = after.split_at(secret);
        mask(secret, &mut redacted);
        rest = next;
    }
    redacted.push_str(rest);
    redacted
}

/// The text behind a tag.
fn content(tag: &str) -> &str {
    let after = tag.split_once('>').map_or("", |(_, after)| after);
    after.get(..end_of_secret(after)).unwrap_or_default()
}

/// Whether a tag (behind its `<`) opens an element whose name ends with one of some words.
fn opens(tag: &str, words: &[&str]) -> bool {
    let in_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '-' | '.');
    let end = tag.find(|letter| !in_name(letter)).unwrap_or(tag.len());
    let name = tag.as_bytes().get(..end).unwrap_or_default();
    let ends_with = |secret: &str| {
        let start = name.len().checked_sub(secret.len());
        start.and_then(|start| name.get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(secret.as_bytes()))
    };
    words.iter().any(|secret| ends_with(secret))
}

/// Up to the end tag, whatever stands before it; a secret may be CDATA or cut off.
fn end_of_secret(text: &str) -> usize {
    text.find("</").unwrap_or(text.len())
}

/// Line ends and blanks stay, so that the text keeps its shape.
fn mask(secret: &str, redacted: &mut String) {
    for character in secret.chars() {
        if character.is_ascii_whitespace() {
            redacted.push(character);
        } else {
            redacted.extend(std::iter::repeat_n('*', character.len_utf8()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let cases = [
            ("<consumerSecret>ab é\nc</consumerSecret>", "<consumerSecret>** **\n*</consumerSecret>"),
            ("<m:consumerKey a='1'>k</m:consumerKey>", "<m:consumerKey a='1'>*</m:consumerKey>"),
            ("<CONSUMERSECRET><![CDATA[x]]></CONSUMERSECRET>", "<CONSUMERSECRET>*************</CONSUMERSECRET>"),
            ("<!-- <consumerSecret>x</consumerSecret> -->", "<!-- <consumerSecret>*</consumerSecret> -->"),
            ("<consumerSecret>cut off", "<consumerSecret>*** ***"),
        ];
        for (text, redacted) in cases {
            assert_eq!(redact(text), redacted);
            assert_eq!(redact(text).len(), text.len());
        }
    }

    #[test]
    fn switches_and_other_texts_stay() {
        let text = "<isConsumerSecretOptional>true</isConsumerSecretOptional><consumerKey/><label>a<b</label>";
        assert_eq!(redact(text), text);
    }
}
