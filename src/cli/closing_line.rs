//! The last line of a check: what was checked, what was found, and why the exit code is what it is.

use std::collections::BTreeSet;

use crate::report::{Color, one_line};
use crate::schema::{Profile, Severity};
use crate::verdict::{ExitCode, Verdict};
use crate::words;

use super::check_arguments::CheckArguments;
use super::run::Outcome;
use super::screen;

/// What was looked at, and why the exit code is what it is.
pub(super) fn closing_line(arguments: &CheckArguments, outcome: &Outcome) -> String {
    let screen = screen::stderr(arguments.color);
    let Outcome { summary, note, .. } = outcome;
    let fail_on = thresholds(&summary.fail_on);
    let counts = summary.counts;
    let left_out = summary.unchecked.iter().filter(|it| it.what.is_app_file()).count();
    let left_out =
        if left_out == 0 { String::new() } else { format!(" ({} not checked)", words::count(left_out, "app file")) };
    let looked_at = format!("{}, {}{left_out}", words::count(counts.files, "file"), words::count(counts.apps, "app"));
    let found =
        [(counts.errors, Severity::Error), (counts.warnings, Severity::Warning), (counts.infos, Severity::Info)];
    let found = found.map(|(count, severity)| {
        let text = words::count(count, severity.as_str());
        if count == 0 { text } else { screen.paint(&text, Color::of(severity)) }
    });
    let found = found.join(", ");
    let hidden = match counts.hidden {
        0 => String::new(),
        hidden => format!(" ({hidden} more in stricter profiles{})", stricter(arguments, outcome)),
    };
    let set_aside = [(counts.accepted, "accepted"), (counts.baselined, "in the baseline")];
    let set_aside = set_aside.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!(", {count} {word}"));
    let set_aside: String = set_aside.collect();
    let code = outcome.exit_code.number();
    let reason = match summary.verdict {
        Verdict::Clean | Verdict::Findings if outcome.reason.is_some() => outcome.reason.unwrap_or_default().to_owned(),
        Verdict::Clean => format!("nothing at or above {fail_on}"),
        Verdict::Findings if summary.exit_code == ExitCode::Clean => "--exit-zero".to_owned(),
        Verdict::Findings => format!("something at or above {fail_on}"),
        Verdict::Incomplete => {
            format!("incomplete because of {}", words::count(summary.problems.len(), "problem"))
        }
    };
    let since = since(arguments, counts.older);
    format!("calint: {looked_at}: {found}{set_aside}{hidden}{since}{note}; exit {code}: {reason}")
}

/// The option that shows more findings: the next profile, unless configurations differ.
fn stricter(arguments: &CheckArguments, outcome: &Outcome) -> &'static str {
    let configured = outcome.configs.iter().map(|config| config.profile().map_or(Profile::Default, |set| set.value));
    let profiles: BTreeSet<Profile> = match arguments.selection.profile {
        Some(profile) => BTreeSet::from([profile]),
        None => configured.collect(),
    };
    match profiles.iter().collect::<Vec<_>>().as_slice() {
        [] | [Profile::Default] => ": --profile strict",
        [Profile::Strict] => ": --profile audit",
        _ => "",
    }
}

/// That only new findings count, and how many others there are.
fn since(arguments: &CheckArguments, older: usize) -> String {
    let Some(revision) = &arguments.changed_since else { return String::new() };
    let left_out = match older {
        0 => String::new(),
        older => format!(", without {}", words::count(older, "older finding")),
    };
    format!("; only findings new since {}{left_out}", one_line(revision))
}

/// `warning`; where configurations differ, `error` or `warning`, each for its files.
fn thresholds(fail_on: &BTreeSet<Severity>) -> String {
    let named: Vec<String> = fail_on.iter().rev().map(|severity| format!("`{severity}`")).collect();
    if named.is_empty() { format!("`{}`", Severity::Warning) } else { words::choice(&named) }
}
