//! `<!-- calint: accept(full-scope) reason -->`: acceptances in the files themselves.
//!
//! A comment speaks of the element that holds it and of the one that it stands directly before. A retrieve deletes
//! comments, so they are for files that are kept by hand.

use std::collections::HashMap;

use crate::model::{FileId, Library};
use crate::parse::{Document, NodeId, Span};
use crate::rules::{PAGES, nearest};

use super::status::{Accepted, WrongComment};

const MARK: &str = "calint:";

/// More acceptances than any file needs; each is looked for in the whole file.
const MAX_IN_FILE: usize = 200;

/// An acceptance in a comment.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) file: FileId,
    /// The elements that it speaks of.
    nodes: Vec<NodeId>,
    pub(super) rule: &'static str,
    pub(super) accepted: Accepted,
    pub(super) place: (String, u32),
}

/// Comments by what they speak of: a file, an element of it, and a rule.
pub(super) fn index(comments: &[Comment]) -> HashMap<(FileId, NodeId, &'static str), Vec<usize>> {
    let mut index: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, comment) in comments.iter().enumerate() {
        for node in &comment.nodes {
            index.entry((comment.file, *node, comment.rule)).or_default().push(at);
        }
    }
    index
}

/// All comments of some files that accept something, and those that are wrong.
pub(super) fn read(files: impl Iterator<Item = FileId>, library: &Library) -> (Vec<Comment>, Vec<WrongComment>) {
    let (mut comments, mut wrong) = (Vec::new(), Vec::new());
    for file in files {
        let Some(document) = library.document(file) else { continue };
        let speaking = document.comments().iter().filter(|span| words(document.slice(**span)).is_some());
        for span in speaking.take(MAX_IN_FILE) {
            let Some(words) = words(document.slice(*span)) else { continue };
            let line = document.range(*span).start.line;
            let path = library.file(file).path.to_string();
            match parse(words) {
                Ok((rules, reason)) => {
                    let nodes = nodes(document, *span);
                    let origin = format!("{path}:{line}");
                    let accepted = Accepted { reason: reason.to_owned(), until: None, origin };
                    comments.extend(rules.into_iter().map(|rule| Comment {
                        file,
                        nodes: nodes.clone(),
                        rule,
                        accepted: accepted.clone(),
                        place: (path.clone(), line),
                    }));
                }
                Err(message) => wrong.push(WrongComment { path, line, message }),
            }
        }
    }
    (comments, wrong)
}

/// What a comment says to calint.
fn words(comment: &str) -> Option<&str> {
    let inside = comment.strip_prefix("<!--")?.strip_suffix("-->")?;
    inside.trim().strip_prefix(MARK).map(str::trim)
}

/// `accept(full-scope, wrong-case) reason`
fn parse(words: &str) -> Result<(Vec<&'static str>, &str), String> {
    let grammar = || "a comment for calint reads `calint: accept(RULE) REASON`".to_owned();
    let (names, reason) = words.strip_prefix("accept(").and_then(|rest| rest.split_once(')')).ok_or_else(grammar)?;
    let rules = names.split(',').map(|name| rule(name.trim())).collect::<Result<Vec<_>, _>>()?;
    let reason = reason.trim().trim_start_matches(':').trim();
    if reason.is_empty() {
        return Err(format!("an acceptance of `{}` without a reason", names.trim()));
    }
    Ok((rules, reason))
}

fn rule(name: &str) -> Result<&'static str, String> {
    let known = PAGES.iter().map(|page| page.name);
    known.clone().find(|known| *known == name).ok_or_else(|| match nearest(name, known) {
        Some(near) => format!("no rule is called `{name}`; did you mean `{near}`?"),
        None => format!("no rule is called `{name}`; `calint rules` lists them"),
    })
}

/// The element around a comment, and the one that it stands directly before.
fn nodes(document: &Document, comment: Span) -> Vec<NodeId> {
    let Some(root) = document.root() else { return Vec::new() };
    if !document.span(root).contains(comment) {
        return if comment.end <= document.span(root).start { vec![root] } else { Vec::new() };
    }
    let mut around = root;
    while let Some(child) = document.children(around).find(|child| document.span(*child).contains(comment)) {
        around = child;
    }
    let next = document.children(around).find(|child| document.span(*child).start >= comment.end);
    let is_near = |next: &NodeId| is_blank(document, Span { start: comment.end, end: document.span(*next).start });
    [Some(around), next.filter(is_near)].into_iter().flatten().collect()
}

/// Whether nothing but blanks and other comments stands somewhere.
fn is_blank(document: &Document, span: Span) -> bool {
    let comments = document.comments().iter().filter(|comment| span.contains(**comment));
    let mut at = span.start;
    for comment in comments {
        if !document.slice(Span { start: at, end: comment.start }).trim().is_empty() {
            return false;
        }
        at = comment.end;
    }
    document.slice(Span { start: at, end: span.end }).trim().is_empty()
}
