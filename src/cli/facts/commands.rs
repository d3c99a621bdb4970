//! The queries as commands for a shell, one by one, for people who run them by hand.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::report::one_line;

use super::super::facts_arguments::FactsArguments;
use super::questions::{LEFT_OUT, Question, Wanted};
use super::quoting::quoted;

/// How `date` writes the manifest of an export.
const MANIFEST: &str = r#"'+{"exported": "%Y-%m-%dT%H:%M:%SZ"}'"#;

/// Usernames and apps in one query. `sf` sends a query in the address of a request, and the length of an address is
/// limited.
const NAMES_IN_QUERY: usize = 100;

/// Writes the commands, each with what its answer is for.
pub(super) fn write(wanted: &Wanted, arguments: &FactsArguments, out: &mut dyn Write) -> io::Result<()> {
    let into = arguments.into.to_string_lossy();
    let in_folder = |file: &str| quoted(&PathBuf::from(&*into).join(file).to_string_lossy());
    let org = arguments.org.as_ref().map(|org| format!(" --target-org {}", quoted(org))).unwrap_or_default();
    writeln!(out, "# These queries ask the org for what the files of this project do not contain.")?;
    writeln!(out, "# No query selects a token, a secret, or a column that calint does not read.")?;
    writeln!(out, "# Keep the names of the answers, and keep the answers of queries that fail: calint reads both.")?;
    for name in &wanted.left_out {
        writeln!(out, "# {LEFT_OUT}: {}", one_line(name))?;
    }
    writeln!(out, "mkdir -p {}", quoted(&into))?;
    writeln!(out, "\n# The time of the export")?;
    writeln!(out, "date -u {MANIFEST} > {}", in_folder("manifest.json"))?;
    for questions in wanted.questions(NAMES_IN_QUERY).chunk_by(|a, b| a.query == b.query) {
        if let Some(Question { query, .. }) = questions.first() {
            writeln!(out, "\n# {}: {}", query.object, query.tells)?;
            if query.optional {
                writeln!(out, "# Some orgs cannot answer this query. calint works without the answer.")?;
            }
        }
        for Question { file, soql, .. } in questions {
            let file = in_folder(&format!("{file}.json"));
            writeln!(out, "sf data query --json{org} --query \"{soql}\" > {file}")?;
        }
    }
    writeln!(out, "\n# Then: calint check --facts {}", quoted(&into))
}
