//! Elements and scopes that the project's API version does not know.
//!
//! The cause is one: the version. So a file has one finding for all that is too new, and one for all
//! that is too old.

use crate::model::{EARLIEST, ElementFacts, Place, SCOPES, VersionOrigin};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;
use crate::rules::schema::{Content, SchemaFile};

/// Something with the version that bounds it, and its place.
type Bound = (String, u16, Place);

fn too_new(schema: &SchemaFile<'_>, names: &str, since: u16, context: &Context<'_>) -> (String, String) {
    let version = context.project.api_version;
    let message =
        format!("`{}` needs API {since}.0 for {names}, but the project is written for {version}", schema.file.name);
    (message, format!("raise the API version to {since}.0 or later, or delete {names}"))
}

fn too_old(schema: &SchemaFile<'_>, names: &str, until: u16, context: &Context<'_>) -> (String, String) {
    let version = context.project.api_version;
    let message =
        format!("{names} of `{}` went after API {until}.0, but the project is written for {version}", schema.file.name);
    (message, format!("delete {names}"))
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, context: &Context<'_>) -> Vec<Finding> {
    if context.project.api_version.origin == VersionOrigin::Assumed {
        return Vec::new();
    }
    let api = context.api();
    let elements = || schema.known().map(|(visit, row)| (row, schema.tag(visit.node)));
    let newer = |(row, place): (&ElementFacts, Place)| {
        let is_newer = row.since > api && row.since != EARLIEST;
        is_newer.then(|| (format!("`{}`", row.name), row.since, place))
    };
    let older = |(row, place): (&ElementFacts, Place)| {
        let until = row.until.filter(|until| *until < api)?;
        Some((format!("`{}`", row.name), until, place))
    };
    let new: Vec<Bound> = elements().filter_map(newer).chain(newer_scopes(schema, api)).collect();
    let old: Vec<Bound> = elements().filter_map(older).collect();
    let since = new.iter().map(|(_, since, _)| *since).max().unwrap_or_default();
    let until = old.iter().map(|(_, until, _)| *until).min().unwrap_or_default();
    let new = group(&new, |names| too_new(schema, names, since, context));
    let old = group(&old, |names| too_old(schema, names, until, context));
    new.into_iter().chain(old).collect()
}

/// Scopes of a `ConnectedApp` that are newer than the project's version.
fn newer_scopes(schema: &SchemaFile<'_>, api: u16) -> Vec<Bound> {
    let scopes = schema.known().filter(|(_, row)| row.path == "oauthConfig/scopes");
    let newer = scopes.filter_map(|(visit, _)| {
        let Content::Text(text, place) = schema.content(visit) else { return None };
        let facts = SCOPES.iter().find(|scope| scope.name == *text)?;
        let is_newer = facts.since > api && facts.since != EARLIEST;
        is_newer.then(|| (format!("the scope `{text}`"), facts.since, *place))
    });
    newer.collect()
}

/// One finding for all, at the first in the file.
fn group(bounds: &[Bound], words: impl Fn(&str) -> (String, String)) -> Option<Finding> {
    let mut sorted: Vec<&Bound> = bounds.iter().collect();
    sorted.sort_by_key(|(_, _, place)| place.span);
    let (first, rest) = sorted.split_first()?;
    let names: Vec<&str> = sorted.iter().map(|(name, ..)| name.as_str()).collect();
    let (message, help) = words(&names.join(", "));
    let finding = Finding::new(first.2, message, help).value(names.join(" "));
    Some(rest.iter().fold(finding, |finding, (.., place)| finding.related(*place, "and this")))
}
