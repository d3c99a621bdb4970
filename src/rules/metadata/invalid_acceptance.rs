//! A comment is meant to accept a finding, but has no effect.

use crate::model::SourceFile;
use crate::rules::acceptance_comment::{Mistake, acceptance_comments, elements_of};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::workspace::Place;

pub(in crate::rules) fn check(linted: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let Some(document) = context.library.document(linted.file) else { return Vec::new() };
    let wrong = acceptance_comments(document).filter_map(|comment| Some((comment.span, comment.meaning.err()?)));
    let finding = |(span, Mistake { message, help })| {
        let node = elements_of(document, span).first().copied();
        let place = Place { file: linted.file, node, absent: None, span };
        Finding::new(place, format!("this comment accepts nothing: {message}"), help).value(document.slice(span))
    };
    wrong.map(finding).collect()
}
