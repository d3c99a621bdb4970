//! Flows for machines: one document, or one row a line.
//!
//! The structs are the wire format and nothing else, as in the report of `check`: they change only by adding.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::harmless_json::{write_compact, write_pretty};
use crate::report::json_range::{Range, range};
use crate::schema::{ConditionRole, Evidence};
use crate::verdict::{AppFlows, ToldCondition, ToldFlow};

use super::listed::FlowReport;

/// The version of the format, which only a change that is no addition raises.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    tool: Tool,
    apps: Vec<App<'r>>,
    problems: Vec<Problem<'r>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct App<'r> {
    component: Component<'r>,
    path: &'r str,
    flows: Vec<Flow<'r>>,
    off: usize,
}

#[derive(Serialize)]
struct Component<'r> {
    r#type: &'static str,
    name: &'r str,
}

#[derive(Serialize)]
struct Flow<'r> {
    flow: &'static str,
    state: &'static str,
    person: bool,
    advice: &'static str,
    ends: Option<String>,
    acts_as: Option<&'r str>,
    confidence: &'static str,
    /// What is known to speak against it.
    against: Vec<&'static str>,
    preconditions: Vec<Precondition<'r>>,
    /// What a caller sends, as lines of a shell, if that was asked for.
    request: Option<&'static [&'static str]>,
}

#[derive(Serialize)]
struct Precondition<'r> {
    id: &'static str,
    role: &'static str,
    met: Option<bool>,
    text: &'static str,
    path: Option<&'r str>,
    range: Option<Range>,
    needs: Option<&'r str>,
    error: Option<TokenError>,
    evidence: &'static str,
}

#[derive(Serialize)]
struct TokenError {
    error: &'static str,
    description: &'static str,
    note: &'static str,
    evidence: &'static str,
}

#[derive(Serialize)]
struct Problem<'r> {
    path: &'r str,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

/// A line of `jsonl`.
#[derive(Serialize)]
struct Line<T> {
    kind: &'static str,
    schema: u32,
    tool_version: &'static str,
    #[serde(flatten)]
    row: T,
}

/// A flow with its app.
#[derive(Serialize)]
struct FlowLine<'r> {
    component: Component<'r>,
    path: &'r str,
    #[serde(flatten)]
    flow: Flow<'r>,
}

pub(super) fn write(report: &FlowReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let apps = report.apps.iter().map(|listed| App {
        component: component(listed.app),
        path: &listed.app.path,
        flows: listed.flows.iter().map(|it| flow(report, it)).collect(),
        off: listed.off,
    });
    let document = Document {
        schema: SCHEMA,
        tool: Tool { name: "calint", version: env!("CARGO_PKG_VERSION") },
        apps: apps.collect(),
        problems: report.problems.iter().map(problem).collect(),
    };
    write_pretty(&document, out)?;
    out.write_all(b"\n")
}

pub(super) fn write_lines(report: &FlowReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    for listed in &report.apps {
        for told in &listed.flows {
            let row = FlowLine { component: component(listed.app), path: &listed.app.path, flow: flow(report, told) };
            write_line("flow", row, out)?;
        }
    }
    report.problems.iter().try_for_each(|it| write_line("problem", problem(it), out))
}

fn write_line(kind: &'static str, row: impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    write_compact(&Line { kind, schema: SCHEMA, tool_version: env!("CARGO_PKG_VERSION"), row }, out)?;
    out.write_all(b"\n")
}

fn component(app: &AppFlows) -> Component<'_> {
    Component { r#type: app.component.kind, name: &app.component.name }
}

fn flow<'r>(report: &FlowReport<'_>, told: &'r ToldFlow) -> Flow<'r> {
    let facts = told.flow.facts();
    let request = report.request(told);
    Flow {
        flow: told.flow.as_str(),
        state: told.state.as_str(),
        person: facts.person,
        advice: facts.advice,
        ends: told.ends.map(|day| day.to_string()),
        acts_as: told.acts_as.as_deref(),
        confidence: told.confidence.as_str(),
        against: told.unmet().map(|it| it.condition.as_str()).collect(),
        preconditions: told.conditions.iter().map(precondition).collect(),
        request: (!request.is_empty()).then_some(request),
    }
}

fn precondition(told: &ToldCondition) -> Precondition<'_> {
    let facts = told.condition.facts();
    let (path, place) = told.place.as_ref().map_or((None, None), |(path, place)| (Some(path.as_str()), Some(*place)));
    let is_of_caller = facts.role == ConditionRole::Caller;
    Precondition {
        id: told.condition.as_str(),
        role: facts.role.as_str(),
        met: told.met,
        text: told.text(),
        path,
        range: place.map(range),
        needs: if is_of_caller { None } else { told.needs.as_deref() },
        error: told.error.map(|error| TokenError {
            error: error.word,
            description: error.description,
            note: error.note,
            evidence: evidence(error.evidence),
        }),
        evidence: evidence(facts.evidence),
    }
}

/// As in the report of `check`, but for one word.
fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Reports(_) => "public-reports",
        other => other.as_str(),
    }
}

fn problem(problem: &crate::verdict::Problem) -> Problem<'_> {
    Problem { path: &problem.path, message: &problem.message, range: problem.range.map(range) }
}
