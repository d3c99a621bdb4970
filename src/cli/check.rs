//! `calint check`

use std::io::{self, Write};

use crate::discover::Kind;
use crate::model::Opened;
use crate::report::{self, Detail, Style};
use crate::rules::Severity;
use crate::verdict::{ExitCode, Summary, Verdict};

use super::args::{CheckArguments, Format, ReportFile};
use super::{CommandError, changes, output, plan};

/// Lints and reports.
pub(super) fn run(arguments: &CheckArguments) -> Result<ExitCode, CommandError> {
    let mut request = plan::request(arguments)?;
    if let Some(revision) = &arguments.changed_since {
        request.policy.before = Some(changes::before(revision, &request)?);
    }
    let summary = crate::lint(&request)?;
    let style = output::style(arguments.color);
    output::write_stdout(|out| write((arguments.format, style), arguments, &summary, out))?;
    // One report that cannot be written costs no other.
    let write_file = |report: &ReportFile| {
        output::write_file(&report.path, |out| write((report.format, Style::Plain), arguments, &summary, out))
    };
    let mut failures = arguments.report.iter().filter_map(|report| write_file(report).err()).collect::<Vec<_>>();
    let last = failures.pop();
    for failure in failures {
        output::say(&format!("calint: {failure}"));
    }
    last.map_or(Ok(()), Err)?;
    if arguments.verbose {
        summary.opened.iter().for_each(|(kind, opened)| output::say(&opened_line(*kind, *opened)));
    }
    output::say(&closing_line(&summary, request.policy.fail_on));
    Ok(summary.exit_code)
}

fn write(
    (format, style): (Format, Style),
    arguments: &CheckArguments,
    summary: &Summary,
    out: &mut dyn Write,
) -> io::Result<()> {
    let detail = if arguments.verbose { Detail::Everything } else { Detail::Capped };
    match format {
        Format::Full => report::write_full(summary, style, detail, out),
        Format::Concise => report::write_concise(summary, out),
        Format::Json => report::write_json(summary, out),
        Format::Jsonl => report::write_jsonl(summary, out),
        Format::Sarif => report::write_sarif(summary, out),
        Format::Github => report::write_github(summary, out),
        Format::Gitlab => report::write_gitlab(summary, out),
        Format::Junit => report::write_junit(summary, out),
        Format::Checkstyle => report::write_checkstyle(summary, out),
        Format::Markdown => report::write_markdown(summary, out),
        Format::Csv => report::write_csv(summary, out),
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
