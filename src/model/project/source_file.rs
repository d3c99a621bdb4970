//! A file of a project, and what it turned out to be.

use std::path::PathBuf;

use crate::parse::{Document, NodeId, Span};
use crate::schema::Kind;
use crate::workspace::{FileId, Home};

/// A file of a project, and what it is.
#[derive(Debug)]
pub struct SourceFile {
    /// The file.
    pub file: FileId,
    /// The type of its content: what its root says, if calint knows that type, else what its suffix says.
    pub kind: Kind,
    /// The type that its suffix says.
    pub promised: Kind,
    /// The suffix as it is written, if it is another spelling of the registered one.
    pub wrong_suffix: Option<String>,
    /// The component, from its name.
    pub name: String,
    /// The API version that counts for it: the project's, or a higher one that its own elements prove.
    pub api: u16,
    /// Where it is.
    pub path: PathBuf,
    /// The number of the configuration that applies to it.
    pub configuration: usize,
    /// Whether that is on the disk.
    pub home: Home,
    /// Stretches that a deployment replaces.
    pub replaced: Vec<Span>,
}

/// A root element that is neither the one that the file name promises nor the root of another known type.
#[derive(Debug)]
pub struct ForeignRoot {
    /// The element.
    pub root: NodeId,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl ForeignRoot {
    /// Compares the root of a file with what it should be.
    pub fn of(document: &Document, kind: Kind) -> Option<Self> {
        let expected = kind.type_name();
        let root = document.root().filter(|root| document.name(*root) != expected)?;
        let name = document.name(root);
        Some(Self {
            root,
            message: format!("the root element is `{name}`, but the file name promises a `{expected}`"),
            help: format!("put a `{expected}` into the file, or give the file the suffix of a `{name}`"),
        })
    }
}
