//! `calint check`

use std::io::{self, Write};

use crate::discover::Kind;
use crate::model::Opened;
use crate::report::{self, Detail};
use crate::rules::Severity;
use crate::verdict::{ExitCode, Summary, Verdict};

use super::args::{CheckArguments, Format};
use super::{CommandError, output, plan};

/// Lints and reports.
pub(super) fn run(arguments: &CheckArguments) -> Result<ExitCode, CommandError> {
    let request = plan::request(arguments)?;
    let summary = crate::lint(&request)?;
    output::write_stdout(|out| write(arguments, &summary, out))?;
    if arguments.verbose {
        summary.opened.iter().for_each(|(kind, opened)| output::say(&opened_line(*kind, *opened)));
    }
    output::say(&closing_line(&summary, request.policy.fail_on));
    Ok(summary.exit_code)
}

fn write(arguments: &CheckArguments, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let detail = if arguments.verbose { Detail::Everything } else { Detail::Capped };
    match arguments.format {
        Format::Full => report::write_full(summary, output::style(arguments.color), detail, out),
        Format::Concise => report::write_concise(summary, out),
        Format::Json => report::write_json(summary, out),
    }
}

/// What was looked at, and why the exit code is what it is.
fn closing_line(summary: &Summary, fail_on: Severity) -> String {
    let counts = summary.counts;
    let looked_at = format!("{}, {}", plural(counts.files, "file"), plural(counts.apps, "app"));
    let infos = if counts.infos == 1 { "1 info".to_owned() } else { format!("{} infos", counts.infos) };
    let found = format!("{}, {}, {infos}", plural(counts.errors, "error"), plural(counts.warnings, "warning"));
    let hidden = match counts.hidden {
        0 => String::new(),
        hidden => format!(" ({hidden} more in stricter profiles)"),
    };
    let code = summary.exit_code.number();
    let reason = match summary.verdict {
        Verdict::Clean => format!("nothing at or above `{fail_on}`"),
        Verdict::Findings if summary.exit_code == ExitCode::Clean => "--exit-zero".to_owned(),
        Verdict::Findings => format!("something at or above `{fail_on}`"),
        Verdict::Incomplete => format!("{} kept calint from a full look", plural(summary.problems.len(), "problem")),
    };
    format!("calint: {looked_at}: {found}{hidden}; exit {code}: {reason}")
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

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
