//! `json`: the frozen report for machines, schema 1.
//!
//! The structs here are the wire format and nothing else: it changes only by adding, or by raising `schema`. To
//! serialize the types of the stage `verdict` directly would be shorter, but then the change of a field's name would
//! break the programs of users without anyone noticing.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::rules::Reach;
use crate::schema::Evidence;
use crate::verdict::{ControlOf, ControlState, Judged, JudgedFix, JudgedRelated, PackReport, Status, Summary};

use super::harmless_json::{write_compact, write_pretty};
use super::json_range::{Range, range};

/// The version of the format, which only a change that is no addition raises.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Report<'s> {
    schema: u32,
    tool: Tool,
    summary: Totals<'s>,
    #[serde(serialize_with = "one_by_one")]
    findings: Vec<&'s Judged>,
    problems: Vec<Problem<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unchecked: Vec<Unchecked<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    packs: Vec<Pack<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note<'s>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Totals<'s> {
    files: usize,
    apps: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    accepted: usize,
    baselined: usize,
    hidden: usize,
    verdict: &'s str,
    exit_code: u8,
}

#[derive(Serialize)]
struct Finding<'s> {
    rule: &'s str,
    severity: &'s str,
    confidence: &'s str,
    status: &'s str,
    message: &'s str,
    help: &'s str,
    url: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'static str>,
    component: Component<'s>,
    path: &'s str,
    element: &'s str,
    range: Range,
    related: Vec<Related<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'s>>,
    fingerprint: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<Accepted<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    controls: Vec<Control<'s>>,
}

/// A control that a finding speaks against.
#[derive(Serialize)]
struct Control<'s> {
    pack: &'s str,
    id: &'s str,
    title: &'s str,
    url: &'s str,
}

/// What a run says of a benchmark.
#[derive(Serialize)]
struct Pack<'s> {
    name: &'s str,
    title: &'s str,
    url: &'s str,
    controls: Vec<JudgedControl<'s>>,
}

/// What a run says of a control.
#[derive(Serialize)]
struct JudgedControl<'s> {
    id: &'s str,
    title: &'s str,
    url: &'s str,
    cover: &'s str,
    state: &'s str,
    rules: &'s [&'s str],
    #[serde(skip_serializing_if = "str::is_empty")]
    why_not: &'s str,
}

/// Why a finding is accepted.
#[derive(Serialize)]
struct Accepted<'s> {
    reason: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    origin: &'s str,
}

/// Something that could not be checked.
#[derive(Serialize)]
struct Unchecked<'s> {
    what: &'s str,
    component: Component<'s>,
    path: &'s str,
    reason: &'s str,
    needs: &'s str,
}

/// Something to say of acceptances or of facts.
#[derive(Serialize)]
struct Note<'s> {
    level: &'s str,
    path: &'s str,
    line: u32,
    message: &'s str,
}

#[derive(Serialize)]
struct Fix<'s> {
    safety: &'s str,
    /// Whether calint applies it only if `--only` names the rule.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    needs_only: bool,
    title: &'s str,
    edits: Vec<Edit<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rename: Option<Rename<'s>>,
}

/// Bytes of the file that become a text.
#[derive(Serialize)]
struct Edit<'s> {
    path: &'s str,
    start: u64,
    end: u64,
    text: &'s str,
}

#[derive(Serialize)]
struct Rename<'s> {
    path: &'s str,
    to: String,
}

/// A line of `jsonl`.
#[derive(Serialize)]
struct Line<'s> {
    schema: u32,
    tool_version: &'static str,
    #[serde(flatten)]
    finding: Finding<'s>,
}

#[derive(Serialize)]
struct Component<'s> {
    r#type: &'s str,
    name: &'s str,
}

#[derive(Serialize)]
struct Related<'s> {
    path: &'s str,
    range: Range,
    message: &'s str,
}

#[derive(Serialize)]
struct Problem<'s> {
    path: &'s str,
    message: &'s str,
    help: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

/// Writes the report.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    write_pretty(&report(summary), out)?;
    out.write_all(b"\n")
}

