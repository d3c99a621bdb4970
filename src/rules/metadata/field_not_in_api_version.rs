//! Elements and scopes that the project's API version does not know.
//!
//! What is too new has one cause, the version: a project has one finding for all of it. What is too old has to go from
//! each file, so a file has one finding for all of that.

use crate::model::{App, Component, EARLIEST, ElementFacts, Place, SCOPES, SourceFile, VersionOrigin};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;
use crate::rules::schema::{Content, SchemaFile};

/// So many names are told.
const MAX_NAMES: usize = 8;

/// Something with the version that bounds it, and its place.
type Bound = (String, u16, Place);

fn too_new((who, names): (&str, &str), since: u16, context: &Context<'_>) -> (String, String) {
    let version = context.project.api_version;
    let message = format!("{who} API {since}.0 for {names}, but the project is written for {version}");
    (message, format!("raise the API version to {since}.0 or later, or delete {names}"))
}

fn too_old((file, names): (&str, &str), until: u16, context: &Context<'_>) -> (String, String) {
    let version = context.project.api_version;
    let message = format!("{names} of `{file}` went after API {until}.0, but the project is written for {version}");
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
    newer_files.retain(|(_, bounds)| !bounds.is_empty());
    found.extend(new(&newer_files, context));
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

/// One finding for all that is too new, in the first file that holds some.
fn new(files: &[(&SourceFile, Vec<Bound>)], context: &Context<'_>) -> Option<(Component, Finding)> {
    let ((first, bounds), others) = files.split_first()?;
    let all = || files.iter().flat_map(|(_, bounds)| bounds);
    let since = all().map(|(_, since, _)| *since).max().unwrap_or_default();
    let who = match others {
        [] => format!("`{}` needs", first.name),
        [(other, _)] => format!("`{}` and `{}` need", first.name, other.name),
        others => format!("`{}` and {} other files need", first.name, others.len()),
    };
    let (message, help) = too_new((&who, &names(all())), since, context);
    let finding = spread(bounds, message, help, &since.to_string())?;
    let others = others.iter().filter_map(|(_, bounds)| bounds.first());
    let finding = others.fold(finding, |finding, (.., place)| finding.related(*place, "in this file, too"));
    Some((component(first), finding))
}

/// One finding for all of a file that is too old.
fn old(schema: &SchemaFile<'_>, context: &Context<'_>) -> Option<Finding> {
    let bounds = older(schema, context.api());
    let until = bounds.iter().map(|(_, until, _)| *until).min()?;
    let names = names(bounds.iter());
    let (message, help) = too_old((&schema.file.name, &names), until, context);
    spread(&bounds, message, help, &names)
}

/// Elements and scopes that are newer than the project's version, in order.
fn newer(schema: &SchemaFile<'_>, api: u16) -> Vec<Bound> {
    let is_newer = |since: u16| since > api && since != EARLIEST;
    let facts = schema.facts;
    if let Some(root) = schema.document.root().filter(|_| is_newer(facts.since)) {
        return vec![(format!("the type `{}`", facts.name), facts.since, schema.tag(root))];
    }
    let elements = schema.known().filter(|(_, row)| is_newer(row.since));
    let elements = elements.map(|(visit, row)| (format!("`{}`", row.name), row.since, schema.tag(visit.node)));
    let scopes = schema.known().filter(|(_, row)| row.path == "oauthConfig/scopes");
    let scopes = scopes.filter_map(|(visit, _)| {
        let Content::Text(text, place) = schema.content(visit) else { return None };
        let facts = SCOPES.iter().find(|scope| scope.name == *text && is_newer(scope.since))?;
        Some((format!("the scope `{text}`"), facts.since, *place))
    });
    in_order(elements.chain(scopes))
}

/// Elements that the project's version no longer has, in order.
fn older(schema: &SchemaFile<'_>, api: u16) -> Vec<Bound> {
    let until = |row: &ElementFacts| row.until.filter(|until| *until < api);
    let elements = schema.known().filter_map(|(visit, row)| Some((visit, row, until(row)?)));
    in_order(elements.map(|(visit, row, until)| (format!("`{}`", row.name), until, schema.tag(visit.node))))
}

fn in_order(bounds: impl Iterator<Item = Bound>) -> Vec<Bound> {
    let mut bounds: Vec<Bound> = bounds.collect();
    bounds.sort_by_key(|(_, _, place)| place.span);
    bounds
}

/// The names of all, each once.
fn names<'b>(bounds: impl Iterator<Item = &'b Bound>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (name, ..) in bounds {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(MAX_NAMES);
    names.truncate(MAX_NAMES);
    let told = names.join(", ");
    if more == 0 { told } else { format!("{told} and {more} more") }
}

/// A finding at the first place that shows the others of the file.
fn spread(bounds: &[Bound], message: String, help: String, value: &str) -> Option<Finding> {
    let ((.., first), rest) = bounds.split_first()?;
    let finding = Finding::new(*first, message, help).value(value);
    Some(rest.iter().fold(finding, |finding, (.., place)| finding.related(*place, "and this")))
}
