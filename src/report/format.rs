//! The formats of reports, one row each: what it is called, what it writes, which texts of the files it needs, and how
//! its earlier reports are known. The command line, its help, and the tests take the list from here, so that no format
//! can be known to one of them alone.

use std::io::{self, Write};

use crate::verdict::{Summary, TextsWanted};

use super::full::Detail;
use super::mark::{self, Line};
use super::markdown::Extent;
use super::screen::Screen;
use super::{checkstyle, concise, csv, full, github, gitlab, json, junit, markdown, sarif};

/// How a report for people looks. Reports for machines do not depend on it.
#[derive(Debug, Clone, Copy)]
pub struct Look<'l> {
    /// What it is written to.
    pub screen: Screen,
    /// How many repeated findings are written out.
    pub detail: Detail,
    /// How long it may be.
    pub extent: Extent<'l>,
}

/// A format of reports.
#[derive(Debug)]
pub struct Format {
    /// The name that options take.
    pub name: &'static str,
    /// What it is for, in a few words of the help.
    pub about: &'static str,
    /// The usual end of a file's name, without the dot.
    pub extension: &'static str,
    /// What it needs of the texts of files.
    pub texts: TextsWanted,
    /// What a line, by its number from 0, says of the file that contains it.
    pub(super) line: fn(usize, &str) -> Option<Line>,
    writer: fn(&Summary, Look<'_>, &mut dyn Write) -> io::Result<()>,
}

const NO_TEXTS: TextsWanted = TextsWanted { quotes: false, line_hashes: false };
const QUOTES: TextsWanted = TextsWanted { quotes: true, line_hashes: false };
const LINE_HASHES: TextsWanted = TextsWanted { quotes: false, line_hashes: true };

macro_rules! formats {
    ($($name:literal $extension:literal $texts:ident $line:path, $about:literal $writer:expr;)*) => {
        [$(Format { name: $name, about: $about, extension: $extension, texts: $texts, line: $line, writer: $writer }),*]
    };
}

/// Every format, in the order of the help. The first one is for people at a terminal.
pub static FORMATS: [Format; 11] = formats! {
    "full" "txt" QUOTES mark::of_full, "Findings with the lines they are about"
        |summary, look, out| full::write(summary, look.screen, look.detail, out);
    "concise" "txt" NO_TEXTS mark::of_concise, "One line for each finding" |summary, look, out| concise::write(summary, look.screen, out);
    "json" "json" NO_TEXTS mark::of_json, "For machines" |summary, _, out| json::write(summary, out);
    "jsonl" "jsonl" NO_TEXTS mark::of_jsonl, "One finding a line, for machines" |summary, _, out| json::write_lines(summary, out);
    "sarif" "sarif" LINE_HASHES mark::of_sarif, "For code scanning: SARIF 2.1.0" |summary, _, out| sarif::write(summary, out);
    "github" "txt" NO_TEXTS mark::of_github, "Annotations of a GitHub workflow" |summary, _, out| github::write(summary, out);
    "gitlab" "json" NO_TEXTS mark::of_gitlab, "GitLab Code Quality" |summary, _, out| gitlab::write(summary, out);
    "junit" "xml" NO_TEXTS mark::of_junit, "Test results in XML, which most CI systems read" |summary, _, out| junit::write(summary, out);
    "checkstyle" "xml" NO_TEXTS mark::of_checkstyle, "Checkstyle XML" |summary, _, out| checkstyle::write(summary, out);
    "markdown" "md" NO_TEXTS mark::of_markdown, "For comments and job summaries" |summary, look, out| markdown::write(summary, look.extent, out);
    "csv" "csv" NO_TEXTS mark::of_csv, "For spreadsheets" |summary, _, out| csv::write(summary, out);
};

impl Format {
    /// The format of a name, letter case ignored.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name))
    }

    /// Whether a person at a terminal reads it, who sees on stderr what is wrong with a configuration.
    pub fn is_for_terminals(&self) -> bool {
        matches!(self.name, "full" | "concise")
    }

    /// Writes a report.
    ///
    /// # Errors
    ///
    /// The writer fails.
    pub fn write(&self, summary: &Summary, look: Look<'_>, out: &mut dyn Write) -> io::Result<()> {
        (self.writer)(summary, look, out)
    }
}