/// Writes one finding a line, each with the schema and the version of the tool.
///
/// # Errors
///
/// The writer fails.
pub(super) fn write_lines(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    for judged in summary.all() {
        let line = Line { schema: SCHEMA, tool_version: env!("CARGO_PKG_VERSION"), finding: finding(judged) };
        write_compact(&line, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn report(summary: &Summary) -> Report<'_> {
    let counts = summary.counts;
    Report {
        schema: SCHEMA,
        tool: Tool { name: "calint", version: env!("CARGO_PKG_VERSION") },
        summary: Totals {
            files: counts.files,
            apps: counts.apps,
            errors: counts.errors,
            warnings: counts.warnings,
            infos: counts.infos,
            accepted: counts.accepted,
            baselined: counts.baselined,
            hidden: counts.hidden,
            verdict: summary.verdict.as_str(),
            exit_code: summary.exit_code.number(),
        },
        findings: summary.all(),
        problems: summary.problems.iter().map(problem).collect(),
        unchecked: summary.unchecked.iter().map(unchecked).collect(),
        packs: summary.packs.iter().map(pack).collect(),
        notes: summary.notes.iter().map(note).collect(),
    }
}

/// There may be very many.
fn one_by_one<S: Serializer>(findings: &[&Judged], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(|judged| finding(judged)))
}

fn finding(finding: &Judged) -> Finding<'_> {
    Finding {
        rule: finding.page.name,
        severity: finding.severity.as_str(),
        confidence: finding.confidence.as_str(),
        status: finding.status.as_str(),
        message: &finding.message,
        help: &finding.help,
        url: finding.page.url(),
        evidence: finding.page.evidence(finding.severity).map(Evidence::as_str),
        component: Component { r#type: finding.component.kind, name: &finding.component.name },
        path: &finding.place.path,
        element: &finding.element,
        range: range(finding.place.range),
        related: finding.related.iter().map(related).collect(),
        fix: finding.fix.as_deref().map(fix),
        fingerprint: &finding.fingerprint,
        accepted: accepted(&finding.status),
        controls: finding.controls.iter().map(control).collect(),
    }
}

fn accepted(status: &Status) -> Option<Accepted<'_>> {
    let Status::Accepted(accepted) = status else { return None };
    let until = accepted.until.map(|until| until.to_string());
    Some(Accepted { reason: &accepted.reason, until, origin: &accepted.origin })
}

fn control(of: &ControlOf) -> Control<'static> {
    let ControlOf { pack, control } = of;
    Control { pack: pack.name, id: control.id, title: control.title, url: control.url }
}

fn pack(report: &PackReport) -> Pack<'static> {
    let judged = |(control, state): &(&'static crate::rules::Control, ControlState)| JudgedControl {
        id: control.id,
        title: control.title,
        url: control.url,
        cover: control.cover.as_str(),
        state: state.as_str(),
        rules: control.rules,
        why_not: control.why_not,
    };
    let pack = report.pack;
    Pack { name: pack.name, title: pack.title, url: pack.url, controls: report.controls.iter().map(judged).collect() }
}

fn unchecked(unchecked: &crate::verdict::Unchecked) -> Unchecked<'_> {
    Unchecked {
        what: unchecked.what.as_str(),
        component: Component { r#type: unchecked.kind, name: &unchecked.name },
        path: &unchecked.path,
        reason: unchecked.reason,
        needs: unchecked.needs,
    }
}

fn note(note: &crate::verdict::Note) -> Note<'_> {
    Note { level: note.level.as_str(), path: &note.path, line: note.line, message: &note.message }
}

fn fix(fix: &JudgedFix) -> Fix<'_> {
    let edits = fix.shown_edits().iter().map(|edit| Edit {
        path: &fix.path,
        start: edit.range.start.offset,
        end: edit.range.end.offset,
        text: &edit.text,
    });
    Fix {
        safety: fix.offer.safety.as_str(),
        needs_only: fix.reach == Reach::Shared,
        title: &fix.offer.title,
        edits: edits.collect(),
        rename: fix.new_path().map(|to| Rename { path: &fix.path, to }),
    }
}

fn related(related: &JudgedRelated) -> Related<'_> {
    Related { path: &related.place.path, range: range(related.place.range), message: &related.message }
}

fn problem(problem: &crate::verdict::Problem) -> Problem<'_> {
    Problem { path: &problem.path, message: &problem.message, help: &problem.help, range: problem.range.map(range) }
}
