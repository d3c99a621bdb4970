//! A rule's page as lines of a terminal: sections in the order of a reader, words wrapped, and samples with marks.

use std::io::{self, Write};
use std::iter::Peekable;
use std::str::Lines;

use crate::report::{Color, Screen};

use super::sample_marks::{attributes, marked_lines, severities};

/// Columns of a text that nobody wants longer, on however wide a screen, and of a text for a pipe.
const MAX_WIDTH: usize = 100;

/// Characters of a piece of code that is kept on one line.
const MAX_CODE: usize = 60;

/// Stands for a blank inside a piece of code while a text is wrapped.
const KEPT_BLANK: char = '\u{e000}';

/// The screen for a text that people read: never wider than they can follow.
pub(super) fn for_reading(screen: Screen) -> Screen {
    Screen { width: Some(screen.width.map_or(MAX_WIDTH, |width| width.min(MAX_WIDTH))), ..screen }
}

/// Words in lines, with code in one piece. Lines after the first are indented.
pub(super) fn wrapped(screen: Screen, text: &str, indent: &str) -> String {
    screen.wrap(&with_whole_code(text), indent).replace(KEPT_BLANK, " ")
}

/// Code between backticks, its blanks replaced. A long command may be broken.
fn with_whole_code(text: &str) -> String {
    let keep = |(number, part): (usize, &str)| {
        let is_code = number % 2 == 1 && part.len() <= MAX_CODE;
        if is_code { part.replace(' ', KEPT_BLANK.encode_utf8(&mut [0; 4])) } else { part.to_owned() }
    };
    text.split('`').enumerate().map(keep).collect::<Vec<_>>().join("`")
}

/// The sections of a page, those that say what to do before the samples.
pub(super) fn sections(body: &str) -> [Vec<&str>; 2] {
    let all = body.split("\n## ").map(|section| section.trim_start_matches("## ").trim_end());
    let (samples, texts) = all
        .filter(|section| !section.trim().is_empty())
        .partition(|section| section.starts_with("Bad\n") || section.starts_with("Good\n"));
    [texts, samples]
}

/// A section, with its heading.
pub(super) fn write_section(section: &str, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
    writeln!(out, "\n{}", screen.paint(heading.trim_start_matches(['#', ' ']), Color::Bold))?;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let sample: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            write_sample(info, &sample, screen, out)?;
        } else if line.starts_with('#') {
            writeln!(out, "{}", screen.paint(line.trim_start_matches(['#', ' ']), Color::Bold))?;
        } else {
            let (first, next) = margins(line);
            let words = format!("{first}{}", paragraph(line, &mut lines));
            writeln!(out, "{}", wrapped(screen, &words, &next))?;
        }
    }
    Ok(())
}

/// What the first line of a paragraph begins with, and what the next ones do: a mark of a list or of a quotation.
fn margins(line: &str) -> (&str, String) {
    let text = line.trim_start();
    let number = text.find(|it: char| !it.is_ascii_digit()).unwrap_or_default();
    let is_numbered = number > 0 && text.get(number..).is_some_and(|rest| rest.starts_with(". "));
    let mark = match text {
        _ if text.starts_with("- ") || text.starts_with("> ") => 2,
        _ if is_numbered => number + 2,
        _ => 0,
    };
    let first = line.get(..line.len() - text.len() + mark).unwrap_or_default();
    let next = if text.starts_with("> ") { first.to_owned() } else { " ".repeat(first.len()) };
    (first, next)
}

/// The words of a paragraph, without marks.
fn paragraph(line: &str, lines: &mut Peekable<Lines<'_>>) -> String {
    let (first, _) = margins(line);
    let is_quotation = first.ends_with("> ");
    let mut words = line.get(first.len()..).unwrap_or_default().to_owned();
    let is_end = |line: &str| {
        let begins = margins(line).0;
        let goes_on = begins.trim().is_empty() || (is_quotation && begins == "> ");
        line.is_empty() || line.starts_with('#') || line.starts_with("```") || !goes_on
    };
    while !line.is_empty() {
        let Some(more) = lines.next_if(|line| !is_end(line)) else { break };
        words.push(' ');
        words.push_str(more.trim_start_matches(['>', ' ']));
    }
    words
}

/// A file of a sample. The lines that the rule reports have a mark; other marks are for tests.
fn write_sample(info: &str, lines: &[&str], screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let marked = marked_lines(info, lines);
    if let Some(file) = attributes(info, "file").next() {
        let note = if info.ends_with(" absent") {
            " (absent: with this file, the rule reports a finding)".to_owned()
        } else if marked.is_empty() {
            String::new()
        } else {
            format!(" ({} at >)", severities(info).join(", "))
        };
        writeln!(out, "--- {file}{note}")?;
    }
    for (number, line) in lines.iter().enumerate() {
        if marked.contains(&number) {
            writeln!(out, "{}", screen.paint(&format!("> {line}"), Color::Red))?;
        } else {
            let margin = if marked.is_empty() || line.is_empty() { "" } else { "  " };
            writeln!(out, "{margin}{line}")?;
        }
    }
    Ok(())
}
