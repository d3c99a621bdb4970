//! Where secrets are in texts of any kind, and which component a finding about them names.

use crate::model::{Component, OtherFile, SourceFile};
use crate::parse::Span;
use crate::workspace::{FileId, Place};

use super::rule::Context;

/// The file itself.
pub(super) fn component(file: &OtherFile) -> Component {
    Component { kind: "File", name: file.name.clone() }
}

/// The component in a metadata file.
pub(super) fn component_of_source(source: &SourceFile) -> Component {
    Component { kind: source.kind.type_name(), name: source.name.clone() }
}

/// A place in a text. In a metadata file, it belongs to the innermost element around it.
pub(super) fn place(file: FileId, span: Span, context: &Context<'_>) -> Place {
    let node = context.library.document(file).and_then(|document| {
        let mut around = document.root().filter(|root| document.span(*root).contains(span))?;
        while let Some(child) = document.children(around).find(|child| document.span(*child).contains(span)) {
            around = child;
        }
        Some(around)
    });
    Place { file, node, absent: None, span }
}
