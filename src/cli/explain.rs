//! `calint explain RULE`

use std::io::{self, Write};

use crate::report::Style;
use crate::rules::{OptionKind, Pack, Page, RuleOption, find_pack};
use crate::verdict::ExitCode;

use super::args::ExplainArguments;
use super::command_error::CommandError;
use super::{explain_text, output, plan, screen};

/// Shows the page of a rule.
pub(super) fn run(arguments: &ExplainArguments) -> Result<ExitCode, CommandError> {
    if let Some(pack) = find_pack(&arguments.rule) {
        output::write_stdout(|out| write_pack(pack, out))?;
        return Ok(ExitCode::Clean);
    }
    let rule = match plan::rule(&arguments.rule) {
        Ok(rule) => rule,
        Err(unknown) => return explain_text::run(&arguments.rule).unwrap_or(Err(unknown.into())),
    };
    let style = screen::stdout(arguments.color).style;
    output::write_stdout(|out| write(rule.page, style, out))?;
    Ok(ExitCode::Clean)
}

fn write(page: &Page, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (bold, plain) = match style {
        Style::Coloured => ("\u{1b}[1m", "\u{1b}[0m"),
        Style::Plain => ("", ""),
    };
    writeln!(out, "{bold}{}{plain}: {}\n", page.name, page.summary)?;
    writeln!(out, "severity {} · confidence {} · profile {}", page.severity, page.confidence, page.profile)?;
    writeln!(out, "applies to {} · since {}", page.applies_to.join(", "), page.since)?;
    for claim in page.claims {
        writeln!(out, "Evidence: {}: {}", claim.evidence, claim.says)?;
    }
    if !page.cwe.is_empty() {
        writeln!(out, "{}", page.cwe.join(", "))?;
    }
    writeln!(out)?;
    for line in page.body().trim_end().lines() {
        match line.strip_prefix("#") {
            Some(_) => writeln!(out, "{bold}{}{plain}", line.trim_start_matches(['#', ' ']))?,
            None if line.starts_with("```") => writeln!(out, "{}", fence(line))?,
            None => writeln!(out, "{line}")?,
        }
    }
    if !page.options.is_empty() {
        writeln!(out, "\n{bold}Options{plain} (calint.toml, [rules])\n")?;
        page.options.iter().try_for_each(|option| writeln!(out, "- {}", described(option)))?;
    }
    writeln!(out, "\n{bold}References{plain}\n")?;
    for reference in page.references {
        writeln!(out, "- {}\n  {}", reference.title, reference.url)?;
    }
    Ok(())
}

/// What a pack asks for, which rules look at it, and what files cannot show.
fn write_pack(pack: &Pack, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: {}\n\n{}\nread {} at {}", pack.name, pack.title, pack.about, pack.read, pack.url)?;
    for control in pack.controls {
        writeln!(out, "\n{}: {}\n  {}", control.id, control.title, control.url)?;
        writeln!(out, "  cover {}", control.cover.as_str())?;
        if !control.rules.is_empty() {
            writeln!(out, "  rules {}", control.rules.join(", "))?;
        }
        if !control.why_not.is_empty() {
            writeln!(out, "  {}", control.why_not)?;
        }
    }
    if !pack.severities.is_empty() {
        writeln!(out, "\nRaised in this pack")?;
    }
    pack.severities.iter().try_for_each(|(rule, severity)| writeln!(out, "  {rule} to {severity}"))
}

/// `apps = 1 to 100 (default 1): how many apps may run as one user`
fn described(option: &RuleOption) -> String {
    let values = match option.kind {
        OptionKind::Count { minimum, maximum, default } => format!("{minimum} to {maximum} (default {default})"),
        OptionKind::Names => "a list of names or globs".to_owned(),
    };
    format!("{} = {values}: {}", option.name, option.about)
}

/// The file that a sample shows; the marks for tests are of no use to the reader.
fn fence(line: &str) -> String {
    let file = line.split_once("file=\"").and_then(|(_, rest)| rest.split_once('"'));
    let note = if line.ends_with(" absent") { " (absent: with this file, the rule reports a finding)" } else { "" };
    file.map_or_else(String::new, |(file, _)| format!("--- {file}{note}"))
}
