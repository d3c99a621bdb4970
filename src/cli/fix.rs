//! `calint check --fix`, `--fix-only` and `--diff`: the fixes, written or printed.
//!
//! All three settle the fixes in memory first and differ only in the last step. So a patch cannot differ from what
//! `--fix` writes, and a fix that goes wrong has not touched a file. If a file cannot be written, calint still writes
//! the others, and reports the fixes of that file as not applied: files that were already written are valid by
//! themselves.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::fix::{WriteError, rename, replace};
use crate::repair::{LeftFix, Settled, Workshop, settle};
use crate::report::{Style, harmless};
use crate::rules::Safety;
use crate::verdict::{ExitCode, JudgedFix, Problem, redact};
use crate::workspace::{Draft, Drafts, Home, Input, Memory, Names, RepoPath, read_file};

use super::baseline_file::Purpose;
use super::check_arguments::CheckArguments;
use super::command_error::CommandError;
use super::look::Look;
use super::patch::{Patch, painted};
use super::plan::Plan;
use super::run::{Outcome, Reporting};
use super::{fix_lines, output, progress, screen};

/// Fixes what can be fixed, and reports what is left.
pub(super) fn run(arguments: &CheckArguments, plan: &Plan<'_>) -> Result<Outcome, CommandError> {
    let safety = if arguments.repair.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let read = |fix: &JudgedFix| match fix.home {
        Home::Disk => read_file(&fix.file),
        Home::Stdin => Ok(stdin(plan).unwrap_or_default().to_vec()),
        Home::Archive => Err(io::ErrorKind::ReadOnlyFilesystem.into()),
    };
    let (mut look, settled) = progress::telling(|| {
        let look = RefCell::new(Look::open(plan, Purpose::Compare, Memory::lasting())?);
        if !arguments.repair.diff {
            look.borrow().folders().into_iter().for_each(crate::fix::sweep);
        }
        let lint = |drafts: &Drafts| look.borrow_mut().check_drafts(drafts);
        let settled = settle(safety, &Workshop { lint: &lint, read: &read })?;
        Ok::<_, CommandError>((look.into_inner(), settled))
    })?;
    let names = plan.names();
    let outcome = if arguments.repair.diff {
        diff(arguments, settled, &names)
    } else {
        write(arguments, settled, (plan, &names, &mut look))
    };
    Ok(Outcome { configs: look.configs, ..outcome? })
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
fn changed(drafts: &Drafts) -> impl Iterator<Item = (&Path, &Draft)> {
    drafts.iter().filter(|(path, draft)| draft.before != draft.after || draft.path != *path)
}

/// Prints the fixes as a patch.
fn diff(arguments: &CheckArguments, mut settled: Settled, names: &Names) -> Result<Outcome, CommandError> {
    let mut patch = Patch::default();
    for (path, draft) in changed(&settled.drafts) {
        patch.add(path, draft, names)?;
    }
    let text = String::from_utf8_lossy(&patch.bytes);
    if redact(&text) != text {
        output::say("calint: the patch quotes consumer keys or secrets: keep it where the files are kept");
    }
    let screen = screen::of_patch(arguments.color);
    let shown = match (io::stdout().is_terminal(), screen.style) {
        (false, Style::Plain) => patch.bytes.clone(),
        (true, Style::Plain) => harmless(&text).into_bytes(),
        (_, Style::Colored) => painted(&harmless(&text), screen).into_bytes(),
    };
    output::write_stdout(|out| out.write_all(&shown))?;
    for (path, reason) in &patch.left_out {
        leave(&mut settled, path, reason);
    }
    let is_any = patch.files > 0 || !patch.left_out.is_empty();
    let exit_code = match settled.summary.exit_code {
        ExitCode::Incomplete => ExitCode::Incomplete,
        _ if is_any && !arguments.exit_zero => ExitCode::Findings,
        _ => ExitCode::Clean,
    };
    let reason = Some(match exit_code {
        ExitCode::Findings => "there is something to fix",
        _ if is_any => "--exit-zero",
        _ => "nothing to fix",
    });
    let note = conclude((arguments, "would fix"), &mut settled, patch.files);
    let (summary, configured_by) = (settled.summary, BTreeSet::new());
    Ok(Outcome { summary, note, configured_by, exit_code, reason, report: Reporting::Nothing, configs: Vec::new() })
}

/// Counts the fixes of a file as not applied.
fn leave(settled: &mut Settled, path: &Path, reason: &str) {
    let fixes = settled.fixed.remove(path).unwrap_or_default();
    settled.left.extend(fixes.into_iter().map(|fix| LeftFix { fix, reason: reason.to_owned() }));
    settled.left.sort_unstable();
}

/// Prints what was fixed and what was left, and returns a part of the closing line.
fn conclude((arguments, verb): (&CheckArguments, &str), settled: &mut Settled, files: usize) -> String {
    let fixed: Vec<_> = std::mem::take(&mut settled.fixed).into_values().flatten().collect();
    let note = fix_lines::note(verb, (fixed.len(), files), settled.left.len());
    if !arguments.quiet || arguments.repair.show_fixes {
        fix_lines::say(verb, fixed, &settled.left);
    }
    if !arguments.quiet {
        fix_lines::say_beyond(&settled.beyond);
    }
    note
}

/// Writes the fixed files, and prints the text that came from stdin.
fn write(
    arguments: &CheckArguments,
    mut settled: Settled,
    (plan, names, look): (&Plan<'_>, &Names, &mut Look),
) -> Result<Outcome, CommandError> {
    let stdin_path = stdin_path(plan, names);
    let failed = write_files(&settled.drafts, stdin_path.as_deref());
    if !failed.is_empty() {
        let problems = failed.iter().map(|(path, error)| problem(&names.file(path), error)).collect();
        for (path, error) in &failed {
            settled.drafts.remove(path);
            leave(&mut settled, path, &error.to_string());
        }
        settled.summary = look.check_drafts(&settled.drafts)?;
        settled.summary.add_problems(problems);
    }
    let mut report = if arguments.repair.fix_only { Reporting::Nothing } else { Reporting::Findings };
    if let (Some(path), Some(bytes)) = (stdin_path, stdin(plan)) {
        let text = settled.drafts.get(&path).map_or(bytes, |draft| &draft.after);
        output::write_stdout(|out| out.write_all(text))?;
        report = Reporting::Nothing;
    }
    let exit_code = match settled.summary.exit_code {
        ExitCode::Findings if arguments.repair.fix_only => ExitCode::Clean,
        other => other,
    };
    let files = settled.fixed.len();
    let note = conclude((arguments, "fixed"), &mut settled, files);
    let reason = arguments.repair.fix_only.then_some("--fix-only");
    let (summary, configured_by) = (settled.summary, BTreeSet::new());
    Ok(Outcome { summary, note, configured_by, exit_code, reason, report, configs: Vec::new() })
}

/// Writes all drafts. Returns the files that could not be written.
fn write_files(drafts: &Drafts, stdin_path: Option<&Path>) -> Vec<(PathBuf, WriteError)> {
    let mut failed = Vec::new();
    let mut written: BTreeMap<PathBuf, Arc<Vec<u8>>> = BTreeMap::new();
    let mut swept = BTreeSet::new();
    for (path, draft) in changed(drafts).filter(|(path, _)| Some(*path) != stdin_path) {
        // A file and a link to it are one file, which was written already.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let is_written = draft.path == path && written.get(&target).is_some_and(|text| *text == draft.after);
        if is_written {
            continue;
        }
        // A link may lead to a folder without files that were checked.
        if let Some(folder) = target.parent().filter(|folder| swept.insert(folder.to_path_buf())) {
            crate::fix::sweep(folder);
        }
        match write_file(path, draft) {
            Ok(()) => {
                written.insert(target, Arc::clone(&draft.after));
            }
            Err(error) => failed.push((path.to_owned(), error)),
        }
    }
    failed
}

/// Writes the text first. Should the new name fail, the fixes of the text are done.
fn write_file(path: &Path, draft: &Draft) -> Result<(), WriteError> {
    if draft.before != draft.after {
        let lost = replace(path, &draft.before, &draft.after)?;
        output::say_lost(path, &lost);
    }
    if draft.path == path { Ok(()) } else { rename(path, &draft.path) }
}

fn problem(path: &RepoPath, error: &WriteError) -> Problem {
    let help = match error {
        WriteError::Changed => "run calint again: it was left as it is",
        WriteError::Taken(_) => "decide which of the two files is right: both were left as they are",
        WriteError::Io(_) => "let calint write the file and its folder: it was left as it is",
    };
    let message = format!("is not fixed: {error}");
    Problem { path: path.as_str().to_owned(), message, help: help.to_owned(), range: None }
}
