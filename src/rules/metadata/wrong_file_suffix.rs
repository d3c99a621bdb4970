//! The suffix of a file does not match its metadata type.

use crate::model::SourceFile;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::NamedKind;
use crate::workspace::Place;

pub(in crate::rules) fn check(file: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let Some(document) = context.library.document(file.file) else { return Vec::new() };
    let Some(root) = document.root().filter(|root| document.name(*root) == file.kind.type_name()) else {
        return Vec::new();
    };
    let written = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(message) = message(file, &written) else { return Vec::new() };
    let format = if written.ends_with("-meta.xml") { "-meta.xml" } else { "" };
    let name = format!("{}.{}{format}", stem(&written), file.kind.suffix());
    let help = format!("rename it to `{name}`");
    let place = Place { file: file.file, node: Some(root), absent: None, span: document.start_tag(root) };
    // Settings have names of their own, which the root does not tell.
    let is_right = NamedKind::of(&name).is_some_and(|named| named.kind == file.kind && named.wrong_suffix.is_none());
    let fix = is_right.then(|| Fix::safe(&help, [Change::Rename(place, name)]));
    vec![Finding::new(place, message, help).value(written).fix(fix)]
}

fn message(file: &SourceFile, written: &str) -> Option<String> {
    let (promised, holds) = (file.promised.type_name(), file.kind.type_name());
    match &file.wrong_suffix {
        _ if file.promised != file.kind => Some(format!(
            "`{written}` has the suffix of a `{promised}`, but contains a \
                                                         `{holds}`"
        )),
        Some(suffix) => Some(format!(
            "`{written}` has the suffix `{suffix}`, which Salesforce's tools do not recognize as a \
                          `{holds}`"
        )),
        None => None,
    }
}

/// The file name without format and suffix.
fn stem(written: &str) -> &str {
    let name = written.strip_suffix("-meta.xml").unwrap_or(written);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
