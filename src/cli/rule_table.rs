//! The list of rules for people: groups, columns as wide as the names, and lines as wide as the screen.

use std::io::{self, Write};

use crate::report::{Color, Screen};
use crate::rules::{FixSafety, PACKS, Page};

/// Columns that a summary needs beside the other columns. On a narrow screen it is below them.
const MIN_SUMMARY: usize = 40;

/// Writes the rules of a list, below the names of their groups.
pub(super) fn write(pages: &[&Page], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let names = pages.iter().map(|page| page.name.len()).max().unwrap_or_default();
    let columns = Columns::new(names.max("rule".len()), screen.width);
    let summary = if columns.is_narrow { "" } else { "what it reports [packs]" };
    let header = format!("  {:<width$}  severity  profile  fix     {summary}", "rule", width = columns.names);
    writeln!(out, "{}", screen.paint(header.trim_end(), Color::Dim))?;
    for group in pages.chunk_by(|a, b| a.group == b.group) {
        let name = group.first().map_or("", |page| page.group);
        writeln!(out, "\n{}", screen.paint(name, Color::Bold))?;
        group.iter().try_for_each(|page| writeln!(out, "{}", line(page, columns, screen)))?;
    }
    Ok(())
}

/// How the columns are laid out.
#[derive(Clone, Copy)]
struct Columns {
    /// The width of the names.
    names: usize,
    /// Whether the summary is below the other columns.
    is_narrow: bool,
}

impl Columns {
    fn new(names: usize, screen: Option<usize>) -> Self {
        let needed = Self { names, is_narrow: false }.before_summary() + MIN_SUMMARY;
        Self { names, is_narrow: screen.is_some_and(|columns| columns < needed) }
    }

    fn before_summary(self) -> usize {
        2 + self.names + "  severity  profile  fix     ".len()
    }
}

fn line(page: &Page, columns: Columns, screen: Screen) -> String {
    let severity = screen.paint(&format!("{:<8}", page.severity), Color::of(page.severity));
    let (name, profile, fix) = (page.name, page.profile, fix(page));
    let first = format!("  {name:<width$}  {severity}  {profile:<7}  {fix:<6}", width = columns.names);
    let packs = packs(page);
    let packs = if packs.is_empty() { String::new() } else { format!(" [{}]", packs.join(", ")) };
    let summary = format!("{}{packs}", page.summary);
    if columns.is_narrow {
        return format!("{}\n{}", first.trim_end(), screen.wrap(&format!("    {summary}"), "    "));
    }
    // The margin stands for the columns while the words are wrapped, because it has no colors.
    let margin = " ".repeat(columns.before_summary());
    screen.wrap(&format!("{margin}{summary}"), &margin).replacen(&margin, &format!("{first}  "), 1)
}

/// Whether calint can fix what the rule finds, and how.
fn fix(page: &Page) -> &'static str {
    match page.fix {
        FixSafety::None => "",
        FixSafety::Safe => "safe",
        FixSafety::Unsafe => "unsafe",
        FixSafety::SafeAndUnsafe => "both",
    }
}

/// The packs that ask for a rule.
pub(super) fn packs(page: &Page) -> Vec<&'static str> {
    PACKS.iter().filter(|pack| pack.has(page.name)).map(|pack| pack.name).collect()
}
