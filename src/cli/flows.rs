//! `calint flows`: for each app and each OAuth flow, whether it can be used.
//!
//! The command stops at the postures and runs no rule, so that it and `check` cannot disagree: both ask the same sheet.

use globset::GlobMatcher;

use crate::globs::{self, Star};
use crate::posture::State;
use crate::report::{FlowReport, Here, ListedApp, Requests, one_line};
use crate::schema::Need;
use crate::verdict::{AppFlows, ExitCode, Summary, ToldFlow, count_states};
use crate::words;
use crate::workspace::Memory;

use super::baseline_file::Purpose;
use super::command_error::CommandError;
use super::flows_arguments::{FlowsArguments, FlowsFailOn};
use super::look::Look;
use super::plan::{self, PlanError};
use super::selection::Selection;
use super::{output, progress, screen};

/// Lists the flows.
pub(super) fn run(arguments: &FlowsArguments) -> Result<ExitCode, CommandError> {
    let selection = Selection::from(arguments.scope.clone());
    let mut plan = plan::plan(&selection, arguments.stdin_filename.as_deref())?;
    plan.uses_baselines = false;
    plan.instead_of_rules = Some(Need::ALL.iter().copied().filter(|need| *need != Need::OtherFiles).collect());
    let apps = arguments.app.as_deref().map(glob).transpose()?;
    let look = progress::telling(|| Look::open(&plan, Purpose::Compare, Memory::default()))?;
    let crate::Insight { flows, summary } = look.insight()?;
    let is_wanted = |app: &&AppFlows| apps.as_ref().is_none_or(|glob| glob.is_match(&app.component.name));
    let apps: Vec<ListedApp<'_>> = flows
        .iter()
        .filter(is_wanted)
        .map(|app| listed(app, arguments))
        .filter(|app| is_told(app, arguments))
        .collect();
    let here = Here::of(&summary);
    let requests = if arguments.curl { Requests::Shown } else { Requests::Hidden };
    let report = FlowReport { apps, problems: &summary.problems, requests, here: &here };
    let screen = screen::stdout(arguments.color);
    output::write_stdout(|out| report.write(arguments.format, screen, out))?;
    Ok(conclude(&report, &summary, arguments))
}

fn glob(text: &str) -> Result<GlobMatcher, PlanError> {
    let refused = |reason| PlanError::App { text: text.to_owned(), reason };
    globs::compile(text, Star::WithinFolder).map_err(refused)
}

/// An app with the flows that were asked for.
fn listed<'r>(app: &'r AppFlows, arguments: &FlowsArguments) -> ListedApp<'r> {
    let is_shown = |flow: &&ToldFlow| {
        let is_default = arguments.all || flow.state != State::Off;
        if arguments.state.is_empty() { is_default } else { arguments.state.contains(&flow.state) }
    };
    let asked: Vec<&ToldFlow> = app.flows.iter().filter(|flow| is_asked(flow, arguments)).collect();
    let flows: Vec<&ToldFlow> = asked.iter().copied().filter(is_shown).collect();
    let counts_off = arguments.state.is_empty() && !arguments.all;
    let off = asked.iter().filter(|flow| counts_off && flow.state == State::Off).count();
    ListedApp { app, flows, off }
}

/// Whether the command line names a flow, in any state.
fn is_asked(flow: &ToldFlow, arguments: &FlowsArguments) -> bool {
    arguments.flow.is_empty() || arguments.flow.contains(&flow.flow)
}

/// Whether an app is listed: always, unless only some flows or states were asked for and it has none of them.
fn is_told(app: &ListedApp<'_>, arguments: &FlowsArguments) -> bool {
    !app.flows.is_empty() || (arguments.state.is_empty() && arguments.flow.is_empty())
}

/// The exit code, with the line that says why.
fn conclude(report: &FlowReport<'_>, summary: &Summary, arguments: &FlowsArguments) -> ExitCode {
    let flows = || report.apps.iter().flat_map(|listed| &listed.flows);
    let incomplete = flows().filter(|flow| flow.state == State::Incomplete).count();
    let mut broken = 0;
    for listed in report.apps.iter().filter(|_| arguments.expect) {
        for flow in &listed.app.broken_promises {
            broken += 1;
            let name = one_line(&listed.app.component.name);
            output::say(&format!("calint: `{name}` is declared to use {flow}, and that flow cannot be used"));
        }
    }
    let (code, reason) = if !summary.problems.is_empty() {
        let problems = words::count(summary.problems.len(), "problem");
        (ExitCode::Incomplete, format!("incomplete because of {problems}"))
    } else if broken > 0 {
        (
            ExitCode::Findings,
            format!("{} not be used", words::count_of(broken, "declared flow can", "declared flows can")),
        )
    } else if arguments.fail_on == Some(FlowsFailOn::Incomplete) && incomplete > 0 {
        (ExitCode::Findings, words::count_of(incomplete, "flow is incomplete", "flows are incomplete"))
    } else {
        (ExitCode::Clean, "calint looked".to_owned())
    };
    let asked = report.apps.iter().flat_map(|listed| &listed.app.flows).filter(|flow| is_asked(flow, arguments));
    let counted = count_states(report.apps.len(), &asked.map(|flow| flow.state).collect::<Vec<_>>());
    if !arguments.quiet || code == ExitCode::Incomplete {
        output::say(&format!("calint: {counted}; exit {}: {reason}", code.number()));
    }
    code
}
