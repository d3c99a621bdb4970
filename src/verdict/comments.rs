//! Acceptances in comments of the files. A retrieve deletes comments, so they are for files that are kept by hand.

use std::collections::HashMap;

use crate::parse::NodeId;
use crate::rules::{acceptance_comments, elements_of};
use crate::workspace::{FileId, Library};

use super::redact::redact_words;
use super::status::Accepted;

/// More acceptances than any file needs; calint looks for the elements of each in the whole file.
const MAX_IN_FILE: usize = 200;

/// An acceptance in a comment.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) file: FileId,
    /// The elements that it applies to.
    nodes: Vec<NodeId>,
    pub(super) rule: &'static str,
    pub(super) accepted: Accepted,
    pub(super) place: (String, u32),
}

/// Comments by what they apply to: a file, an element of it, and a rule.
pub(super) fn index(comments: &[Comment]) -> HashMap<(FileId, NodeId, &'static str), Vec<usize>> {
    let mut index: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, comment) in comments.iter().enumerate() {
        for node in &comment.nodes {
            index.entry((comment.file, *node, comment.rule)).or_default().push(at);
        }
    }
    index
}

/// All comments of some files that accept something.
pub(super) fn read(files: impl Iterator<Item = FileId>, library: &Library) -> Vec<Comment> {
    files.flat_map(|file| of_file(file, library)).collect()
}

fn of_file(file: FileId, library: &Library) -> Vec<Comment> {
    let Some(document) = library.document(file) else { return Vec::new() };
    let mut comments = Vec::new();
    for comment in acceptance_comments(document).take(MAX_IN_FILE) {
        let Ok(accepts) = comment.meaning else { continue };
        let line = document.range(comment.span).start.line;
        let path = library.file(file).path.to_string();
        let nodes = elements_of(document, comment.span);
        let accepted = Accepted { reason: redact_words(accepts.reason), until: None, origin: format!("{path}:{line}") };
        comments.extend(accepts.rules.into_iter().map(|rule| Comment {
            file,
            nodes: nodes.clone(),
            rule,
            accepted: accepted.clone(),
            place: (path.clone(), line),
        }));
    }
    comments
}
