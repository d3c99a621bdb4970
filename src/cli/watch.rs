//! `calint check --watch`: checks again whenever a file changes.
//!
//! calint asks for the times of the files twice a second. A system's own notices would be faster, and each system has
//! others, with limits on how many folders they watch.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

use crate::config;
use crate::verdict::ExitCode;
use crate::workspace::{absolute, is_closed};

use super::check_arguments::CheckArguments;
use super::command_error::CommandError;
use super::facts_source::facts_sources;
use super::{baseline_file, output, plan};

/// How often calint looks for changes.
const PERIOD: Duration = Duration::from_millis(500);

/// Clears a terminal, and goes to its first line.
const CLEAR: &[u8] = b"\x1b[2J\x1b[H";

/// Checks, and checks again whenever a file changes, until the program is stopped. What is wrong with the command line
/// or a configuration is printed, and can be corrected meanwhile.
pub(super) fn run(
    arguments: &CheckArguments,
    check: impl Fn() -> Result<ExitCode, CommandError>,
) -> Result<ExitCode, CommandError> {
    if arguments.selection.scope.paths.iter().any(|path| path == Path::new("-")) {
        return Err(CommandError::usage(&"--watch cannot read stdin again; name files or directories"));
    }
    let directory = plan::working_directory()?;
    loop {
        let before = state(arguments, &directory);
        if io::stdout().is_terminal() {
            output::write_stdout(|out| out.write_all(CLEAR))?;
        }
        if let Err(error) = check() {
            output::say_error(&error);
        }
        if !arguments.quiet {
            output::say("calint: watching for changes; Ctrl+C ends it");
        }
        while state(arguments, &directory) == before {
            thread::sleep(PERIOD);
        }
    }
}

/// A file, when it was changed, and how long it is.
type FileState = (PathBuf, Option<SystemTime>, u64);

/// The state of every file that a check may read. Reports are written by the check itself.
fn state(arguments: &CheckArguments, directory: &Path) -> Vec<FileState> {
    let selection = &arguments.selection;
    let scope = &selection.scope;
    let facts = facts_sources(&scope.facts).into_iter().map(|source| source.path);
    let named = scope.configuration.config.iter().chain(&selection.baseline).cloned().chain(facts);
    let roots: Vec<PathBuf> = scope.paths.iter().cloned().chain(named).map(|path| absolute(directory, &path)).collect();
    let above = roots
        .iter()
        .flat_map(|root| root.ancestors())
        .flat_map(|folder| [config::FILE_NAME, baseline_file::FILE_NAME].map(|name| folder.join(name)));
    let reports: Vec<PathBuf> = arguments.report.iter().map(|report| absolute(directory, &report.path)).collect();
    let mut states: Vec<FileState> = roots.iter().cloned().chain(above).flat_map(|root| files(&root)).collect();
    states.retain(|(path, ..)| !reports.contains(path));
    states.sort_unstable();
    states.dedup();
    states
}

fn files(root: &Path) -> Vec<FileState> {
    let is_entered = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_closed(&entry.file_name().to_string_lossy());
    let entries = WalkDir::new(root).into_iter().filter_entry(is_entered).flatten();
    let of_files = entries.filter(|entry| !entry.file_type().is_dir()).filter_map(|entry| {
        let metadata = entry.metadata().ok()?;
        Some((entry.path().to_owned(), metadata.modified().ok(), metadata.len()))
    });
    of_files.collect()
}
