//! `sarif`: SARIF 2.1.0 as GitHub code scanning reads it, and other readers too.
//!
//! The structs here are the part of the standard that is used, in its order and with its names; a crate with all of the
//! standard would be many times as large, and would not know which parts GitHub reads. Every rule of the run is listed,
//! so that alerts close. Paths are URIs relative to the repository, and nothing in the report depends on the machine.

use std::io::{self, Write};

use serde::Serialize;

use crate::rules::Page;
use crate::schema::Evidence;
use crate::verdict::{
    Accepted, ExitCode, Judged, JudgedFix, JudgedRelated, Place, Problem, Status, Summary, Unchecked,
};

use super::harmless_json::write_pretty;
use super::neutral::one_line;
use super::sarif_places::{ArtifactLocation, PhysicalLocation, Region, physical, region};
use super::sarif_rules::{Rule, Text, level, rule};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'s> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'s>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'s> {
    tool: Tool,
    automation_details: AutomationDetails,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<Finding<'s>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule>,
}

/// By `category/run`: one upload takes one run of a category.
#[derive(Serialize)]
struct AutomationDetails {
    id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_configuration_notifications: Vec<Notification>,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
    locations: [Location; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'s> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints<'s>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix>,
    properties: FindingProperties,
}

/// Why a finding does not count.
#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Text,
    artifact_changes: [ArtifactChange; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fingerprints<'s> {
    /// The only one that GitHub reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_location_line_hash: Option<&'s str>,
    #[serde(rename = "calint/v1")]
    calint: &'s str,
}

#[derive(Serialize)]
struct FindingProperties {
    confidence: &'static str,
    /// How the claim is known on which the finding rests.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'static str>,
    component: Component,
    element: String,
    /// Shown as tags of the result.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'static str>,
}

#[derive(Serialize)]
struct Component {
    r#type: String,
    name: String,
}

#[derive(Serialize)]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    physical: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

/// Writes the report.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run(summary)] };
    write_pretty(&log, out)?;
    out.write_all(b"\n")
}

fn run(summary: &Summary) -> Run<'_> {
    let mut pages = summary.rules.clone();
    pages.sort_by_key(|page| page.name);
    let rules = pages.iter().map(|page| rule(page)).collect();
    Run {
        tool: Tool {
            driver: Driver {
                name: "calint",
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                rules,
            },
        },
        automation_details: AutomationDetails { id: "calint/" },
        column_kind: "unicodeCodePoints",
        invocations: [invocation(summary)],
        results: summary.findings.iter().map(|judged| finding(judged, &pages, summary)).collect(),
    }
}

fn invocation(summary: &Summary) -> Invocation {
    let problems: Vec<Notification> = summary.problems.iter().map(notification).collect();
    let (of_configuration, of_files) =
        if summary.exit_code == ExitCode::Usage { (problems, Vec::new()) } else { (Vec::new(), problems) };
    Invocation {
        execution_successful: summary.problems.is_empty(),
        exit_code: summary.exit_code.number(),
        tool_configuration_notifications: of_configuration,
        tool_execution_notifications: of_files.into_iter().chain(summary.unchecked.iter().map(not_checked)).collect(),
    }
}

fn notification(problem: &Problem) -> Notification {
    Notification {
        level: "error",
        message: told(&problem.message, &problem.help),
        locations: [Location { id: None, physical: physical(&problem.path, problem.range), message: None }],
    }
}

fn not_checked(unchecked: &Unchecked) -> Notification {
    let message = format!("`{}` was {}: {}", unchecked.name, unchecked.what.extent(), unchecked.reason);
    Notification {
        level: "note",
        message: told(&message, &format!("needed: {}", unchecked.needs)),
        locations: [Location { id: None, physical: physical(&unchecked.path, None), message: None }],
    }
}

fn finding<'s>(judged: &'s Judged, pages: &[&'static Page], summary: &'s Summary) -> Finding<'s> {
    let related = judged.related.iter().zip(1..);
    Finding {
        rule_id: judged.page.name,
        rule_index: pages.binary_search_by_key(&judged.page.name, |page| page.name).ok(),
        level: level(judged.severity),
        message: told(&judged.message, &judged.help),
        locations: [Location { id: None, physical: place(&judged.place), message: None }],
        related_locations: related.map(|(related, id)| related_location(related, id)).collect(),
        partial_fingerprints: Fingerprints {
            primary_location_line_hash: line_hash(&judged.place, summary),
            calint: &judged.fingerprint,
        },
        suppressions: suppression(&judged.status).map(|suppression| [suppression]),
        baseline_state: (judged.status == Status::Baselined).then_some("unchanged"),
        fixes: judged.fix.as_deref().into_iter().filter_map(fix).collect(),
        properties: FindingProperties {
            confidence: judged.confidence.as_str(),
            evidence: judged.page.evidence(judged.severity).map(Evidence::as_str),
            component: Component { r#type: one_line(judged.component.kind), name: one_line(&judged.component.name) },
            element: one_line(&judged.element),
            tags: judged.controls.iter().map(|of| of.control.id).collect(),
        },
    }
}

fn suppression(status: &Status) -> Option<Suppression> {
    let justification = match status {
        Status::Active => return None,
        Status::Accepted(Accepted { reason, .. }) => one_line(reason),
        Status::Baselined => "in the baseline".to_owned(),
    };
    Some(Suppression { kind: "external", status: "accepted", justification })
}

/// The edits of a fix. SARIF cannot express a new file name.
fn fix(fix: &JudgedFix) -> Option<Fix> {
    let replacements = fix.shown_edits().iter().map(|edit| Replacement {
        deleted_region: region(edit.range),
        inserted_content: Text { text: edit.text.clone() },
    });
    let change = ArtifactChange {
        artifact_location: physical(&fix.path, None).artifact_location,
        replacements: replacements.collect(),
    };
    let title = format!("{} ({})", unlinked(&fix.offer.title), fix.offer.safety.as_str());
    (!change.replacements.is_empty()).then_some(Fix { description: Text { text: title }, artifact_changes: [change] })
}

fn related_location(related: &JudgedRelated, id: usize) -> Location {
    let message = (!related.message.is_empty()).then(|| Text { text: unlinked(&related.message) });
    Location { id: Some(id), physical: place(&related.place), message }
}

fn line_hash<'s>(place: &Place, summary: &'s Summary) -> Option<&'s str> {
    let line = usize::try_from(place.range.start.line).ok()?.checked_sub(1)?;
    summary.line_hashes.get(&place.path)?.get(line).map(String::as_str)
}

fn place(place: &Place) -> PhysicalLocation {
    physical(&place.path, Some(place.range))
}

/// What a finding says and what to do, as two sentences.
fn told(message: &str, help: &str) -> Text {
    let sentences = [message, help].into_iter().filter(|text| !text.is_empty()).map(sentence);
    Text { text: sentences.collect::<Vec<_>>().join(" ") }
}

fn sentence(text: &str) -> String {
    let text = unlinked(text);
    let end = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).chain(end.chars()).collect()
}

/// On one line, and without a link: in a message `[label](target)` is one, and a value of a file may contain one.
fn unlinked(text: &str) -> String {
    one_line(text).replace("](", "] (")
}
