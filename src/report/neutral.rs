//! Characters that could act on a terminal, made harmless.
//!
//! Every text from a file passes one of these functions on its way into a report. They are few, and they write a
//! character as its number instead of deleting it, because a reader has to see that something is there. The list of
//! characters is written out: Unicode's categories mix those that mislead with those that languages need.

use std::fmt::Write as _;

/// Whether a terminal could act on the character, or the reader be misled by it: control characters
/// and those that change the direction of text or are invisible.
pub(super) fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // The soft hyphen, joiners and fillers that show nothing.
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            // Variation selectors, annotations, shorthand and musical controls, and tags, which language models read.
            | '\u{FE00}'..='\u{FE0F}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// How a command to the log of a build begins. The agents of GitHub and Azure find these anywhere in a line.
const LOG_COMMANDS: [&str; 2] = ["##[", "##vso["];

/// Whether a text begins with a command to the log of a build.
pub(super) fn begins_log_command(text: &str) -> bool {
    LOG_COMMANDS
        .iter()
        .any(|command| text.get(..command.len()).is_some_and(|start| start.eq_ignore_ascii_case(command)))
}

/// The text on one line, harmful characters written as `\u{1b}`.
pub fn one_line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '#' if begins_log_command(text.get(at..).unwrap_or_default()) => safe.push_str("\\u{23}"),
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

/// The text as a whole line of a log, where nothing acts: GitHub's runner takes `::` at the start of a line, behind
/// blanks too, for a command.
pub fn log_line(text: &str) -> String {
    let line = one_line(text);
    match line.trim_start().strip_prefix("::") {
        Some(rest) => format!("\\u{{3a}}:{rest}"),
        None => line,
    }
}

/// The text as a string of TOML on one line, harmful characters and the start of log commands written by their numbers.
pub fn toml_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (at, character) in text.char_indices() {
        let is_command = character == '#' && begins_log_command(text.get(at..).unwrap_or_default());
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            suspect if is_command || is_harmful(suspect) => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(suspect));
            }
            harmless => quoted.push(harmless),
        }
    }
    quoted.push('"');
    quoted
}

/// The text on one line, escaped for an attribute or an element of XML.
pub(super) fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in one_line(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            harmless => safe.push(harmless),
        }
    }
    safe
}

/// A path at the start of a line, where GitHub's runner would take `::` for a command.
pub(super) fn path_first(path: &str) -> String {
    let path = one_line(path);
    if path.trim_start().starts_with("::") { format!("./{path}") } else { path }
}

/// The text with the same number of bytes and lines, so that places in it stay.
pub fn same_length(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '\n' | '\t' => safe.push(character),
            '\r' if characters.peek().is_some_and(|(_, next)| *next == '\n') => safe.push(' '),
            '#' if begins_log_command(text.get(at..).unwrap_or_default()) => safe.push('?'),
            harmful if is_harmful(harmful) => safe.push_str(match harmful.len_utf8() {
                1 => "?",
                2 => "¿",
                3 => "\u{FFFD}",
                _ => "\u{FFFD}?",
            }),
            harmless => safe.push(harmless),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{is_harmful, log_line, one_line, same_length, toml_string};

    #[test]
    fn no_line_begins_with_a_command() {
        for command in ["::error::x", " \t::stop-commands::x", "\u{85}::x", "\n::x"] {
            assert!(!log_line(command).trim_start().starts_with("::"), "{command:?}");
        }
        assert_eq!(log_line("a :: b"), "a :: b");
    }

    #[test]
    fn toml_reads_the_same_text_from_a_harmless_string() {
        let hostile = "a\"\\\u{1b}[31m\u{9b}2J\u{202e}\r\n::error::x\t##[group]\u{e0041}";
        let quoted = toml_string(hostile);
        assert!(!quoted.chars().any(is_harmful) && !quoted.contains("##["), "{quoted}");
        let value: toml::Table = toml::from_str(&format!("x = {quoted}")).expect("it is TOML");
        assert_eq!(value["x"].as_str(), Some(hostile));
    }

    #[test]
    fn nothing_harmful_is_left() {
        for command in ["##[add-mask]x", "a##vso[task.complete]x", "###[x]"] {
            for safe in [one_line(command), same_length(command)] {
                assert!(!safe.contains("##[") && !safe.contains("##vso["), "{safe}");
            }
        }
        let hostile = "a\u{1b}[31m\u{9b}2J\u{202e}b\r\nc\u{7f}\u{feff}\td\u{61c}\u{ad}\u{180e}\u{206a}\u{3164}\u{fe0f}\u{e0041}\u{e0100}";
        assert!(!one_line(hostile).chars().any(is_harmful));
        let kept = same_length(hostile);
        assert_eq!(kept.len(), hostile.len());
        assert_eq!(kept.lines().count(), hostile.lines().count());
        assert!(!kept.replace(['\n', '\t'], "").chars().any(is_harmful));
    }
}
