//! Which fixes are offered. calint offers no fix for a text that a deployment fills in or replaces, for a file that it
//! could not read as a whole, or for something that its owner cannot change.

use crate::model::{Component, SourceFile};
use crate::parse::{Document, Span, Text};
use crate::schema::{TypeFacts, is_placeholder};
use crate::workspace::{FileId, Home, Place};

use super::fix::{Change, Fix};
use super::page;
use super::rule::{Context, Rule};

/// Whether a fix of a finding in a file may be offered.
pub(super) fn is_offered(
    fix: &Fix,
    (rule, component): (&Rule, &Component),
    file: FileId,
    context: &Context<'_>,
) -> bool {
    let Some(source) = context.project.source(file).filter(|source| source.home != Home::Archive) else {
        return false;
    };
    let Some(document) = context.library.document(file) else { return false };
    let is_readable = document.problems().is_empty() || rule.page.name == page::INVALID_XML.name;
    let mut places = fix.changes.iter().flat_map(|change| change.places().into_iter().map(move |it| (change, it)));
    is_readable
        && !component.is_managed()
        && places.all(|(change, place)| {
            place.file == file && is_ours(source, document, change, place) && is_known(source, document, place)
        })
}

/// Whether what a change touches is written by hand: no deployment replaces it, no build fills it in.
fn is_ours(source: &SourceFile, document: &Document, change: &Change, place: Place) -> bool {
    let element = |place: Place| place.node.map(|node| document.span(node));
    let touched: Option<Span> = match change {
        Change::Write(..) | Change::Drop(..) | Change::Retype(..) if place.absent.is_none() => Some(place.span),
        Change::Remove(_) | Change::Unwrap(_) | Change::Append(..) => element(place),
        Change::Move(moved, _) if *moved == place => element(place),
        Change::Respell(..) => place.node.map(|node| document.start_tag(node)),
        _ => None,
    };
    let Some(touched) = touched else { return true };
    let goes = matches!(change, Change::Remove(_) | Change::Move(..) | Change::Append(..));
    let text = place.node.filter(|_| goes).map(|node| document.value(node));
    let is_filled_in = text.as_ref().and_then(Text::trimmed).is_some_and(|it| is_placeholder(it.text));
    !is_filled_in && !source.replaced.iter().any(|replaced| replaced.touches(touched))
}

/// Whether an element that would be added is there in the API version of the project.
fn is_known(source: &SourceFile, document: &Document, place: Place) -> bool {
    let (Some(node), Some(name)) = (place.node, place.absent) else { return true };
    let Some(facts) = TypeFacts::find(source.kind.type_name()) else { return false };
    let path = document.path(node);
    let below_root = path.split('/').skip(1).map(|step| step.split('[').next().unwrap_or(step));
    let parent = below_root.collect::<Vec<_>>().join("/");
    facts.element(&parent, name).is_some_and(|row| row.is_in(source.api))
}
