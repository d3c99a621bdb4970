//! A connected app in the directory of a managed package has settings, which such a package cannot contain.

use crate::model::{SourceFile, settings_beside_form};
use crate::parse::Document;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::Kind;
use crate::workspace::Place;

/// Names that a message shows, so that it stays one sentence.
const MAX_NAMES: usize = 8;

const HELP: &str = "keep only `developerName`, `label`, and `version`, because the settings come from the first-generation package \
                    that defines the app, or use an External Client App";

pub(in crate::rules) fn check(file: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let project = context.project;
    let is_packaged = file.kind == Kind::ConnectedApp && project.namespace.is_some();
    let is_built = is_packaged && project.is_in_built_package(file.file);
    let document = context.library.document(file.file).filter(|_| is_built);
    document.and_then(|document| refused(file, document)).into_iter().collect()
}

fn refused(file: &SourceFile, document: &Document) -> Option<Finding> {
    let node = settings_beside_form(document).next()?;
    let place = Place { file: file.file, node: Some(node), absent: None, span: document.start_tag(node) };
    let message = format!(
        "`{name}` is in the directory of a managed package, whose creation answers \"Connected App '{name}' contains fields that are \
         not allowed during package creation. Only version, label, and developerName are allowed. Disallowed fields found: {}\"",
        names(document).join(", "),
        name = file.name,
    );
    Some(Finding::new(place, message, HELP))
}

/// The names of the elements that the package may not contain, each once.
fn names(document: &Document) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for name in settings_beside_form(document).map(|node| document.name(node)) {
        if names.len() < MAX_NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
