//! Rules of XML 1.0 that an event reader leaves to its caller: characters and names.
//!
//! They are written out from the specification and not taken from Rust's classes of characters: those follow Unicode
//! and grow with it, and the rules of XML are fixed. Source: Extensible Markup Language (XML) 1.0, fifth edition,
//! productions 2, 4 and 4a.

/// The byte offset of the first character that XML forbids.
pub(super) fn forbidden_character(text: &str) -> Option<(usize, char)> {
    if !may_hold_forbidden(text) {
        return None;
    }
    text.char_indices().find(|(_, character)| !is_allowed(*character))
}

/// Whether there is a control character, or the byte with which U+FFFE and U+FFFF begin. There is no branch for each
/// byte, so that the compiler can check many bytes with one instruction.
fn may_hold_forbidden(text: &str) -> bool {
    let is_suspicious = |byte: u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 0xEF);
    text.as_bytes().chunks(4096).any(|chunk| chunk.iter().fold(false, |found, byte| found | is_suspicious(*byte)))
}

fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Whether a text can name an element or an attribute.
pub(super) fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

/// Whether a text is an XML declaration: version, then encoding and standalone, each at most once and in this order.
pub(super) fn is_declaration(text: &str) -> bool {
    let inside = text.strip_prefix("<?xml").and_then(|text| text.strip_suffix("?>"));
    let Some(mut rest) = inside else { return false };
    let mut names = ["version", "encoding", "standalone"].into_iter();
    let mut is_first = true;
    while !rest.trim_start().is_empty() {
        let Some((name, value, behind)) = pseudo_attribute(rest) else { return false };
        if !names.any(|known| known == name) || (is_first && name != "version") || !is_value_of(name, value) {
            return false;
        }
        (rest, is_first) = (behind, false);
    }
    !is_first
}

/// Name, value, and what is behind: ` encoding="UTF-8"`.
fn pseudo_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (name, value) = text.strip_prefix([' ', '\t', '\r', '\n'])?.split_once('=')?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, behind) = value.get(1..)?.split_once(quote)?;
    Some((name.trim(), value, behind))
}

fn is_value_of(name: &str, value: &str) -> bool {
    match name {
        "version" => value
            .strip_prefix("1.")
            .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|it| it.is_ascii_digit())),
        "encoding" => {
            let is_part = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-');
            value.starts_with(|it: char| it.is_ascii_alphabetic()) && value.bytes().all(is_part)
        }
        _ => matches!(value, "yes" | "no"),
    }
}

fn starts_name(character: char) -> bool {
    matches!(character,
        ':' | '_' | 'A'..='Z' | 'a'..='z'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn continues_name(character: char) -> bool {
    starts_name(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::is_declaration;

    #[test]
    fn declarations_have_a_version_and_parts_in_order() {
        for right in [
            r#"<?xml version="1.0"?>"#,
            "<?xml version='1.0' encoding='UTF-8'?>",
            "<?xml  version = \"1.1\"\n encoding=\"utf-8\" standalone=\"yes\" ?>",
        ] {
            assert!(is_declaration(right), "{right}");
        }
        for wrong in [
            "<?xml?>",
            r#"<?xml encoding="UTF-8"?>"#,
            r#"<?xml version="1.0 <b>t" encoding="UTF-8"?>"#,
            r#"<?xml version="1.0" enondcig="UTF-8"?>"#,
            r#"<?xml version="1.0"encoding="UTF-8"?>"#,
            r#"<?xml encoding="UTF-8" version="1.0"?>"#,
            r#"<?xml version="1.0" version="1.0"?>"#,
            "<?xml version=1.0?>",
            r#"<?xml version="2.0"?>"#,
        ] {
            assert!(!is_declaration(wrong), "{wrong}");
        }
    }
}
