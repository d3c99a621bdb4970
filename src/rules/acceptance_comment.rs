//! `<!-- calint: accept(full-scope) reason -->`: comments by which people accept findings in the files themselves.
//!
//! A comment applies to the element that contains it and to the one directly behind it. It does not apply to the whole
//! file, because it would then accept findings that come later. A comment with a mistake accepts nothing, and
//! `invalid-acceptance` reports it.

use crate::parse::{Document, NodeId, Span};

use super::names::nearest;
use super::page::PAGES;

const MARK: &str = "calint:";

/// A comment for calint.
#[derive(Debug)]
pub struct AcceptanceComment<'d> {
    /// Where it is.
    pub span: Span,
    /// What it accepts.
    pub meaning: Result<Accepts<'d>, Mistake>,
}

/// The rules whose findings a comment accepts, and why.
#[derive(Debug)]
pub struct Accepts<'d> {
    /// The rules.
    pub rules: Vec<&'static str>,
    /// In the words of the comment.
    pub reason: &'d str,
}

/// Why a comment accepts nothing.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// A part of a sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Mistake {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// All comments for calint in a document.
pub fn acceptance_comments(document: &Document) -> impl Iterator<Item = AcceptanceComment<'_>> {
    document.comments().iter().filter_map(|span| {
        let words = words(document.slice(*span))?;
        Some(AcceptanceComment { span: *span, meaning: meaning(words) })
    })
}

/// The elements that a comment applies to: the one around it, and the one directly behind it.
pub fn elements_of(document: &Document, comment: Span) -> Vec<NodeId> {
    let Some(root) = document.root() else { return Vec::new() };
    if !document.span(root).contains(comment) {
        return if comment.end <= document.span(root).start { vec![root] } else { Vec::new() };
    }
    let around = element_around(document, root, comment);
    let next = document.children(around).find(|child| document.span(*child).start >= comment.end);
    let is_near = |next: &NodeId| is_blank(document, Span { start: comment.end, end: document.span(*next).start });
    [Some(around), next.filter(is_near)].into_iter().flatten().collect()
}

fn element_around(document: &Document, root: NodeId, comment: Span) -> NodeId {
    let mut around = root;
    while let Some(child) = document.children(around).find(|child| document.span(*child).contains(comment)) {
        around = child;
    }
    around
}

/// The words of a comment for calint.
fn words(comment: &str) -> Option<&str> {
    let inside = comment.strip_prefix("<!--")?.strip_suffix("-->")?;
    inside.trim().strip_prefix(MARK).map(str::trim)
}

/// `accept(full-scope, wrong-case) reason`
fn meaning(words: &str) -> Result<Accepts<'_>, Mistake> {
    let parts = words.strip_prefix("accept(").and_then(|rest| rest.split_once(')'));
    let Some((names, reason)) = parts else {
        return Err(Mistake::new(
            "it does not have the form `calint: accept(RULE) REASON`",
            "write the comment in this form, or delete it",
        ));
    };
    let rules = names.split(',').map(|name| rule(name.trim())).collect::<Result<Vec<_>, _>>()?;
    let reason = reason.trim().trim_start_matches(':').trim();
    if reason.is_empty() {
        return Err(Mistake::new(
            format!("it gives no reason to accept `{}`", names.trim()),
            "write the reason after the parenthesis",
        ));
    }
    Ok(Accepts { rules, reason })
}

fn rule(name: &str) -> Result<&'static str, Mistake> {
    let known = PAGES.iter().map(|page| page.name);
    known.clone().find(|known| *known == name).ok_or_else(|| {
        let help = nearest(name, known).map(|near| format!("did you mean `{near}`?"));
        Mistake::new(format!("no rule is called `{name}`"), help.unwrap_or("`calint rules` lists the rules".to_owned()))
    })
}

/// Whether a stretch contains only blanks and comments.
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
