//! `calint rules`

use std::io::{self, Write};

use serde::Serialize;

use crate::rules::{FixSafety, Pack, Page, RULES, is_group};
use crate::verdict::ExitCode;

use super::args::{ListFormat, RulesArguments};
use super::command_error::CommandError;
use super::plan::{self, PlanError};
use super::{output, rule_table, screen};

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
    let wanted = Wanted::of(arguments)?;
    let pages = || RULES.iter().map(|rule| rule.page).filter(|page| wanted.has(page));
    output::write_stdout(|out| match arguments.format {
        ListFormat::Text => rule_table::write(&pages().collect::<Vec<_>>(), screen::stdout(arguments.color), out),
        ListFormat::Markdown => markdown(pages(), out),
        ListFormat::Json => json(pages(), out),
    })?;
    Ok(ExitCode::Clean)
}

/// Which rules are listed.
struct Wanted<'a> {
    arguments: &'a RulesArguments,
    packs: Vec<&'static Pack>,
}

impl<'a> Wanted<'a> {
    fn of(arguments: &'a RulesArguments) -> Result<Self, PlanError> {
        if let Some(name) = arguments.group.iter().find(|name| !is_group(name.trim())) {
            return Err(PlanError::UnknownGroup { name: name.trim().to_owned() });
        }
        let packs = arguments.pack.iter().map(|name| plan::pack(name)).collect::<Result<_, _>>()?;
        Ok(Self { arguments, packs })
    }

    fn has(&self, page: &Page) -> bool {
        let RulesArguments { group, profile, fixable, .. } = self.arguments;
        (group.is_empty() || group.iter().any(|name| name.trim() == page.group))
            && profile.is_none_or(|profile| page.profile <= profile)
            && (self.packs.is_empty() || self.packs.iter().any(|pack| pack.has(page.name)))
            && (!fixable || page.fix != FixSafety::None)
    }
}

fn markdown(pages: impl Iterator<Item = &'static Page>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | severity | profile | packs | what it finds |\n|---|---|---|---|---|")?;
    for page in pages {
        let link = format!("[`{name}`](rules/{group}/{name}.md)", name = page.name, group = page.group);
        let packs = rule_table::packs(page).join(", ");
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
        packs: rule_table::packs(page),
        fixable: page.fix != FixSafety::None,
        since: page.since,
        summary: page.summary,
        url: page.url(),
    };
    let list = List { schema: 1, rules: pages.map(row).collect() };
    serde_json::to_writer_pretty(&mut *out, &list)?;
    writeln!(out)
}
