//! The user permissions that a profile or permission set lists.

use crate::model::{Place, SourceFile};
use crate::rules::registry::Context;

/// A listed permission.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) is_enabled: bool,
    /// The text of its name.
    pub(super) place: Place,
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
        let mut enabled = document.children_named(section, "enabled");
        let is_enabled = enabled.any(|enabled| document.value(enabled).trimmed().is_some_and(|it| it.text == "true"));
        let place = Place { file: file.file, node: Some(name), absent: None, span: value.span };
        Some(Listed { name: value.text.to_owned(), is_enabled, place })
    });
    listed.collect()
}
