//! DER, one level at a time.

use x509_parser::asn1_rs::{Any, Class, FromDer, Oid, Tag};

/// The elements of the one sequence that some bytes are; nothing if they are anything else.
pub(super) fn sequence(bytes: &[u8]) -> Option<Vec<Any<'_>>> {
    let (rest, sequence) = Any::from_der(bytes).ok()?;
    if sequence.tag() != Tag::Sequence || !rest.is_empty() {
        return None;
    }
    elements(sequence.data)
}

/// The elements that follow one another.
pub(super) fn elements(mut bytes: &[u8]) -> Option<Vec<Any<'_>>> {
    let mut elements = Vec::new();
    while !bytes.is_empty() {
        let (rest, element) = Any::from_der(bytes).ok()?;
        elements.push(element);
        bytes = rest;
    }
    Some(elements)
}

/// Whether elements have these tags, and perhaps others behind them.
pub(super) fn begins_with(elements: &[Any<'_>], tags: &[Tag]) -> bool {
    elements.len() >= tags.len() && elements.iter().zip(tags).all(|(element, tag)| is(element, *tag))
}

/// Whether an element has a tag of the universal class.
pub(super) fn is(element: &Any<'_>, tag: Tag) -> bool {
    element.class() == Class::Universal && element.tag() == tag
}

/// The object identifiers at the start of a sequence's content: an algorithm, and the curve that it takes.
pub(super) fn identifiers(algorithm: &Any<'_>) -> Option<Vec<String>> {
    let elements = elements(algorithm.data)?;
    let ids = elements.iter().take_while(|element| is(element, Tag::Oid));
    Some(ids.map(|id| Oid::new(id.data.into()).to_id_string()).collect())
}

/// An unsigned number without its leading zeros.
pub(super) fn magnitude(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// How many bits an unsigned number has.
pub(super) fn bits(number: &[u8]) -> usize {
    let number = magnitude(number);
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}
