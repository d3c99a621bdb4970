//! What people type who know other linters, and what they mean by it.
//!
//! An option of the same meaning is an alias, in the struct of its command. Here are those of another meaning, for
//! which clap would suggest whatever looks alike.

use std::ffi::OsString;
use std::path::Path;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::rules::{find_pack, find_rule, is_group};

/// Options of other programs, and what calint has for them.
const OPTIONS: [(&[&str], &str); 14] = [
    (&["--rule", "--rules"], "--only RULE runs one rule; [rules] in calint.toml sets the severity of a rule"),
    (
        &["-o", "--output", "--output-file", "--out"],
        "--report FORMAT=FILE writes a file, as in --report sarif=calint.sarif",
    ),
    (&["--severity", "--min-severity", "--level", "--error-on"], "--fail-on SEVERITY says which findings fail the run"),
    (&["--max-warnings"], "--fail-on error lets warnings pass; `calint baseline create` accepts those of today"),
    (&["--dry-run", "--fix-dry-run", "--patch"], "--diff prints the fixes as a patch"),
    (&["--isolated", "--no-eslintrc"], "--no-config ignores all configuration files"),
    (&["--json", "--sarif", "--junit", "--gitlab", "--github"], "--format FORMAT selects the format of the report"),
    (&["--strict"], "--profile strict reports more findings"),
    (&["--list-rules", "--show-rules"], "`calint rules` lists the rules"),
    (&["--explain"], "`calint explain RULE` shows the page of a rule"),
    (&["--show-settings", "--print-config"], "`calint config show` shows the settings in force"),
    (&["--extend-select", "--enable", "-e"], "--profile and --pack add rules"),
    (&["--add-noqa", "--generate-todo", "--baseline-commit"], "`calint baseline create` accepts today's findings"),
    (&["--diff-base", "--since", "--new-from-rev"], "--changed-since REV reports only new findings"),
];

/// Commands of other programs, and what calint has for them.
const COMMANDS: [(&[&str], &str); 3] = [
    (&["scan", "run", "analyze", "validate", "verify", "test"], "`calint check` checks files"),
    (&["fix", "format"], "`calint check --fix` applies fixes"),
    (&["list", "ls"], "`calint rules` lists the rules, and `calint flows` the flows of apps"),
];

/// The error with what was probably meant, in place of what looks alike.
pub(super) fn with_tip(mut error: clap::Error, typed: &[OsString]) -> clap::Error {
    let tip = match error.kind() {
        ErrorKind::UnknownArgument => {
            context(&error, ContextKind::InvalidArg).and_then(|name| of_argument(&name, typed))
        }
        ErrorKind::InvalidSubcommand => {
            context(&error, ContextKind::InvalidSubcommand).and_then(|name| of_command(&name))
        }
        _ => None,
    };
    if let Some(tip) = tip {
        error.remove(ContextKind::SuggestedArg);
        // It is the usage of the option that looks alike.
        error.remove(ContextKind::Usage);
        error.remove(ContextKind::SuggestedSubcommand);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
    }
    error
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    }
}

/// What an argument means that no option of the command takes.
fn of_argument(name: &str, typed: &[OsString]) -> Option<String> {
    let command = typed.get(1).and_then(|command| command.to_str()).unwrap_or_default();
    let is_check = matches!(command, "check" | "lint" | "baseline");
    let name = name.split('=').next().unwrap_or(name);
    if !name.starts_with('-') {
        return of_name(name);
    }
    OPTIONS.iter().find(|(names, _)| is_check && names.contains(&name)).map(|(_, tip)| (*tip).to_owned())
}

/// What a word means in the place of a command: a path that exists or looks like one, or a name of calint.
fn of_command(name: &str) -> Option<String> {
    let known = COMMANDS.iter().find(|(names, _)| names.contains(&name)).map(|(_, tip)| (*tip).to_owned());
    let is_path = name.contains(['/', '\\', '.', '*']) || Path::new(name).exists();
    let path = || is_path.then(|| format!("to check files, run `calint check {name}`"));
    of_name(name).or(known).or_else(path)
}

/// What a name of calint is good for.
fn of_name(name: &str) -> Option<String> {
    if find_rule(name).is_some() || find_pack(name).is_some() {
        Some(format!("`calint explain {name}` shows its page"))
    } else if is_group(name) {
        Some(format!("`calint rules --group {name}` lists the rules of this group"))
    } else {
        None
    }
}
