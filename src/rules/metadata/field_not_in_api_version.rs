//! A file contains elements or scopes that the project's API version does not have.
//!
//! What is too new has one cause, the version: a project has one finding for all of it, since one change solves all.
//! What is too old has to be deleted from each file, so a file has one finding for all of that. Findings differ in how
//! certain the version of an element is, because only a published version proves that a deployment fails.

use crate::model::{App, Component, SourceFile};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile};
use crate::schema::{Confidence, ElementFacts, Profile, SCOPES, Severity, VersionOrigin, is_newer};
use crate::words::{count, list};
use crate::workspace::Place;

/// Names that a message shows, so that it stays one sentence.
const MAX_NAMES: usize = 8;

/// How certain it is that Salesforce refuses what is too new, the most certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    /// An element or a type whose first version is published.
    Published,
    /// A value of a list: retrieves of older versions were seen to contain newer scopes.
    Value,
    /// The version is the first whose types were published with it, and no more is known.
    Inferred,
}

/// Something with the version that bounds it, and its place.
#[derive(Debug)]
struct Bound {
    name: String,
    version: u16,
    ground: Ground,
    place: Place,
}

fn too_new((who, names): (&str, &str), since: u16, ground: Ground, context: &Context<'_>) -> (String, String) {
    let version = context.project.api_version;
    let known = match ground {
        Ground::Published | Ground::Value => "",
        Ground::Inferred => " (inferred from published types)",
    };
    let message = format!("{who} API {since}.0{known} for {names}, but the project uses {version}");
    (message, format!("raise the API version to {since}.0 or later, or delete {names}"))
}

fn too_old((file, names): (&str, &str), until: u16, context: &Context<'_>) -> (String, String) {
    let version = context.project.api_version;
    let message = format!("{names} of `{file}` ended with API {until}.0, but the project uses {version}");
    (message, format!("delete {names}"))
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    if context.project.api_version.origin == VersionOrigin::Assumed {
        return Vec::new();
    }
    let (mut newer_files, mut found) = (Vec::new(), Vec::new());
    for schema in context.project.sources.iter().filter_map(|file| own(file, context)) {
        newer_files.push((schema.file, newer(&schema, context.api())));
        found.extend(old(&schema, context).map(|finding| (component(schema.file), finding)));
    }
    for ground in [Ground::Published, Ground::Value, Ground::Inferred] {
        found.extend(new(&newer_files, ground, context));
    }
    found
}

/// A file that the owner of the project may change.
fn own<'m>(file: &'m SourceFile, context: &Context<'m>) -> Option<SchemaFile<'m>> {
    let is_foreign =
        component(file).is_managed() || context.project.app_of(file.file).is_some_and(App::is_made_by_salesforce);
    SchemaFile::new(file, context.library.document(file.file).filter(|_| !is_foreign)?)
}

fn component(file: &SourceFile) -> Component {
    Component { kind: file.kind.type_name(), name: file.name.clone() }
}

/// One finding for all that is too new on one ground, in the first file that contains some.
fn new(files: &[(&SourceFile, Vec<Bound>)], ground: Ground, context: &Context<'_>) -> Option<(Component, Finding)> {
    let of_ground = |bounds: &'_ [Bound]| bounds.iter().filter(|bound| bound.ground == ground).count();
    let holding: Vec<(&SourceFile, Vec<&Bound>)> = files
        .iter()
        .filter(|(_, bounds)| of_ground(bounds) > 0)
        .map(|(file, bounds)| (*file, bounds.iter().filter(|bound| bound.ground == ground).collect()))
        .collect();
    let ((first, bounds), others) = holding.split_first()?;
    let all = || holding.iter().flat_map(|(_, bounds)| bounds.iter().copied());
    let since = all().map(|bound| bound.version).max().unwrap_or_default();
    let who = match others {
        [] => format!("`{}` needs", first.name),
        [(other, _)] => format!("`{}` and `{}` need", first.name, other.name),
        others => format!("`{}` and {} need", first.name, count(others.len(), "other file")),
    };
    let (message, help) = too_new((&who, &names(all())), since, ground, context);
    let finding = spread(bounds, message, help, &since.to_string())?;
    let others = others.iter().filter_map(|(_, bounds)| bounds.first());
    let finding = others.fold(finding, |finding, bound| finding.related(bound.place, "in this file, too"));
    Some((component(first), weighed(finding, ground, context)))
}

