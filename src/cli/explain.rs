//! `calint explain RULE`

use std::io::{self, Write};

use crate::report::{Color, Screen};
use crate::rules::{OptionKind, Pack, Page, RuleOption, find_pack};
use crate::verdict::ExitCode;

use super::args::ExplainArguments;
use super::command_error::CommandError;
use super::page_layout::{for_reading, sections, wrapped, write_section};
use super::plan::PlanError;
use super::{explain_text, output, plan, screen};

/// Shows the pages of rules and packs, or what the text of an error is about.
pub(super) fn run(arguments: &ExplainArguments) -> Result<ExitCode, CommandError> {
    let names = &arguments.names;
    let screen = for_reading(screen::stdout(arguments.color));
    let found = match names.iter().map(|name| Explained::find(name)).collect::<Result<Vec<_>, _>>() {
        Ok(found) => found,
        // A text that was not quoted is several arguments.
        Err(unknown) => return explain_text::run(&names.join(" "), screen).unwrap_or(Err(unknown.into())),
    };
    output::write_stdout(|out| {
        for (number, explained) in found.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            match explained {
                Explained::Rule(page) => write(page, screen, out)?,
                Explained::Pack(pack) => write_pack(pack, screen, out)?,
            }
        }
        Ok(())
    })?;
    Ok(ExitCode::Clean)
}

/// What has a page.
enum Explained {
    Rule(&'static Page),
    Pack(&'static Pack),
}

impl Explained {
    fn find(name: &str) -> Result<Self, PlanError> {
        match find_pack(name.trim()) {
            Some(pack) => Ok(Self::Pack(pack)),
            None => plan::rule(name).map(|rule| Self::Rule(rule.page)),
        }
    }
}

fn write(page: &Page, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", titled(page.name, page.summary, screen))?;
    writeln!(out, "severity {} · confidence {} · profile {}", page.severity, page.confidence, page.profile)?;
    let applies_to = format!("applies to {} · since {}", page.applies_to.join(", "), page.since);
    writeln!(out, "{}", wrapped(screen, &applies_to, "  "))?;
    for claim in page.claims {
        writeln!(out, "{}", wrapped(screen, &format!("Evidence: {}: {}", claim.evidence, claim.says), "  "))?;
    }
    if !page.cwe.is_empty() {
        writeln!(out, "{}", page.cwe.join(", "))?;
    }
    let body = page.body();
    let [texts, samples] = sections(&body);
    texts.iter().try_for_each(|section| write_section(section, screen, out))?;
    if !page.options.is_empty() {
        writeln!(out, "\n{} (calint.toml, [rules])\n", screen.paint("Options", Color::Bold))?;
        let line = |option| wrapped(screen, &format!("- {}", described(option)), "  ");
        page.options.iter().try_for_each(|option| writeln!(out, "{}", line(option)))?;
    }
    samples.iter().try_for_each(|section| write_section(section, screen, out))?;
    writeln!(out, "\n{}\n", screen.paint("References", Color::Bold))?;
    for reference in page.references {
        writeln!(out, "{}\n  {}", wrapped(screen, &format!("- {}", reference.title), "  "), reference.url)?;
    }
    Ok(())
}

/// `full-scope: The app may ask for the scope`, the name in bold.
fn titled(name: &str, text: &str, screen: Screen) -> String {
    wrapped(screen, &format!("{name}: {text}"), "").replacen(name, &screen.paint(name, Color::Bold), 1)
}

/// What a pack asks for, which rules look at it, and what files cannot show.
fn write_pack(pack: &Pack, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", titled(pack.name, pack.title, screen))?;
    writeln!(out, "{}\nread {} at {}", wrapped(screen, pack.about, ""), pack.read, pack.url)?;
    for control in pack.controls {
        writeln!(out, "\n{}\n  {}", titled(control.id, control.title, screen), control.url)?;
        writeln!(out, "  cover {}", control.cover.as_str())?;
        if !control.rules.is_empty() {
            writeln!(out, "{}", wrapped(screen, &format!("  rules {}", control.rules.join(", ")), "    "))?;
        }
        if !control.why_not.is_empty() {
            writeln!(out, "{}", wrapped(screen, &format!("  {}", control.why_not), "  "))?;
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
