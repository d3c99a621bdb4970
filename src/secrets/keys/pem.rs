//! PEM blocks in any text, also inside a program's source or a JSON string.
//!
//! A parser for PEM expects a file of nothing else. A key that leaked is in a script, a comment, or a string with `\n`
//! in it, perhaps without its end. So blocks are found by their first mark, and the characters that a language puts
//! between the lines are removed before the base64 is decoded.

use crate::parse::Span;

use super::base64::decode;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Bytes between the marks of a block that are read: 64 KiB are enough for any key.
const MAX_BODY: usize = 64 * 1024;

/// A PEM block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pem<'t> {
    /// The text behind `BEGIN`.
    pub(super) label: &'t str,
    /// The text between the marks.
    pub(super) body: &'t str,
    /// Where the mark at its beginning is.
    pub(super) mark: Span,
    /// Where all of it is.
    pub(super) whole: Span,
}

/// All blocks of a text. One without its end goes up to the next, or to the end of the text.
pub(super) fn blocks(text: &str) -> Vec<Pem<'_>> {
    let starts: Vec<usize> = text.match_indices(BEGIN).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| block(text, *start, end)).collect()
}

fn block(text: &str, start: usize, limit: usize) -> Option<Pem<'_>> {
    let behind = text.get(start + BEGIN.len()..limit)?;
    let (label, rest) = behind.split_once(DASHES)?;
    if label.len() > 40 || label.contains('\n') {
        return None;
    }
    let mark_end = start + BEGIN.len() + label.len() + DASHES.len();
    let body = rest.find(END).map_or(rest, |end| rest.get(..end).unwrap_or(rest));
    let mut length = body.len().min(MAX_BODY);
    while !body.is_char_boundary(length) {
        length -= 1;
    }
    let body = body.get(..length)?;
    Some(Pem { label, body, mark: Span::new(start, mark_end), whole: Span::new(start, mark_end + length) })
}

impl Pem<'_> {
    /// Whether it says that it contains a private key.
    pub(super) fn is_private_key(&self) -> bool {
        let words = self.label.trim_end_matches("PRIVATE KEY");
        words.len() < self.label.len() && matches!(words, "" | "RSA " | "EC " | "DSA " | "OPENSSH " | "ENCRYPTED ")
    }

    /// Whether headers say that a passphrase is needed.
    pub(super) fn is_encrypted(&self) -> bool {
        self.label.starts_with("ENCRYPTED ") || self.body.contains("Proc-Type: 4,ENCRYPTED")
    }

    /// The base64 of it, without what a string of a program puts between the lines.
    pub(super) fn digits(&self) -> String {
        let mut body = self.body.replace("\\r", "").replace("\\n", "\n").replace("&#xA;", "\n").replace("&#10;", "\n");
        if body.contains(['"', '\'']) {
            // `'MIIE' +` on one line and `'vQIB'` on the next.
            let quoted = body.split(['"', '\'']);
            let is_content = |piece: &str| piece.bytes().any(|byte| byte.is_ascii_alphanumeric());
            let inside = quoted.filter(|piece| is_content(piece));
            body = inside.collect::<Vec<_>>().join("\n");
        }
        let lines = body.lines().map(|line| without_comment(line.trim()).trim_end_matches('\\'));
        lines.filter(|line| !is_header(line)).collect()
    }

    /// The bytes that it encodes.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        decode(&self.digits())
    }
}

/// The line without the sign by which some languages begin a comment.
fn without_comment(line: &str) -> &str {
    let is_apart = |rest: &&str| rest.is_empty() || rest.starts_with(' ');
    let signs = ["//", "#", "*", ">", "|"];
    signs.iter().find_map(|sign| line.strip_prefix(sign).filter(is_apart)).unwrap_or(line).trim_start()
}

/// Whether a line says how an old block is encrypted.
fn is_header(line: &str) -> bool {
    line.starts_with("Proc-Type:") || line.starts_with("DEK-Info:")
}

#[cfg(test)]
mod tests {
    use super::blocks;

    const DIGITS: &str = "QUNNRUFDTUVBQ01FQUNNRQ==";

    #[test]
    fn bodies_come_out_of_any_language() {
        for text in [
            "-----BEGIN X-----\nQUNNRUFDTUVB\r\nQ01FQUNNRQ==\n-----END X-----\n",
            "{\"key\": \"-----BEGIN X-----\\nQUNNRUFDTUVB\\nQ01FQUNNRQ==\\n-----END X-----\\n\"}",
            "String k = '-----BEGIN X-----' +\n  'QUNNRUFDTUVB' +\n  'Q01FQUNNRQ==' +\n  '-----END X-----';",
            "# -----BEGIN X-----\n# QUNNRUFDTUVB\n# Q01FQUNNRQ==\n# -----END X-----",
            "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: A,B\n\nQUNNRUFDTUVBQ01FQUNNRQ==",
        ] {
            let blocks = blocks(text);
            assert_eq!(blocks.len(), 1, "{text}");
            assert_eq!(blocks[0].digits(), DIGITS, "{text}");
            assert_eq!(blocks[0].bytes().as_deref(), Some(&b"ACMEACMEACMEACME"[..]));
        }
    }

    #[test]
    fn a_block_without_its_end_stops_at_the_next() {
        let found = blocks("-----BEGIN A-----\nQUI=\n-----BEGIN B-----\nQ0Q=\n-----END B-----");
        let found: Vec<_> = found.iter().map(|block| (block.label, block.digits())).collect();
        assert_eq!(found, [("A", "QUI=".to_owned()), ("B", "Q0Q=".to_owned())]);
    }
}
