//! `calint check`
//!
//! The findings and the verdict come from the stage `verdict`; this file decides only what is printed where. Reports
//! contain findings and go to stdout or files. Everything else goes to stderr, so that it cannot break a report: notes
//! on the configuration, files that were skipped or could not be checked, and last a line that names the exit code with
//! its reason.

use crate::config::Config;
use crate::model::{Opened, Replacing};
use crate::report::{Detail, Extent, Look, Screen, StatisticsForm, write_statistics};
use crate::schema::Kind;
use crate::verdict::{
    ControlState, ExitCode, Note, NoteLevel, PackReport, SetAside, Summary, TextsWanted, describe_unchecked,
};
use crate::workspace::NamedLinks;
use crate::{report, words};

use super::baseline_file::Purpose;
use super::check_arguments::{CheckArguments, ReportFile};
use super::closing_line::closing_line;
use super::command_error::CommandError;
use super::look::look;
use super::plan::Plan;
use super::run::{Outcome, Reporting};
use super::{changes, fix, fix_lines, output, plan, progress, report_targets, screen, watch, wrong_configuration};

/// calint names this many skipped files on stderr at most, so that they fit on the line with their count.
const NAMED: usize = 3;

/// Checks and reports, again and again if that is asked for.
pub(super) fn run(arguments: &CheckArguments) -> Result<ExitCode, CommandError> {
    if arguments.watch { watch::run(arguments, || check(arguments)) } else { check(arguments) }
}

fn check(arguments: &CheckArguments) -> Result<ExitCode, CommandError> {
    let statistics = statistics_form(arguments)?;
    let plan = decided(arguments)?;
    let outcome = if arguments.repair.is_asked() {
        fix::run(arguments, &plan)
    } else {
        progress::telling(|| look(&plan, Purpose::Compare)).map(|looked| Outcome::of(looked.summary, looked.configs))
    };
    let outcome = match outcome {
        Err(CommandError::Configuration(error)) => {
            let summary = wrong_configuration::summary(&error, &plan);
            write_reports(arguments, statistics, (&summary, &[]), &plan)?;
            return Err(error.into());
        }
        outcome => outcome?,
    };
    let outcome = Outcome { summary: outcome.summary.for_reports(), ..outcome };
    if outcome.report == Reporting::Findings {
        write_reports(arguments, statistics, (&outcome.summary, &outcome.configs), &plan)?;
    }
    if arguments.repair.show_fixes && !arguments.repair.is_asked() {
        fix_lines::say_offered(&outcome.summary);
    }
    let here = report::Here::of(&outcome.summary);
    if arguments.quiet {
        say_errors(arguments, &outcome, &here);
    } else {
        say_notes(arguments, &outcome, &here);
    }
    Ok(outcome.exit_code)
}

/// How counts are written, if they are asked for.
fn statistics_form(arguments: &CheckArguments) -> Result<Option<StatisticsForm>, CommandError> {
    let name = arguments.format.name;
    let refusal = || {
        let message =
            format!("--statistics: a report in the format `{name}` has no counts; use full, concise, or json");
        CommandError::usage(&message)
    };
    arguments.statistics.then(|| StatisticsForm::of(name).ok_or_else(refusal)).transpose()
}

/// Prints what there is to say besides the report, and the closing line.
fn say_notes(arguments: &CheckArguments, outcome: &Outcome, here: &report::Here) {
    let summary = &outcome.summary;
    if arguments.verbose {
        outcome.configured_by.iter().for_each(|file| output::say(&format!("calint: configured by {file}")));
        summary.opened.iter().for_each(|(kind, opened)| output::say(&opened_line(*kind, *opened)));
        summary.unanswered.iter().for_each(|(path, what)| {
            output::say(&format!("calint: {path}: {what}"));
        });
    }
    summary.packs.iter().for_each(|report| output::say(&pack_line(report)));
    summary.notes.iter().for_each(|note| output::say(&note_line(note, here)));
    summary.baselines.iter().for_each(super::baseline::say);
    if let Some(line) = skipped_line(&summary.skipped, here, if arguments.verbose { usize::MAX } else { NAMED }) {
        output::say(&line);
    }
    if let Some(text) = describe_unchecked(&summary.unchecked, |path| here.path(path)) {
        output::say(&format!("calint: {text}"));
    }
    output::say_own(&closing_line(arguments, outcome));
}

/// Prints what fails the run and is in no report for people: notes that are errors, and that a file could not be read.
fn say_errors(arguments: &CheckArguments, outcome: &Outcome, here: &report::Here) {
    let errors = outcome.summary.notes.iter().filter(|note| note.level == NoteLevel::Error);
    errors.for_each(|note| output::say(&note_line(note, here)));
    if outcome.exit_code == ExitCode::Incomplete {
        output::say_own(&closing_line(arguments, outcome));
    }
}

/// `calint: 1 named file skipped: not a kind that calint reads (README.md)`
fn skipped_line(skipped: &[String], here: &report::Here, most: usize) -> Option<String> {
    let shown: Vec<String> = skipped.iter().map(|path| here.path(path)).collect();
    let names = if shown.len() <= most { format!(" ({})", shown.join(", ")) } else { String::new() };
    let files = words::count(shown.len(), "named file");
    (!shown.is_empty()).then(|| format!("calint: {files} skipped: not a kind that calint reads{names}"))
}

