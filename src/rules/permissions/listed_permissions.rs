//! The user permissions that a profile or permission set lists.

use crate::model::SourceFile;
use crate::workspace::Place;

use crate::rules::rule::Context;

/// A listed permission.
pub(super) struct Listed {
    pub(super) name: String,
    /// The text of its name.
    pub(super) place: Place,
    /// The text that grants it.
    pub(super) enabled: Option<Place>,
}

impl Listed {
    pub(super) fn is_enabled(&self) -> bool {
        self.enabled.is_some()
    }
}

/// Every `userPermissions` of a file that lists permissions.
pub(super) fn permissions(file: &SourceFile, context: &Context<'_>) -> Vec<Listed> {
    let Some(document) = context.library.document(file.file).filter(|_| file.kind.lists_permissions()) else {
        return Vec::new();
    };
    let sections = document.root().into_iter().flat_map(|root| document.children_named(root, "userPermissions"));
    let listed = sections.filter_map(|section| {
        let name = document.children_named(section, "name").next()?;
        let text = document.value(name);
        let value = text.trimmed()?;
        let at = |node, span| Place { file: file.file, node: Some(node), absent: None, span };
        let granted = |node| {
            document
                .value(node)
                .trimmed()
                .filter(|it| it.text == "1" || it.text.eq_ignore_ascii_case("true"))
                .map(|it| at(node, it.span))
        };
        let enabled = document.children_named(section, "enabled").find_map(granted);
        Some(Listed { name: value.text.to_owned(), place: at(name, value.span), enabled })
    });
    listed.collect()
}
