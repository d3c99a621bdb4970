//! `calint rules`

use std::io::{self, Write};

use serde::Serialize;

use crate::rules::{FixSafety, PACKS, Page, RULES};
use crate::verdict::ExitCode;

use super::args::{ListFormat, RulesArguments};
use super::command_error::CommandError;
use super::output;

#[derive(Serialize)]
struct List {
    schema: u32,
    rules: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: &'static str,
    group: &'static str,
    severity: &'static str,
    confidence: &'static str,
    profile: &'static str,
    packs: Vec<&'static str>,
    fixable: bool,
    since: &'static str,
    summary: &'static str,
    url: &'static str,
}

/// Lists the rules.
pub(super) fn run(arguments: &RulesArguments) -> Result<ExitCode, CommandError> {
    let pages = || RULES.iter().map(|rule| rule.page);
    output::write_stdout(|out| match arguments.format {
        ListFormat::Text => pages().try_for_each(|page| text(page, out)),
        ListFormat::Markdown => markdown(pages(), out),
        ListFormat::Json => json(pages(), out),
    })?;
    Ok(ExitCode::Clean)
}

fn text(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let packs = packs(page);
    let packs = if packs.is_empty() { String::new() } else { format!(" [{}]", packs.join(", ")) };
    writeln!(out, "{:<40} {:<8} {:<8} {}{packs}", page.name, page.severity, page.profile, page.summary)
}

/// The packs that ask for a rule.
fn packs(page: &Page) -> Vec<&'static str> {
    PACKS.iter().filter(|pack| pack.has(page.name)).map(|pack| pack.name).collect()
}

fn markdown(pages: impl Iterator<Item = &'static Page>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | severity | profile | packs | what it finds |\n|---|---|---|---|---|")?;
    for page in pages {
        let link = format!("[`{name}`](rules/{group}/{name}.md)", name = page.name, group = page.group);
        let packs = packs(page).join(", ");
        writeln!(out, "| {link} | {} | {} | {packs} | {} |", page.severity, page.profile, page.summary)?;
    }
    Ok(())
}

fn json(pages: impl Iterator<Item = &'static Page>, out: &mut dyn Write) -> io::Result<()> {
    let row = |page: &'static Page| Row {
        name: page.name,
        group: page.group,
        severity: page.severity.as_str(),
        confidence: page.confidence.as_str(),
        profile: page.profile.as_str(),
        packs: packs(page),
        fixable: page.fix != FixSafety::None,
        since: page.since,
        summary: page.summary,
        url: page.url(),
    };
    let list = List { schema: 1, rules: pages.map(row).collect() };
    serde_json::to_writer_pretty(&mut *out, &list)?;
    writeln!(out)
}
