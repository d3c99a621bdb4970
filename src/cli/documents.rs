//! `calint completions SHELL` and `calint man`

use crate::verdict::ExitCode;

use super::args::{CompletionsArguments, command};
use super::command_error::CommandError;
use super::output;

/// Prints the completions for a shell.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<ExitCode, CommandError> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "calint", &mut text);
    output::write_stdout(|out| out.write_all(&text))?;
    Ok(ExitCode::Clean)
}

/// Prints the manual page, with the pages of all commands one after the other.
pub(super) fn man() -> Result<ExitCode, CommandError> {
    let mut command = command();
    command.build();
    output::write_stdout(|out| {
        clap_mangen::Man::new(command.clone()).render(out)?;
        for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
            clap_mangen::Man::new(subcommand.clone()).render(out)?;
        }
        Ok(())
    })?;
    Ok(ExitCode::Clean)
}
