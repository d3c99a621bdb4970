//! Words for shells.

use crate::report::one_line;

/// A word for a shell.
pub(super) fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@._+-/\\:".contains(&byte);
    let word = one_line(word);
    if !word.is_empty() && word.bytes().all(plain) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// A word for PowerShell, which takes curly quotes for straight ones.
pub(super) fn quoted_for_powershell(word: &str) -> String {
    let is_quote = |character: char| ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'].contains(&character);
    let word = one_line(word);
    let doubled =
        word.chars().flat_map(|character| std::iter::repeat_n(character, if is_quote(character) { 2 } else { 1 }));
    format!("'{}'", doubled.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{quoted, quoted_for_powershell};

    #[test]
    fn nothing_reaches_a_shell_unquoted() {
        assert_eq!(quoted("facts/prod"), "facts/prod");
        assert_eq!(quoted("my facts; rm -rf ~"), "'my facts; rm -rf ~'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
    }

    #[test]
    fn nothing_reaches_powershell_unquoted() {
        assert_eq!(quoted_for_powershell("facts"), "'facts'");
        assert_eq!(quoted_for_powershell("$(id)'; rm x"), "'$(id)''; rm x'");
        assert_eq!(quoted_for_powershell("a\u{2019}b"), "'a\u{2019}\u{2019}b'");
    }
}
