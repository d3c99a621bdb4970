//! From the bytes of a file to text: UTF-8 with or without byte order mark, UTF-16 with one.

use super::problem::{Problem, ProblemKind};
use super::span::Span;

/// How the bytes of the file encode the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without byte order mark.
    Utf8,
    /// UTF-8 behind the three bytes `EF BB BF`.
    Utf8WithMark,
    /// UTF-16 of either byte order behind a byte order mark.
    Utf16,
}

/// A decoded file.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    pub(super) problem: Option<Problem>,
}

const SAVE_AS_UTF8: &str = "save the file as UTF-8, the encoding that Salesforce writes";

/// Decodes a file. Where that is impossible the text is what could be read, and there is a problem.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => unreadable("the file is encoded in UTF-32", SAVE_AS_UTF8),
        [0xEF, 0xBB, 0xBF, ..] => utf8(bytes, 3),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] | [0, b'<', ..] => unreadable("the file is UTF-16 without a byte order mark", SAVE_AS_UTF8),
        [0, b'G', b'I', b'T', b'C', b'R', b'Y', b'P', b'T', ..] => {
            unreadable("the file is encrypted by git-crypt", "run calint where the repository is unlocked")
        }
        _ => utf8(bytes, 0),
    }
}

fn unreadable(message: &str, help: &'static str) -> Decoded {
    let problem = problem(Span::new(0, 0), message.to_owned(), help);
    Decoded { text: String::new(), encoding: Encoding::Utf8, problem: Some(problem) }
}

fn problem(span: Span, message: String, help: &'static str) -> Problem {
    Problem { span, message, help, kind: ProblemKind::Structure }
}

fn utf8(mut bytes: Vec<u8>, mark: usize) -> Decoded {
    let encoding = if mark == 0 { Encoding::Utf8 } else { Encoding::Utf8WithMark };
    bytes.drain(..mark);
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, encoding, problem: None },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = with_question_marks(error.as_bytes());
            let byte = "the file is not valid UTF-8 here".to_owned();
            let problem = problem(Span::new(at, at + 1), byte, SAVE_AS_UTF8);
            Decoded { text, encoding, problem: Some(problem) }
        }
    }
}

/// Replaces every byte that is not UTF-8 by one `?`, so that offsets in the text are offsets in the file.
fn with_question_marks(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text = String::with_capacity(bytes.len());
    let mut broken = None;
    for character in char::decode_utf16(units) {
        if character.is_err() && broken.is_none() {
            broken = Some(text.len());
        }
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() && broken.is_none() {
        broken = Some(text.len());
    }
    let problem =
        broken.map(|at| problem(Span::new(at, at), "the file is not valid UTF-16 here".to_owned(), SAVE_AS_UTF8));
    Decoded { text, encoding: Encoding::Utf16, problem }
}
