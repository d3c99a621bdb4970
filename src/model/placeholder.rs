//! Texts that stand for a value which a build fills in.

use super::tables::{PLACEHOLDER_PREFIXES, PLACEHOLDER_TOKENS, PLACEHOLDER_WORDS};

/// Whether a value is a placeholder, by the table `rules/schema/placeholders.toml`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    PLACEHOLDER_TOKENS.iter().any(|(open, close)| holds_token(value, open, close))
        || PLACEHOLDER_PREFIXES.iter().any(|prefix| lower.starts_with(prefix))
        || PLACEHOLDER_WORDS.contains(&lower.as_str())
        || is_row_of_x(&lower)
}

/// Whether something stands between the marks.
fn holds_token(value: &str, open: &str, close: &str) -> bool {
    let Some((_, rest)) = value.split_once(open) else { return false };
    rest.split_once(close).is_some_and(|(inside, _)| !inside.trim().is_empty())
}

fn is_row_of_x(lower: &str) -> bool {
    lower.len() >= 4
        && lower.bytes().all(|byte| matches!(byte, b'x' | b'-' | b'.' | b'*'))
        && lower.contains(['x', '*'])
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
            "100%",
            "ns__Set",
            "x",
            "specific_lifetime:1:DAYS",
        ] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
