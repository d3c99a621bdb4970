//! Base64 as people and programs write it: wrapped, indented, quoted.

/// Decodes base64, with or without padding, and with any blanks in it; nothing if it is something else.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.split_ascii_whitespace().collect();
    let digits = compact.trim_end_matches('=');
    if digits.is_empty() || compact.len() - digits.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    // What is left of the digits so far, and how many bits that is.
    let (mut rest, mut bits) = (0_u32, 0);
    for digit in digits.bytes() {
        rest = (rest << 6) | value(digit)?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(rest >> bits).ok()?);
            rest &= (1 << bits) - 1;
        }
    }
    // A digit too many has bits that belong to no byte.
    (rest == 0 && bits < 6).then_some(bytes)
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
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
        assert_eq!(decode("+/9azAZ0").as_deref(), Some(&[0xFB, 0xFF, 0x5A, 0xCC, 0x06, 0x74][..]));
        for text in ["", "=", "Y", "YWJhY", "YWI===", "YW-I", "YWJ"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
