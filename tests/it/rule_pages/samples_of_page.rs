//! The samples of a rule's page, with what calint reports in them.

use std::collections::BTreeMap;

use calint::testing::{Judged, Page};

use super::page::{linked, section};
use crate::pages::lint_folder;
use crate::samples::{samples, written};

/// Samples without a finding that a page shows; it lists the headings of the others.
const SHOWN: usize = 2;

/// Which samples.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bad,
    Good,
}

/// A sample as it is written: the heading, and the lines below it.
struct Part {
    heading: String,
    lines: Vec<String>,
}

pub(super) fn section_of_samples(page: &Page, kind: Kind) -> String {
    let (name, title) = match kind {
        Kind::Bad => ("Bad", "Samples with a finding"),
        Kind::Good => ("Good", "Samples without a finding"),
    };
    let body = page.body();
    let parts = parts(section(&body, name));
    let found = if kind == Kind::Bad { findings(page) } else { vec![Vec::new(); parts.len()] };
    assert_eq!(parts.len(), found.len(), "{}: samples and findings", page.name);
    let shown = if kind == Kind::Bad { parts.len() } else { SHOWN.min(parts.len()) };
    let mut text = format!("## {title}\n");
    for (part, found) in parts.iter().zip(found).take(shown) {
        text += &of_part(page, part, &found);
    }
    text + &others(page, &parts[shown..])
}

/// The samples of a section: a heading begins a new one.
fn parts(section: &str) -> Vec<Part> {
    let mut parts = vec![Part { heading: String::new(), lines: Vec::new() }];
    let mut is_code = false;
    for line in section.lines() {
        is_code ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix("### ").filter(|_| !is_code) {
            parts.push(Part { heading: heading.to_owned(), lines: Vec::new() });
        } else {
            parts.last_mut().expect("one is there").lines.push(line.to_owned());
        }
    }
    parts.retain(|part| part.lines.iter().any(|line| line.starts_with("```")));
    parts
}

/// A finding of a sample: the file, the line, and how calint reports it.
#[derive(Clone)]
struct Found {
    file: String,
    line: u32,
    text: String,
}

/// What calint reports in each Bad sample.
fn findings(page: &Page) -> Vec<Vec<Found>> {
    let found = |finding: Judged| Found {
        file: finding.place.path.clone(),
        line: finding.place.range.start.line,
        text: format!("{}: {}", finding.severity, harmless(&finding.message)),
    };
    let lint = |files: &Vec<_>| lint_folder(page, &written(files)).into_iter().map(found).collect();
    samples(page, "Bad").iter().map(lint).collect()
}

/// A message with no tag outside of code.
fn harmless(message: &str) -> String {
    let escaped =
        |(index, part): (usize, &str)| if index % 2 == 0 { part.replace('<', "&lt;") } else { part.to_owned() };
    message.split('`').enumerate().map(escaped).collect::<Vec<_>>().join("`")
}

fn of_part(page: &Page, part: &Part, found: &[Found]) -> String {
    let mut text = if part.heading.is_empty() { String::new() } else { format!("\n### {}\n", part.heading) };
    let mut lines_of: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for it in found {
        lines_of.entry(&it.file).or_default().push(it.line);
    }
    let mut is_code = false;
    for line in &part.lines {
        match line.strip_prefix("```").filter(|info| !is_code && !info.is_empty()) {
            Some(info) => text += &fence(info, &lines_of),
            None if is_code => text.extend([format!("{line}\n")]),
            None => text.extend([format!("{}\n", linked(page, line))]),
        }
        is_code ^= line.starts_with("```");
    }
    text.truncate(text.trim_end().len());
    text + "\n" + &reported(found)
}

/// The name of the file, and the fence with the lines to mark.
fn fence(info: &str, lines_of: &BTreeMap<&str, Vec<u32>>) -> String {
    let language = info.split(' ').next().unwrap_or_default();
    let file = info.split_once("file=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(file, _)| file);
    let marked = lines_of.get(file).map_or(String::new(), |lines| {
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        format!(" hl_lines=\"{}\"", lines.join(" "))
    });
    let note = if info.ends_with(" absent") { " is absent. With this file, the rule reports a finding:" } else { "" };
    format!("`{file}`{note}\n\n```{language}{marked}\n")
}

fn reported(found: &[Found]) -> String {
    if found.is_empty() {
        return String::new();
    }
    let is_one_file = found.iter().all(|it| it.file == found[0].file);
    let place = |it: &Found| {
        let name = it.file.rsplit('/').next().unwrap_or_default();
        if is_one_file { format!("Line {}", it.line) } else { format!("`{name}`, line {}", it.line) }
    };
    let items = found.iter().map(|it| format!("- {}, {}\n", place(it), it.text));
    format!("\ncalint reports:\n\n{}", items.collect::<String>())
}

/// The headings of the samples that the page does not show.
fn others(page: &Page, parts: &[Part]) -> String {
    if parts.is_empty() {
        return String::new();
    }
    let items = parts.iter().map(|part| format!("- {}\n", linked(page, &part.heading)));
    let source = format!("../../rules/{}/{}.md", page.group, page.name);
    format!(
        "\n### More\n\nThe rule also reports nothing in these cases. [The source of this page]({source}) has a sample of each.\n\n{}",
        items.collect::<String>()
    )
}
