//! `calint check --fix`, `--fix-only` and `--diff`: the repairs, written or printed.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use crate::discover::{Draft, Home, Input, Names, Overlay, RepoPath, read_file};
use crate::fix::{PatchFile, WriteError, rename, replace, write_patch};
use crate::report::harmless;
use crate::rules::Safety;
use crate::verdict::{ExitCode, JudgedFix, Problem, redact};
use crate::words;

use super::args::CheckArguments;
use super::baseline_file::Purpose;
use super::check::{Outcome, Reporting};
use super::look::look;
use super::plan::Plan;
use super::rounds::{Settled, Workshop, settle};
use super::{CommandError, output, progress};

/// Repairs, and tells what is left.
pub(super) fn run(arguments: &CheckArguments, plan: &Plan<'_>) -> Result<Outcome, CommandError> {
    let safety = if arguments.repair.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let read = |fix: &JudgedFix| match fix.home {
        Home::Disk => read_file(&fix.file),
        Home::Stdin => Ok(stdin(plan).unwrap_or_default().to_vec()),
        Home::Archive => Err(io::ErrorKind::ReadOnlyFilesystem.into()),
    };
    let lint = |overlay: &Overlay| Ok::<_, CommandError>(look(plan, overlay.clone(), Purpose::Compare)?.summary);
    let settled = progress::telling(|| settle(safety, &Workshop { lint: &lint, read: &read }))?;
    let names = plan.names();
    if arguments.repair.diff { diff(arguments, settled, &names) } else { write(arguments, settled, (plan, &names)) }
}

/// The bytes of standard input, if it was asked for.
fn stdin<'p>(plan: &'p Plan<'_>) -> Option<&'p [u8]> {
    plan.scope.inputs.iter().find_map(|input| match input {
        Input::Stdin { bytes, .. } => Some(bytes.as_slice()),
        Input::Path(_) | Input::Snapshot { .. } => None,
    })
}

fn stdin_path(plan: &Plan<'_>, names: &Names) -> Option<PathBuf> {
    plan.scope.inputs.iter().find_map(|input| match input {
        Input::Stdin { name, .. } => Some(names.absolute(name)),
        Input::Path(_) | Input::Snapshot { .. } => None,
    })
}

/// The drafts that differ from their files.
fn changed(overlay: &Overlay) -> impl Iterator<Item = (&Path, &Draft)> {
    overlay.iter().filter(|(path, draft)| draft.before != draft.after || draft.path != *path)
}

/// Prints the repairs as a patch.
fn diff(arguments: &CheckArguments, settled: Settled, names: &Names) -> Result<Outcome, CommandError> {
    let mut patch = Vec::new();
    let mut files = 0;
    for (path, draft) in changed(&settled.overlay) {
        let (old, new) = (names.file(path), names.file(&draft.path));
        let (old_path, new_path) = (old.as_str(), new.as_str());
        let file = PatchFile { old_path, new_path, before: &draft.before, after: &draft.after };
        write_patch(&file, &mut patch).map_err(CommandError::Output)?;
        files += 1;
    }
    let text = String::from_utf8_lossy(&patch);
    if redact(&text) != text {
        output::say("calint: the patch quotes consumer keys or secrets: keep it where the files are kept");
    }
    if io::stdout().is_terminal() {
        patch = harmless(&text).into_bytes();
    }
    output::write_stdout(|out| out.write_all(&patch))?;
    let exit_code = match settled.summary.exit_code {
        ExitCode::Incomplete => ExitCode::Incomplete,
        _ if files > 0 && !arguments.exit_zero => ExitCode::Findings,
        _ => ExitCode::Clean,
    };
    let fixed = settled.fixed.values().sum();
    let note = note("would fix", (fixed, files), settled.refused);
    let reason = Some(match exit_code {
        ExitCode::Findings => "there is something to fix",
        _ if files > 0 => "--exit-zero",
        _ => "nothing to fix",
    });
    Ok(Outcome {
        summary: settled.summary,
        note,
        configured_by: BTreeSet::new(),
        exit_code,
        reason,
        report: Reporting::Nothing,
    })
}

/// Writes the repaired files, and prints the text that came from stdin.
fn write(
    arguments: &CheckArguments,
    settled: Settled,
    (plan, names): (&Plan<'_>, &Names),
) -> Result<Outcome, CommandError> {
    let Settled { mut overlay, mut summary, mut fixed, refused } = settled;
    let stdin_path = stdin_path(plan, names);
    let mut problems = Vec::new();
    let mut failed = Vec::new();
    for (path, draft) in changed(&overlay).filter(|(path, _)| Some(*path) != stdin_path.as_deref()) {
        if let Err(error) = write_file(path, draft) {
            problems.push(problem(&names.file(path), &error));
            failed.push(path.to_owned());
        }
    }
    for path in &failed {
        overlay.remove(path);
        fixed.remove(path);
    }
    if !failed.is_empty() {
        summary = look(plan, overlay.clone(), Purpose::Compare)?.summary;
        summary.add_problems(problems);
    }
    let mut report = if arguments.repair.fix_only { Reporting::Nothing } else { Reporting::Findings };
    if let (Some(path), Some(bytes)) = (stdin_path, stdin(plan)) {
        let text = overlay.get(&path).map_or(bytes, |draft| &draft.after);
        output::write_stdout(|out| out.write_all(text))?;
        report = Reporting::Nothing;
    }
    let exit_code = match summary.exit_code {
        ExitCode::Findings if arguments.repair.fix_only => ExitCode::Clean,
        other => other,
    };
    let note = note("fixed", (fixed.values().sum(), fixed.len()), refused);
    let reason = arguments.repair.fix_only.then_some("--fix-only");
    Ok(Outcome { summary, note, configured_by: BTreeSet::new(), exit_code, reason, report })
}

/// The text first: should the name fail, the repairs of the text are done.
fn write_file(path: &Path, draft: &Draft) -> Result<(), WriteError> {
    if draft.before != draft.after {
        replace(path, &draft.before, &draft.after)?;
    }
    if draft.path == path { Ok(()) } else { rename(path, &draft.path) }
}

fn problem(path: &RepoPath, error: &WriteError) -> Problem {
    let help = match error {
        WriteError::Changed => "run calint again: it was left as it is",
        WriteError::Taken(_) => "look which of the two files is right: both were left as they are",
        WriteError::Io(_) => "let calint write the file and its folder: it was left as it is",
    };
    let message = format!("is not repaired: {error}");
    Problem { path: path.as_str().to_owned(), message, help: help.to_owned(), range: None }
}

/// A part of the closing line: `; fixed 3 in 2 files, 1 could not be fixed`.
fn note(verb: &str, (fixed, files): (usize, usize), refused: usize) -> String {
    let refused = match refused {
        0 => String::new(),
        refused => format!(", {refused} could not be fixed"),
    };
    let place = if fixed == 0 { String::new() } else { format!(" in {}", words::count(files, "file")) };
    format!("; {verb} {fixed}{place}{refused}")
}
