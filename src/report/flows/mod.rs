//! What each app opens, as bytes: the formats of `calint flows`.
//!
//! They are apart from the formats of `check`, because a flow is no finding: it has a state, and nothing of it counts
//! or is fixed.

mod csv;
mod json;
mod listed;
mod markdown;
mod text;

pub use listed::{FlowReport, ListedApp, Requests};

use std::io::{self, Write};

use crate::choices::choices;

use super::screen::Screen;

/// How flows are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowFormat {
    /// Lines for people.
    Text,
    /// One document for machines.
    Json,
    /// One row a line for machines.
    Jsonl,
    /// A table for a job summary.
    Markdown,
    /// One row for each flow, for spreadsheets.
    Csv,
}

choices!(FlowFormat, "format", {
    Text => "text": "Lines for people",
    Json => "json": "One document for machines",
    Jsonl => "jsonl": "One row a line, for machines",
    Markdown => "markdown": "A table, for a job summary",
    Csv => "csv": "One row for each flow, for spreadsheets",
});

impl FlowReport<'_> {
    /// Writes the list in a format.
    ///
    /// # Errors
    ///
    /// The writer fails.
    pub fn write(&self, format: FlowFormat, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
        match format {
            FlowFormat::Text => text::write(self, screen, out),
            FlowFormat::Json => json::write(self, out),
            FlowFormat::Jsonl => json::write_lines(self, out),
            FlowFormat::Markdown => markdown::write(self, out),
            FlowFormat::Csv => csv::write(self, out),
        }
    }
}