fn write_reports(
    arguments: &CheckArguments,
    statistics: Option<StatisticsForm>,
    (summary, configs): (&Summary, &[Config]),
    plan: &Plan<'_>,
) -> Result<(), CommandError> {
    let detail = if arguments.verbose { Detail::Everything } else { Detail::Capped };
    let screen = screen::stdout(arguments.color);
    let refusals = report_targets::refusals(&arguments.report, plan, configs);
    let full_report = full_report();
    let look = Look { screen, detail, extent: Extent::Comment(full_report.as_deref()) };
    // What is wrong with a configuration is on stderr, where a person looks.
    let is_told = summary.exit_code == ExitCode::Usage && arguments.format.is_for_terminals();
    if !is_told {
        output::write_stdout(|out| match statistics {
            Some(form) => write_statistics(summary, form, out),
            None => arguments.format.write(summary, look, out),
        })?;
    }
    // One report that cannot be written costs no other.
    let write_file = |(report, refusal): (&ReportFile, Option<&'static str>)| {
        let look = Look { screen: Screen::FILE, detail, extent: Extent::Whole };
        output::write_file(&report.path, refusal, |out| report.format.write(summary, look, out)).err()
    };
    let mut failures: Vec<_> = arguments.report.iter().zip(refusals).filter_map(write_file).collect();
    let last = failures.pop();
    for failure in failures {
        output::say(&format!("calint: {failure}"));
    }
    last.map_or(Ok(()), Err)
}

/// The address of the job that runs calint, whose log and files have the full report. Only the variables of known CI
/// systems are read, and only if they make an address.
fn full_report() -> Option<String> {
    let variable = |name| std::env::var(name).ok();
    let of_github = || {
        let [server, repository, run] = ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"].map(variable);
        Some(format!("{}/{}/actions/runs/{}", server?, repository?, run?))
    };
    let address = of_github().or_else(|| variable("CI_JOB_URL")).or_else(|| variable("BUILD_URL"))?;
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-._~:/%?=&".contains(it);
    (address.starts_with("https://") && address.chars().all(is_plain)).then_some(address)
}

/// The plan of a check: what is scanned, and what becomes of the findings.
fn decided(arguments: &CheckArguments) -> Result<Plan<'_>, CommandError> {
    let mut plan = plan::plan(&arguments.selection, arguments.stdin_filename.as_deref())?;
    plan.fail_on = arguments.fail_on;
    plan.accepts = !arguments.no_accept;
    plan.uses_baselines = !arguments.no_baseline;
    if arguments.untrusted {
        plan.replacing = Replacing::Ignore;
    }
    if arguments.untrusted || (arguments.repair.is_asked() && !arguments.repair.diff) {
        plan.scope.named_links = NamedLinks::KeepInside;
    }
    plan.run.exit_zero = arguments.exit_zero;
    plan.run.texts = texts_wanted(arguments);
    if arguments.show_accepted {
        plan.run.set_aside = SetAside::Shown;
    }
    if let Some(revision) = &arguments.changed_since {
        // The earlier state is checked in the same way.
        plan.compares = true;
        plan.run.before = Some(changes::before(revision, &plan)?);
    }
    Ok(plan)
}

/// What the reports of a run need of the texts of files.
fn texts_wanted(arguments: &CheckArguments) -> TextsWanted {
    let of_files = arguments.report.iter().map(|report| report.format);
    of_files.fold(arguments.format.texts, |texts, format| texts.with(format.texts))
}

/// What the files say of a benchmark, which is never that an org complies with it.
fn pack_line(report: &PackReport) -> String {
    let count = |state| report.count(state);
    let broken = report.controls.iter().filter(|(_, state)| *state == ControlState::Broken);
    let broken: Vec<&str> = broken.map(|(control, _)| control.id).collect();
    let named = if broken.is_empty() { String::new() } else { format!(" ({})", broken.join(", ")) };
    let unasked = match count(ControlState::Unasked) {
        0 => String::new(),
        unasked => format!(", {unasked} not checked"),
    };
    format!(
        "calint: {}: {}: {} broken{named}, {} accepted with a reason, {} without a finding{unasked}; files give no \
         evidence for {}",
        report.pack.name,
        words::count(report.controls.len(), "control"),
        count(ControlState::Broken),
        count(ControlState::Accepted),
        count(ControlState::NoFinding),
        count(ControlState::NoEvidence),
    )
}

/// `calint: warning: calint.toml:12: …`
fn note_line(note: &Note, here: &report::Here) -> String {
    format!("calint: {}: {}:{}: {}", note.level.as_str(), here.path(&note.path), note.line, note.message)
}

/// What was opened because something named it: `calint: 2 of 143 profiles opened`.
fn opened_line(kind: Kind, opened: Opened) -> String {
    let what = match kind {
        Kind::Profile => "profiles",
        Kind::PermissionSet => "permission sets",
        Kind::PermissionSetPart => "files of split permission sets",
        Kind::PermissionSetGroup => "permission set groups",
        Kind::MutingPermissionSet => "muting permission sets",
        other => other.type_name(),
    };
    match opened.all {
        0 => format!("calint: {} {what} opened", opened.opened),
        all => format!("calint: {} of {all} {what} opened", opened.opened),
    }
}
