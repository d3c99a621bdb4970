//! Rules of XML 1.0 that an event reader leaves to its caller: characters and names.
//! Source: Extensible Markup Language (XML) 1.0, fifth edition, productions 2, 4 and 4a.

/// The byte offset of the first character that XML forbids.
pub(super) fn forbidden_character(text: &str) -> Option<(usize, char)> {
    if !may_hold_forbidden(text) {
        return None;
    }
    text.char_indices().find(|(_, character)| !is_allowed(*character))
}

/// Whether there is a control character, or the byte with which U+FFFE and U+FFFF begin. Without a branch for
/// each byte a whole file takes as long as a few of its tags.
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
