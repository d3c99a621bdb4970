//! Base64 as people and programs write it: wrapped, indented, quoted.

use data_encoding::BASE64_NOPAD;

/// Decodes base64, with or without padding, and with any blanks in it; nothing if it is something else.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.split_ascii_whitespace().collect();
    let digits = compact.trim_end_matches('=');
    if digits.is_empty() || compact.len() - digits.len() > 2 {
        return None;
    }
    BASE64_NOPAD.decode(digits.as_bytes()).ok()
}

/// Whether a text consists of the characters of base64 and blanks.
pub(super) fn is_base64(text: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    text.bytes().all(|byte| is_digit(byte) || byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn padding_and_wrapping_do_not_matter() {
        for text in ["YWI=", "YWI", "Y W\nI=\r\n"] {
            assert_eq!(decode(text).as_deref(), Some(&b"ab"[..]), "{text}");
        }
        for text in ["", "=", "Y", "YWI===", "YW-I"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
