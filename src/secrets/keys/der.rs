//! DER, one level at a time.
//!
//! calint needs only a few elements of a certificate or a key. So there is no type for each structure, and no crate
//! that has one: `der` finds where an element begins and ends, and the readers beside this file know the order of
//! elements.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Reader, SliceReader, Tag, TagNumber, Tagged};

/// The element at the start of some bytes, and what follows it.
pub(super) fn first(bytes: &[u8]) -> Option<(AnyRef<'_>, &[u8])> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let element = reader.decode().ok()?;
    let end = usize::try_from(reader.position()).ok()?;
    Some((element, bytes.get(end..)?))
}

/// The elements that follow one another.
pub(super) fn elements(mut bytes: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let mut elements = Vec::new();
    while !bytes.is_empty() {
        let (element, rest) = first(bytes)?;
        elements.push(element);
        bytes = rest;
    }
    Some(elements)
}

/// The elements of the one sequence that some bytes are; nothing if they are anything else.
pub(super) fn sequence(bytes: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    match first(bytes)? {
        (sequence, []) => inside(&sequence),
        _ => None,
    }
}

/// The elements of a sequence.
pub(super) fn inside<'b>(sequence: &AnyRef<'b>) -> Option<Vec<AnyRef<'b>>> {
    is(sequence, Tag::Sequence).then(|| elements(sequence.value())).flatten()
}

/// Whether elements have these tags, and perhaps others behind them.
pub(super) fn begins_with(elements: &[AnyRef<'_>], tags: &[Tag]) -> bool {
    elements.len() >= tags.len() && elements.iter().zip(tags).all(|(element, tag)| is(element, *tag))
}

/// Whether an element has a tag.
pub(super) fn is(element: &AnyRef<'_>, tag: Tag) -> bool {
    element.tag() == tag
}

/// Whether the meaning of an element depends on its place, as with `[0]` and `[1]`.
pub(super) fn is_tagged(element: &AnyRef<'_>) -> bool {
    matches!(element.tag(), Tag::ContextSpecific { .. })
}

/// The element `[number]`.
pub(super) fn tagged<'e, 'b>(elements: &'e [AnyRef<'b>], number: u32) -> Option<&'e AnyRef<'b>> {
    let wanted = TagNumber(number);
    elements.iter().find(|it| matches!(it.tag(), Tag::ContextSpecific { number, .. } if number == wanted))
}

/// The bytes of a bit string.
pub(super) fn bit_string<'b>(element: &AnyRef<'b>) -> Option<&'b [u8]> {
    let (_unused_bits, bytes) = element.value().split_first()?;
    is(element, Tag::BitString).then_some(bytes)
}

/// The name of an algorithm: the object identifier that its sequence begins with. It is empty if the identifier is
/// longer than the identifier of any known algorithm.
pub(super) fn algorithm_name(algorithm: &AnyRef<'_>) -> Option<String> {
    let elements = inside(algorithm)?;
    let id = elements.first().filter(|element| is(element, Tag::ObjectIdentifier))?;
    Some(ObjectIdentifier::from_bytes(id.value()).map(|id| id.to_string()).unwrap_or_default())
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
