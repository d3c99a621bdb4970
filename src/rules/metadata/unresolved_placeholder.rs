//! A value is a template placeholder that nothing fills in.

use crate::model::Callback;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::rules::schema::{Content, SchemaFile, is_secret};
use crate::schema::{Confidence, ElementFacts, Profile, Severity};
use crate::workspace::Place;

const HELP: &str = "fill it in, or declare under `replacements` in sfdx-project.json what replaces it";

fn unresolved(schema: &SchemaFile<'_>, row: &ElementFacts, place: Place) -> Finding {
    let text = schema.document.slice(place.span);
    let named = || format!("the placeholder `{text}`");
    let shown = if is_secret(row.name) { "a placeholder".to_owned() } else { named() };
    let message = format!("`{}` of `{}` is {shown}, and nothing replaces it", row.name, schema.file.name);
    Finding::new(place, message, HELP).value(text)
}

fn example(schema: &SchemaFile<'_>, row: &ElementFacts, place: Place) -> Finding {
    let text = schema.document.slice(place.span);
    let message = format!("`{}` of `{}` names the documentation's example host: {text}", row.name, schema.file.name);
    let help = "write the real address, or one that belongs to the team";
    let finding = Finding::new(place, message, help).value(text);
    finding.severity(Severity::Info).confidence(Confidence::Low).profile(Profile::Audit)
}

pub(in crate::rules) fn check(schema: &SchemaFile<'_>, context: &Context<'_>) -> Vec<Finding> {
    // People who copy a folder of templates beside the packages fill it in.
    let packages = &context.project.package_directories;
    if !packages.is_empty() && !packages.iter().any(|package| schema.file.path.starts_with(&package.path)) {
        return Vec::new();
    }
    let places = schema.known().flat_map(|(visit, row)| {
        let places = schema.placeholders(visit).into_iter();
        places.map(move |place| unresolved(schema, row, place))
    });
    places.chain(examples(schema, context)).collect()
}

/// Contacts and callbacks at a host that is reserved for documentation.
fn examples(schema: &SchemaFile<'_>, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (visit, row) in schema.known() {
        let Content::Text(text, whole) = schema.content(visit) else { continue };
        match row.name {
            "contactEmail" if is_example_address(text) => {
                findings.push(example(schema, row, *whole));
            }
            "callbackUrl" if text.contains("example.") && !serves_machines_only(schema, context) => {
                let value = schema.document.value(visit.node);
                let lines = value.lines().filter(|line| Callback::parse(line.text).is_at_example_host());
                findings.extend(lines.map(|line| example(schema, row, Place { span: line.span, ..*whole })));
            }
            _ => {}
        }
    }
    findings
}

fn is_example_address(address: &str) -> bool {
    let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
    matches!(domain.as_str(), "example.com" | "example.org" | "example.net")
}

/// Whether the app needs no callback and only fills the required element.
fn serves_machines_only(schema: &SchemaFile<'_>, context: &Context<'_>) -> bool {
    let app = context.project.app_of(schema.file.file);
    app.is_some_and(|app| app.oauth.is_some() && context.posture(app).machine_only != Some(false))
}
