//! Placeholders: texts that a build replaces with a value.

use super::tables::{PLACEHOLDER_PREFIXES, PLACEHOLDER_TOKENS, PLACEHOLDER_WORDS};

/// Whether a value is a placeholder, by the table `rules/schema/placeholders.toml`. Every value of every
/// app is asked, so the cheap tests come first.
pub fn is_placeholder(value: &str) -> bool {
    holds_any_token(value)
        || PLACEHOLDER_PREFIXES.iter().any(|prefix| starts_with(value, prefix))
        || PLACEHOLDER_WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
        || is_row_of_x(value)
        || is_name_in_braces(value)
}

/// Whether there is something between a pair of marks.
fn holds_any_token(value: &str) -> bool {
    let opens = |byte| PLACEHOLDER_TOKENS.iter().any(|(open, _)| open.as_bytes().first() == Some(&byte));
    let may_open = |byte: u8| !byte.is_ascii_alphanumeric() && opens(byte);
    value.bytes().any(may_open) && PLACEHOLDER_TOKENS.iter().any(|(open, close)| holds_token(value, open, close))
}

fn holds_token(value: &str, open: &str, close: &str) -> bool {
    let Some((_, rest)) = value.split_once(open) else { return false };
    rest.split_once(close).is_some_and(|(inside, _)| !inside.trim().is_empty())
}

fn starts_with(value: &str, prefix: &str) -> bool {
    value.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// `{CERTIFICATE}`: nothing but a name in braces. A text in braces within a value may be a pattern or a formula.
fn is_name_in_braces(value: &str) -> bool {
    let name = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
    is_name && name.starts_with(|first: char| first.is_ascii_alphabetic())
}

fn is_row_of_x(value: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'x' | b'X' | b'-' | b'.' | b'*');
    value.len() >= 4 && value.bytes().all(allowed) && value.contains(['x', 'X', '*'])
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn template_texts_are_placeholders() {
        for value in [
            "{{CONSUMERSECRET}}",
            "${KEY}",
            "x${KEY}y",
            "%%KEY%%",
            "REPLACE_CLIENT_SECRET",
            "ChangeMe",
            "your-key",
            "xxxx-xxxx",
            "__USER__",
            "TODO",
            "{CERTIFICATE}",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
    }

    #[test]
    fn real_values_are_not() {
        for value in [
            "Full",
            "a@b.example",
            "3MVG9.x_y",
            "https://acme.example/cb",
            "{}",
            "{!User.Name}",
            "{0}",
            "/{id}",
            "100%",
            "ns__Set",
            "x",
            "specific_lifetime:1:DAYS",
        ] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
