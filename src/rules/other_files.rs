//! Where secrets stand in texts of any kind, and what findings about them speak of.

use crate::model::{Component, FileId, OtherFile, Place, SourceFile};
use crate::parse::Span;

use super::rule::Context;

/// The file itself.
pub(super) fn component(file: &OtherFile) -> Component {
    Component { kind: "File", name: file.name.clone() }
}

/// The component that a metadata file holds.
pub(super) fn component_of_source(source: &SourceFile) -> Component {
    Component { kind: source.kind.type_name(), name: source.name.clone() }
}

/// A place in a text; in a metadata file, of the innermost element around it.
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
