//! A fix as edits of the bytes of one file.

use std::collections::BTreeSet;

use crate::parse::{Document, Range, Span};
use crate::rules::{Change, Fix, Safety};
use crate::workspace::{Library, Place};

use super::changes::edits;
use super::text_edit::TextEdit;

/// A fix of one file, ready to be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it may change.
    pub safety: Safety,
    /// What it does, in the imperative.
    pub title: String,
    /// What becomes of the file, in order, without overlaps.
    pub edits: Vec<Edit>,
    /// The new name of the file, in the same folder.
    pub rename: Option<String>,
    /// Paths of the elements that it is about, without indices. Fixes by different rules must not share an element,
    /// because neither rule knows what the other one changes.
    pub claims: BTreeSet<String>,
    /// Whether it deletes an element by which calint recognizes an app or its link to an org.
    pub removes_identity: bool,
}

/// Elements by which calint recognizes which files belong together, and how old a retrieve is. Without them other rules
/// see another app.
const IDENTITIES: [&str; 3] = ["consumerKey", "oauthLink", "orgScopedExternalApp"];

/// A stretch of a file, and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes to replace; empty if the edit only inserts.
    pub range: Range,
    /// The new text.
    pub text: String,
}

/// The edits of a fix; nothing if the fix does not fit the way in which the source is written.
pub fn offer(fix: &Fix, library: &Library) -> Option<Offer> {
    let document = library.document(fix.changes.first()?.file()?)?;
    let mut all: Vec<TextEdit> = Vec::new();
    for change in &fix.changes {
        all.extend(edits(document, change)?);
    }
    let rename = fix.changes.iter().find_map(|change| match change {
        Change::Rename(_, name) => Some(name.clone()),
        _ => None,
    });
    let edits: Vec<Edit> =
        ordered(all)?.into_iter().map(|edit| Edit { range: document.range(edit.span), text: edit.text }).collect();
    if edits.is_empty() && rename.is_none() {
        return None;
    }
    let places = fix.changes.iter().flat_map(Change::places);
    let claims = places.filter_map(|place| claim(document, place)).collect();
    let removes_identity = fix.changes.iter().any(|change| is_identity(document, change));
    Some(Offer { safety: fix.safety, title: fix.title.clone(), edits, rename, claims, removes_identity })
}

/// The edits in order; nothing if two overlap. Insertions at one place become one.
fn ordered(mut edits: Vec<TextEdit>) -> Option<Vec<TextEdit>> {
    edits.sort_by_key(|edit| edit.span.start);
    let mut ordered: Vec<TextEdit> = Vec::with_capacity(edits.len());
    for edit in edits {
        match ordered.last_mut() {
            Some(last) if is_empty(last.span) && last.span == edit.span => last.text.push_str(&edit.text),
            Some(last) if edit.span.start < last.span.end => return None,
            _ => ordered.push(edit),
        }
    }
    Some(ordered)
}

fn is_identity(document: &Document, change: &Change) -> bool {
    let Change::Remove(Place { node: Some(node), .. }) = change else { return false };
    IDENTITIES.contains(&document.name(*node))
}

fn is_empty(span: Span) -> bool {
    span.start == span.end
}

fn claim(document: &Document, place: Place) -> Option<String> {
    let path = document.path(place.node?);
    let steps = path.split('/').map(|step| step.split('[').next().unwrap_or(step));
    Some(steps.chain(place.absent).collect::<Vec<_>>().join("/"))
}
