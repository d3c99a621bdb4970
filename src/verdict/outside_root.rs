//! What an XML file has outside of its root, and what it says to other programs: reports quote none of it but comments
//! and the XML declaration.

use std::ops::Range;

/// Text, document types, and entities outside of the root, and processing instructions anywhere.
pub(super) fn outside_root(text: &str) -> Vec<Range<usize>> {
    let root = root(text);
    let mut outside = around(text, 0..root.start);
    outside.extend(around(text, root.end..text.len()));
    let inside = text.get(root.clone()).unwrap_or_default();
    let starts = inside.match_indices("<?").map(|(at, _)| root.start + at);
    outside.extend(starts.map(|at| at..end_of(text, at, "?>")));
    outside
}

/// From the first start tag to the last end tag of its name, or to the end of the text if that tag is missing.
fn root(text: &str) -> Range<usize> {
    let mut at = 0;
    loop {
        let Some(tag) = text.get(at..).and_then(|rest| rest.find('<')).map(|found| at + found) else {
            return text.len()..text.len();
        };
        let rest = text.get(tag..).unwrap_or_default();
        at = match markup(rest) {
            Markup::Comment => end_of(text, tag, "-->"),
            Markup::Instruction => end_of(text, tag, "?>"),
            Markup::Declaration => end_of_declaration(text, tag),
            Markup::Tag => {
                let name: &str = rest.get(1..).unwrap_or_default();
                let name = name
                    .split(|it: char| it.is_whitespace() || matches!(it, '>' | '/' | '<'))
                    .next()
                    .unwrap_or_default();
                let end = text.rfind(&format!("</{name}")).filter(|end| *end > tag);
                return tag..end.map_or(text.len(), |end| end_of(text, end, ">"));
            }
            Markup::Other => tag + 1,
        };
    }
}

enum Markup {
    Comment,
    Instruction,
    Declaration,
    Tag,
    Other,
}

fn markup(rest: &str) -> Markup {
    let mut characters = rest.chars().skip(1);
    match characters.next() {
        Some('!') if rest.starts_with("<!--") => Markup::Comment,
        Some('!') => Markup::Declaration,
        Some('?') => Markup::Instruction,
        Some(letter) if letter.is_alphabetic() || matches!(letter, '_' | ':') => Markup::Tag,
        _ => Markup::Other,
    }
}

/// Everything in a stretch but comments and the XML declaration.
fn around(text: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    let mut at = stretch.start;
    while at < stretch.end {
        let rest = text.get(at..stretch.end).unwrap_or_default();
        let kept = rest.find("<!--").into_iter().chain(rest.find("<?xml ").filter(|_| at == stretch.start)).min();
        let Some(kept) = kept.map(|found| at + found) else { break };
        hidden.push(at..kept);
        let is_comment = text.get(kept..).is_some_and(|it| it.starts_with("<!--"));
        at = end_of(text, kept, if is_comment { "-->" } else { "?>" });
    }
    hidden.push(at.min(stretch.end)..stretch.end);
    hidden
}

/// Behind the end of what begins at a place.
fn end_of(text: &str, start: usize, end: &str) -> usize {
    text.get(start..).and_then(|rest| rest.find(end)).map_or(text.len(), |found| start + found + end.len())
}

/// A document type has declarations of its own between brackets, with quoted text in them.
fn end_of_declaration(text: &str, start: usize) -> usize {
    let (mut depth, mut quote) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate().skip(start + 1) {
        match (byte, quote) {
            (byte, Some(open)) if byte == open => quote = None,
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'[' | b'<', None) => depth += 1,
            (b'>', None) if depth == 0 => return at + 1,
            (b']' | b'>', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}
