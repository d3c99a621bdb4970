//! The two streams: stdout for reports, stderr for everything else.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use crate::config::ConfigProblem;
use crate::fix::{Lost, write_whole};
use crate::report::{draw_wrong_setting, log_line, one_line};
use crate::verdict::redact_words;
use crate::words;

use super::color::ColorWhen;
use super::command_error::CommandError;
use super::screen;

/// Mistakes of a configuration that calint shows. The next ones appear once these are corrected.
const MAX_PICTURES: usize = 20;

/// Writes to stdout. A closed pipe ends quietly: the reader has seen enough.
pub(super) fn write_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CommandError> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CommandError::Output(error)),
        _ => Ok(()),
    }
}

/// Writes a file as a whole, or leaves what was there. Says what the file lost, or why nothing may be written.
pub(super) fn write_file(
    path: &Path,
    refusal: Option<&'static str>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CommandError> {
    let mut bytes = Vec::new();
    let is_allowed = refusal.map_or(Ok(()), |reason| Err(io::Error::other(reason)));
    is_allowed
        .and_then(|()| write(&mut bytes))
        .and_then(|()| write_whole(path, &bytes))
        .map(|lost| say_lost(path, &lost))
        .map_err(|error| CommandError::Report { path: path.to_string_lossy().into_owned(), error })
}

/// Says what a file lost because its text is now in a new file.
pub(super) fn say_lost(path: &Path, lost: &[Lost]) {
    for what in lost {
        say(&format!("calint: {}: {what}", one_line(&path.to_string_lossy())));
    }
}

/// Prints an error on stderr. One in a configuration is shown with its lines.
pub(super) fn say_error(error: &CommandError) {
    match error {
        CommandError::Configuration(error) => say_wrong_settings(&error.problems),
        other => say(&format!("calint: {other}")),
    }
}

/// Says on stderr what is wrong with a configuration.
fn say_wrong_settings(problems: &[ConfigProblem]) {
    // What acts on a terminal is taken out of each line, and colors would be.
    let screen = screen::stderr(ColorWhen::Never);
    for problem in problems.iter().take(MAX_PICTURES) {
        let picture = draw_wrong_setting(problem, screen).unwrap_or_else(|_| problem.to_string());
        say_lines(picture.trim_end());
        say("");
    }
    let places = words::count(problems.len(), "place");
    let told =
        if problems.len() > MAX_PICTURES { format!("; the first {MAX_PICTURES} are shown") } else { String::new() };
    say(&format!("calint: the configuration is wrong in {places}{told}; exit 2"));
}

/// Writes one line to stderr. Names and values in it cannot break the line, act on a terminal or on the log of a build,
/// or show a secret. An error is ignored, because there is no other place to report it.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", log_line(&redact_words(line)));
}

/// Writes one line to stderr that has nothing of a file in it, so that it may have colors.
pub(super) fn say_own(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Writes several lines to stderr, each like [`say`]. For text that calint or clap laid out in lines itself.
pub(super) fn say_lines(text: &str) {
    text.lines().for_each(say);
}
