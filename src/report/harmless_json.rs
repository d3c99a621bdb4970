//! JSON without characters that a terminal or the log of a build would act on, written as it is made.
//!
//! JSON may contain control characters above U+001F as they are, and a report on stdout ends in a log. To escape the
//! finished text would need a second copy of a report that may be large; to clean each value before would change it for
//! machines. An escape inside the string does neither.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use super::neutral::{begins_log_command, is_harmful};

/// Writes a value in many lines, without the end of the last.
pub(super) fn write_pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write(value, Harmless(PrettyFormatter::new()), out)
}

/// Writes a value in one line, without its end.
pub(super) fn write_compact(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write(value, Harmless(CompactFormatter), out)
}

fn write(value: &impl Serialize, formatter: impl Formatter, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, formatter)).map_err(io::Error::from)
}

/// Another layout with harmless texts.
struct Harmless<F>(F);

impl<F: Formatter> Formatter for Harmless<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, character) in fragment.char_indices().filter(|(_, character)| is_suspect(*character)) {
            if is_harmful(character) || begins_log_command(fragment.get(at..).unwrap_or_default()) {
                writer.write_all(fragment.get(written..at).unwrap_or_default().as_bytes())?;
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
                written = at + character.len_utf8();
            }
        }
        writer.write_all(fragment.get(written..).unwrap_or_default().as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

/// Whether a character is worth a closer look.
fn is_suspect(character: char) -> bool {
    !character.is_ascii_graphic() && character != ' ' || character == '#'
}

#[cfg(test)]
mod tests {
    use super::{write_compact, write_pretty};

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write_compact(&[text], &mut out).expect("memory can be written to");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn what_acts_on_a_terminal_is_written_by_its_number() {
        assert_eq!(written("a\u{9b}2J\u{202e}b\u{7f}"), "[\"a\\u009b2J\\u202eb\\u007f\"]");
        assert_eq!(written("##vso[x]"), "[\"\\u0023#vso[x]\"]");
        assert_eq!(written("# é \"\\\n"), "[\"# é \\\"\\\\\\n\"]");
    }

    #[test]
    fn it_says_the_same_in_the_same_layout() {
        let value = serde_json::json!({ "a": [], "b": {}, "c": ["x\u{2028}", 1, null], "##[d": { "e": true } });
        let mut out = Vec::new();
        write_pretty(&value, &mut out).expect("memory can be written to");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&out).expect("it is JSON"), value);
        let usual = serde_json::to_string_pretty(&value).expect("it is JSON");
        let harmless =
            String::from_utf8(out).expect("it is text").replace("\\u2028", "\u{2028}").replace("\\u0023", "#");
        assert_eq!(harmless, usual);
    }
}
