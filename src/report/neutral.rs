//! Characters that could act on a terminal, made harmless.

use std::fmt::Write as _;

/// Whether a terminal could act on the character, or the reader be misled by it: control characters
/// and those that change the direction of text or are invisible.
pub(super) fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}

/// The text on one line, harmful characters written as `\u{1b}`.
pub fn one_line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push(' '),
            harmful if is_harmful(harmful) => {
                let _ = write!(safe, "\\u{{{:x}}}", u32::from(harmful));
            }
            harmless => safe.push(harmless),
        }
    }
    safe
}

/// The text with the same number of bytes and lines, so that places in it stay.
pub(super) fn same_length(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\t' => safe.push(character),
            '\r' if characters.peek() == Some(&'\n') => safe.push(' '),
            harmful if is_harmful(harmful) => safe.push_str(match harmful.len_utf8() {
                1 => "?",
                2 => "¿",
                _ => "\u{FFFD}",
            }),
            harmless => safe.push(harmless),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{is_harmful, one_line, same_length};

    #[test]
    fn nothing_harmful_is_left() {
        let hostile = "a\u{1b}[31m\u{9b}2J\u{202e}b\r\nc\u{7f}\u{feff}\td";
        assert!(!one_line(hostile).chars().any(is_harmful));
        let kept = same_length(hostile);
        assert_eq!(kept.len(), hostile.len());
        assert_eq!(kept.lines().count(), hostile.lines().count());
        assert!(!kept.replace(['\n', '\t'], "").chars().any(is_harmful));
    }
}
