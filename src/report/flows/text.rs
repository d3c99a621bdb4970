//! Flows for people: an app, and below it what each flow lacks or needs to be known.

use std::io::{self, Write};

use crate::posture::State;
use crate::report::neutral::{log_line, one_line};
use crate::report::screen::{Color, Screen};
use crate::verdict::{ToldCondition, ToldFlow};
use crate::words;

use super::listed::{FlowReport, ListedApp, answered, known_by, needs};

/// The column in which the reasons of a flow begin.
const REASONS: usize = 36;

pub(super) fn write(report: &FlowReport<'_>, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    for (number, app) in report.apps.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_app(report, app, (screen, &mut *out))?;
    }
    for problem in report.problems {
        writeln!(out, "\nnot read: {}: {}", one_line(&report.here.path(&problem.path)), one_line(&problem.message))?;
    }
    Ok(())
}

fn write_app(report: &FlowReport<'_>, app: &ListedApp<'_>, (screen, out): (Screen, &mut dyn Write)) -> io::Result<()> {
    let component = &app.app.component;
    let kind = if component.kind == "ConnectedApp" { "connected app" } else { "External Client App" };
    let path = one_line(&report.here.path(&app.app.path));
    let name = screen.paint(&log_line(&component.name), Color::Bold);
    writeln!(out, "{name}   {kind}   {path}")?;
    for flow in &app.flows {
        write_flow(report, flow, (app, screen, &mut *out))?;
    }
    if app.off > 0 {
        let more = if app.flows.is_empty() { "" } else { "more " };
        writeln!(out, "  {} off", words::count_of(app.off, &format!("{more}flow is"), &format!("{more}flows are")))?;
    }
    Ok(())
}

fn write_flow(
    report: &FlowReport<'_>,
    flow: &ToldFlow,
    (app, screen, out): (&ListedApp<'_>, Screen, &mut dyn Write),
) -> io::Result<()> {
    let mut reasons = reasons(flow, app).into_iter();
    let head = format!("  {:<21}{:<12} ", flow.flow, flow.state);
    let state = screen.paint(&format!("{:<12}", flow.state), color(flow.state));
    let colored = format!("  {:<21}{state} ", flow.flow);
    let pad = " ".repeat(REASONS.saturating_sub(head.chars().count()));
    writeln!(out, "{}", format!("{colored}{pad}{}", reasons.next().unwrap_or_default()).trim_end())?;
    for reason in reasons {
        writeln!(out, "{}{reason}", " ".repeat(REASONS))?;
    }
    for line in report.request(flow) {
        writeln!(out, "{}{line}", " ".repeat(REASONS))?;
    }
    Ok(())
}

fn color(state: State) -> Color {
    match state {
        State::Incomplete => Color::Red,
        State::Unknown => Color::Yellow,
        State::Ready | State::Open => Color::Green,
        State::Off => Color::Dim,
    }
}

/// Why a flow has its state: first what is missing, then what is not known.
fn reasons(flow: &ToldFlow, app: &ListedApp<'_>) -> Vec<String> {
    let mut reasons = Vec::new();
    for condition in flow.unmet() {
        reasons.push(format!("✗ {}{}", condition.text(), at(condition, app)));
        if let Some(error) = condition.error {
            let note = if error.note.is_empty() { String::new() } else { format!(". {}", error.note) };
            reasons.push(format!("  a request is answered: {} ({}){note}", answered(error), known_by(error.evidence)));
        }
    }
    if flow.state == State::Incomplete {
        reasons.extend(flow.met().map(|condition| format!("✓ {}{}", condition.text(), at(condition, app))));
    }
    if flow.state != State::Off {
        let lines = needs(flow).into_iter().map(|(needs, conditions)| {
            let texts: Vec<&str> = conditions.iter().map(|condition| condition.text()).collect();
            format!("? {needs} would tell whether {}", words::list(&texts))
        });
        reasons.extend(lines);
    }
    if matches!(flow.state, State::Ready | State::Open) {
        reasons.push(format!("advice: {}", flow.flow.facts().advice));
    }
    if let Some(user) = flow.acts_as.as_ref().filter(|_| flow.state != State::Off) {
        reasons.push(format!("tokens act as {}", one_line(user)));
    }
    if let Some(day) = flow.ends {
        match reasons.first_mut() {
            Some(first) => *first = format!("{first}; ends {day}"),
            None => reasons.push(format!("ends {day}")),
        }
    }
    reasons
}

/// `(:8)` in the file of the app, and the name of any other file before the line.
fn at(condition: &ToldCondition, app: &ListedApp<'_>) -> String {
    let Some((path, range)) = &condition.place else { return String::new() };
    let name = if *path == app.app.path { "" } else { path.rsplit('/').next().unwrap_or_default() };
    format!(" ({}:{})", one_line(name), range.start.line)
}
