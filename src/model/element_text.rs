//! What an element contains, before anyone asks what it means.

use crate::parse::{Span, Text, Value};
use crate::schema::is_placeholder;

/// What an element contains.
#[derive(Debug)]
pub enum ElementText<'t> {
    /// Something that cannot be read, such as an unknown reference.
    Unreadable,
    /// A text of which a deployment exchanges something.
    Replaced,
    /// Nothing.
    Blank,
    /// A text that a build should fill in.
    Placeholder(Value<'t>),
    /// A text, trimmed.
    Text(Value<'t>),
}

/// Looks at the text of the element at a span, with the stretches of the file that a deployment replaces.
pub fn element_text<'t>(text: &'t Text<'_>, whole: Span, replaced: &[Span]) -> ElementText<'t> {
    if !text.is_readable() {
        return ElementText::Unreadable;
    }
    if replaced.iter().any(|replaced| replaced.touches(whole)) {
        return ElementText::Replaced;
    }
    match text.trimmed() {
        None => ElementText::Blank,
        Some(value) if is_placeholder(value.text) => ElementText::Placeholder(value),
        Some(value) => ElementText::Text(value),
    }
}
