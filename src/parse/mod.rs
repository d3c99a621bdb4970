//! Bytes in, element tree out.
//!
//! quick-xml gives events and byte positions; this stage turns them into a small tree in which every element,
//! attribute, text and comment knows its place. It never fails: what cannot be read becomes a problem with a place, and
//! the tree goes as far as it can, because a report on a broken file has to show where it is broken. This is the only
//! stage that knows quick-xml.
#![deny(clippy::indexing_slicing)]

mod builder;
mod decode;
mod lines;
mod manifest;
mod namespaces;
mod plain;
mod problem;
mod reader;
mod rules_of_xml;
mod sections;
mod span;
mod text;
mod tree;
mod wanted;

pub use decode::Encoding;
pub use lines::{Position, Range};
pub use manifest::read_package_xml;
pub use namespaces::METADATA_NAMESPACE;
pub use plain::PlainText;
pub use span::Span;
pub use text::{Text, Value};
pub use tree::{Document, Namespace, NodeId};

use wanted::Wanted;

/// Reads a document from the bytes of one file.
pub fn parse(bytes: Vec<u8>) -> Document {
    reader::read(decode::decode(bytes), &Wanted::All)
}

/// Reads some sections of a large document, such as a profile: those elements below the root that have
/// one of the names. The rest is passed by, and only its tags are counted.
pub fn parse_sections(bytes: Vec<u8>, names: &[&str]) -> Document {
    reader::read(decode::decode(bytes), &Wanted::Sections(names))
}
