//! Secrets out of the text that reports quote.
//!
//! Works on the text, not on the tree, so that it holds for files that no tree can be made of, and
//! for what was commented out. Offsets stay: each byte of a secret becomes one `*`.

/// Ends of element names, in lower case, whose text is never shown.
const SECRET_NAMES: [&str; 7] =
    ["secret", "consumerkey", "password", "privatekey", "signingkey", "serviceaccount", "accesstoken"];

/// The text with every secret masked.
pub fn redact(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        redacted.push_str(before);
        redacted.push('<');
        rest = tag;
        if !opens_secret(tag) {
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

/// Whether a tag (behind its `<`) opens an element whose text is secret.
fn opens_secret(tag: &str) -> bool {
    let in_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '-' | '.');
    let end = tag.find(|letter| !in_name(letter)).unwrap_or(tag.len());
    let name = tag.as_bytes().get(..end).unwrap_or_default();
    let ends_with = |secret: &str| {
        let start = name.len().checked_sub(secret.len());
        start.and_then(|start| name.get(start..)).is_some_and(|tail| tail.eq_ignore_ascii_case(secret.as_bytes()))
    };
    SECRET_NAMES.iter().any(|secret| ends_with(secret))
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
