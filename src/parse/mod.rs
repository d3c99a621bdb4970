//! Bytes in, element tree out.
//!
//! quick-xml gives events and byte positions; this stage turns them into a small tree in which
//! every element, attribute, text and comment knows where it stands. It never fails: what cannot be
//! read becomes a [`Problem`] with a place, and the tree goes as far as it can. This is the only
//! stage that knows quick-xml.
#![deny(clippy::indexing_slicing)]

mod builder;
mod decode;
mod lines;
mod namespaces;
mod problem;
mod reader;
mod rules_of_xml;
mod span;
mod text;
mod tree;

pub use decode::Encoding;
pub use lines::{Position, Range};
pub use problem::{Problem, ProblemKind};
pub use span::Span;
pub use text::{Text, Value};
pub use tree::{Attribute, Document, Namespace, NodeId};

/// The namespace of every Salesforce metadata file.
pub const METADATA_NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";

/// The deepest nesting that is read (the limit of libxml2, too).
pub const MAX_DEPTH: usize = 256;

/// Elements, attributes, texts and comments that a component may have. An app has a few hundred; the
/// limit keeps what rules say of a hostile file within bounds.
pub const MAX_NODES: usize = 50_000;

/// The same for a file that is only looked up: profiles have some hundred thousand.
pub const MAX_NODES_LOOKED_UP: usize = 1_000_000;

/// Reads a document from the bytes of one file.
pub fn parse(bytes: Vec<u8>) -> Document {
    reader::read(decode::decode(bytes), MAX_NODES)
}

/// Reads a document that no rule walks, such as a profile.
pub fn parse_looked_up(bytes: Vec<u8>) -> Document {
    reader::read(decode::decode(bytes), MAX_NODES_LOOKED_UP)
}