/// `sourceApiVersion` is not certain to be the version of the deployment: tools retrieve with the org's version and
/// deploy with it, too. Real files often have elements of the release after it.
fn weighed(finding: Finding, ground: Ground, context: &Context<'_>) -> Finding {
    let is_certain = context.project.api_version.origin != VersionOrigin::ProjectFile;
    match ground {
        Ground::Published if is_certain => finding,
        Ground::Published | Ground::Value => {
            finding.severity(Severity::Warning).confidence(Confidence::Medium).profile(Profile::Strict)
        }
        Ground::Inferred => finding.severity(Severity::Info).confidence(Confidence::Low).profile(Profile::Audit),
    }
}

/// One finding for everything in a file that is too old. A WSDL without the element may be from an org without the
/// feature.
fn old(schema: &SchemaFile<'_>, context: &Context<'_>) -> Option<Finding> {
    let bounds = older(schema, context.api());
    let until = bounds.iter().map(|bound| bound.version).min()?;
    let names = names(bounds.iter());
    let (message, help) = too_old((&schema.file.name, &names), until, context);
    let finding = spread(&bounds.iter().collect::<Vec<_>>(), message, help, &names)?;
    Some(finding.severity(Severity::Warning).confidence(Confidence::Medium).profile(Profile::Strict))
}

/// Elements and scopes that are newer than the project's version, in order.
fn newer(schema: &SchemaFile<'_>, api: u16) -> Vec<Bound> {
    let is_newer = |since: u16| is_newer(since, api);
    let ground = |is_inferred: bool| if is_inferred { Ground::Inferred } else { Ground::Published };
    let facts = schema.facts;
    if let Some(root) = schema.document.root().filter(|_| is_newer(facts.since)) {
        let (name, ground) = (format!("the type `{}`", facts.name), ground(facts.is_since_inferred));
        return vec![Bound { name, version: facts.since, ground, place: schema.tag(root) }];
    }
    let elements = schema.known().filter(|(_, row)| is_newer(row.since));
    let elements = elements.map(|(visit, row)| Bound {
        name: format!("`{}`", row.name),
        version: row.since,
        ground: ground(row.is_since_inferred),
        place: schema.tag(visit.node),
    });
    let scopes = schema.known().filter(|(_, row)| row.path == "oauthConfig/scopes");
    let scopes = scopes.filter_map(|(visit, _)| {
        let Content::Text(text, place) = schema.content(visit) else { return None };
        let facts = SCOPES.iter().find(|scope| scope.name == *text && is_newer(scope.since))?;
        let ground = if facts.is_since_inferred { Ground::Inferred } else { Ground::Value };
        Some(Bound { name: format!("the scope `{text}`"), version: facts.since, ground, place: *place })
    });
    in_order(elements.chain(scopes))
}

/// Elements that the project's version no longer has, in order.
fn older(schema: &SchemaFile<'_>, api: u16) -> Vec<Bound> {
    let until = |row: &ElementFacts| row.until.filter(|until| *until < api);
    let elements = schema.known().filter_map(|(visit, row)| Some((visit, row, until(row)?)));
    in_order(elements.map(|(visit, row, version)| Bound {
        name: format!("`{}`", row.name),
        version,
        ground: Ground::Published,
        place: schema.tag(visit.node),
    }))
}

fn in_order(bounds: impl Iterator<Item = Bound>) -> Vec<Bound> {
    let mut bounds: Vec<Bound> = bounds.collect();
    bounds.sort_by_key(|bound| bound.place.span);
    bounds
}

/// The names of all, each once.
fn names<'b>(bounds: impl Iterator<Item = &'b Bound>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for bound in bounds {
        if !names.contains(&bound.name.as_str()) {
            names.push(&bound.name);
        }
    }
    let more = format!("{} more", names.len().saturating_sub(MAX_NAMES));
    if names.len() > MAX_NAMES {
        names.truncate(MAX_NAMES);
        names.push(&more);
    }
    list(&names)
}

/// A finding at the first place that shows the others of the file.
fn spread(bounds: &[&Bound], message: String, help: String, value: &str) -> Option<Finding> {
    let (first, rest) = bounds.split_first()?;
    let finding = Finding::new(first.place, message, help).value(value);
    Some(rest.iter().fold(finding, |finding, bound| finding.related(bound.place, "and this")))
}
