//! `calint completions SHELL` and `calint man`

use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::rules::{PACKS, RULES, Rule, groups, nearest};
use crate::verdict::ExitCode;

use super::args::{CompletionsArguments, ManArguments};
use super::command_error::CommandError;
use super::command_line::{Text, command};
use super::output;

/// How the script of fish knows that the arguments of `explain` follow.
const FISH_EXPLAIN: &str = "__fish_calint_using_subcommand explain";

/// Prints the completions for a shell.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<ExitCode, CommandError> {
    let mut text = Vec::new();
    let mut command = with_names(command(Text::Summary, &[]));
    clap_complete::generate(arguments.shell, &mut command, "calint", &mut text);
    if arguments.shell == Shell::Fish {
        // clap completes values of options there, and no arguments of commands.
        let names = [rules(), packs()].concat().join(" ");
        text.extend(format!("complete -c calint -n \"{FISH_EXPLAIN}\" -f -a \"{names}\"\n").into_bytes());
    }
    output::write_stdout(|out| out.write_all(&text))?;
    Ok(ExitCode::Clean)
}

/// The command line with the names that options take. The program itself takes them as texts, because its refusals
/// say more than that a value is none of two hundred.
fn with_names(command: clap::Command) -> clap::Command {
    let command = command.mut_args(|argument| {
        let names = match argument.get_id().as_str() {
            "only" | "skip" => [rules(), packs(), groups()].concat(),
            "names" => [rules(), packs()].concat(),
            "pack" => packs(),
            "group" => groups(),
            _ => return argument,
        };
        argument.value_parser(PossibleValuesParser::new(names.into_iter().map(PossibleValue::new)))
    });
    command.mut_subcommands(with_names)
}

fn rules() -> Vec<&'static str> {
    RULES.iter().map(Rule::name).collect()
}

fn packs() -> Vec<&'static str> {
    PACKS.iter().map(|pack| pack.name).collect()
}

/// Prints the manual page of a command, or writes those of all.
pub(super) fn man(arguments: &ManArguments) -> Result<ExitCode, CommandError> {
    let mut root = command(Text::Manual, &[]).disable_help_subcommand(true);
    root.build();
    if let Some(folder) = &arguments.into {
        write_all(root, folder)?;
        return Ok(ExitCode::Clean);
    }
    let mut chosen = &root;
    for name in &arguments.commands {
        chosen = chosen.find_subcommand(name).ok_or_else(|| unknown(chosen, name))?;
    }
    output::write_stdout(|out| Man::new(chosen.clone()).render(out))?;
    Ok(ExitCode::Clean)
}

fn write_all(root: clap::Command, folder: &Path) -> Result<(), CommandError> {
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(root, folder));
    written.map_err(|error| CommandError::Report { path: folder.to_string_lossy().into_owned(), error })?;
    output::say(&format!("calint: the pages are in {}", folder.display()));
    Ok(())
}

fn unknown(command: &clap::Command, name: &str) -> CommandError {
    let names = || command.get_subcommands().map(clap::Command::get_name);
    let near = nearest(name, names()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    CommandError::usage(&format!("no command is called `{name}`{near}"))
}
