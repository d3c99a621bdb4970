//! The command line with what all options and commands share: variables, `--help`, `--version`, and the layout of the
//! help.
//!
//! One function does this for all options, so that no new one can lack its variable. clap separates the options of
//! `--help` by blank lines, and a list of thirty options is then longer than any screen. So `--help` has the layout of
//! `-h` here, with the whole text of each option.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsString;

use clap::builder::{FalseyValueParser, PossibleValue};
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::{Arguments, VERSION};
use super::headings::GENERAL;

/// What is printed of the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// A line for each option, as with `-h`.
    Summary,
    /// All of it, as with `--help`.
    Full,
    /// All of it, with the variables, for a page of the manual.
    Manual,
}

/// The command line for what was typed.
pub(super) fn command_for(typed: &[OsString]) -> Command {
    let words: Vec<&str> = typed.iter().skip(1).filter_map(|word| word.to_str()).collect();
    match words.as_slice() {
        ["help", rest @ ..] => command(Text::Full, rest),
        words if words.contains(&"--help") => command(Text::Full, words),
        words => command(Text::Summary, words),
    }
}

/// The command line, with an environment variable for each option: `CALINT_FAIL_ON` for `--fail-on`. The whole text of
/// a command is only in the help of the command that the words name, and not where others list it.
pub(super) fn command(text: Text, named: &[&str]) -> Command {
    let command = Arguments::command().propagate_version(true);
    let mut words = BTreeMap::new();
    // Most runs have no such variable, and each run of a hook would pay for the words.
    let is_ours = |(name, _): (OsString, OsString)| name.as_encoded_bytes().starts_with(b"CALINT_");
    if env::vars_os().any(is_ours) {
        collect_words(&command, &mut words);
    }
    equipped(command, text, &words, Some(named))
}

/// The words that an option of a name takes in some command.
type Words = BTreeMap<String, BTreeSet<String>>;

fn collect_words(command: &Command, words: &mut Words) {
    for argument in command.get_arguments() {
        let names = argument.get_possible_values().into_iter().map(|value| value.get_name().to_owned());
        words.entry(argument.get_id().to_string()).or_default().extend(names);
    }
    command.get_subcommands().for_each(|subcommand| collect_words(subcommand, words));
}

fn equipped(command: Command, text: Text, words: &Words, named: Option<&[&str]>) -> Command {
    let is_root = command.get_name() == "calint";
    let command = command
        .mut_args(|argument| laid_out(with_variable(argument, text, words), text))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', ArgAction::Help).help("Print help: -h a summary, --help all of it"))
        .arg(flag("version", 'V', ArgAction::Version).help("Print the version").hide(!is_root));
    let command = with_texts(command, text, named);
    let first = named.and_then(|named| named.split_first());
    let is_named = |subcommand: &Command| {
        let is_of = |name: &str| subcommand.get_name() == name || subcommand.get_all_aliases().any(|it| it == name);
        first.is_some_and(|(name, _)| is_of(name))
    };
    let is_any_named = command.get_subcommands().any(is_named);
    command.mut_subcommands(|subcommand| match first.filter(|_| is_named(&subcommand)) {
        Some((_, rest)) => equipped(subcommand, text, words, Some(rest)),
        // Nobody sees the options of the others.
        None if is_any_named => subcommand,
        None => equipped(subcommand, text, words, None),
    })
}

/// The texts before and behind the options.
fn with_texts(command: Command, text: Text, named: Option<&[&str]>) -> Command {
    let has_variables = command.get_arguments().any(|argument| argument.get_env().is_some());
    let command = if has_variables && text != Text::Manual { command.after_help(VARIABLES) } else { command };
    let about = command.get_long_about().filter(|_| text == Text::Full && named.is_some()).cloned();
    match about {
        Some(about) => command.about(about).long_about(None::<&'static str>),
        None if text == Text::Manual => command,
        None => command.long_about(None::<&'static str>),
    }
}

const VARIABLES: &str =
    "Each option can be set by an environment variable, too: CALINT_FAIL_ON sets --fail-on, and so on.";

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).long(name).short(short).action(action).help_heading(GENERAL)
}

/// Gives an option its variable.
fn with_variable(argument: Arg, text: Text, words: &Words) -> Arg {
    let Some(long) = argument.get_long() else { return argument };
    let variable = format!("CALINT_{}", long.replace('-', "_").to_uppercase());
    if is_for_another_command(&argument, &variable, words) {
        return argument;
    }
    let is_switch = matches!(argument.get_action(), ArgAction::SetTrue);
    let argument = argument.env(variable).hide_env_values(true).hide_env(text != Text::Manual);
    // A switch is off if its variable is empty or says no.
    if is_switch { argument.value_parser(FalseyValueParser::new()) } else { argument }
}

/// Whether the value of a variable is a word that another command knows and this one does not. Commands share the
/// variables, and one that is set for a whole job must not break the others.
fn is_for_another_command(argument: &Arg, variable: &str, words: &Words) -> bool {
    let Ok(value) = env::var(variable) else { return false };
    let own = argument.get_possible_values();
    let is_own = own.iter().any(|known| known.matches(&value, false));
    !own.is_empty() && !is_own && words.get(argument.get_id().as_str()).is_some_and(|words| words.contains(&value))
}

/// Lays out the help of an argument.
fn laid_out(argument: Arg, text: Text) -> Arg {
    match text {
        Text::Manual => argument,
        Text::Summary => {
            // A switch has the values of its variable, and no argument.
            let has_values = argument.get_action().takes_values();
            let argument = argument.long_help(None::<&'static str>);
            if has_values { argument.hide_possible_values(true) } else { argument }
        }
        Text::Full => {
            let own = argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
            let paragraphs = own.split("\n\n").collect::<Vec<_>>().join(". ");
            let argument = argument.long_help(None::<&'static str>);
            let values = argument.get_possible_values();
            if values.iter().all(|value| value.get_help().is_none()) {
                return argument.help(paragraphs);
            }
            let default = default_of(&argument);
            argument
                .help(paragraphs + &default + &explained(&values))
                .hide_possible_values(true)
                .hide_default_value(true)
        }
    }
}

/// The default as clap writes it, which would put it behind the last of the values.
fn default_of(argument: &Arg) -> String {
    let default = argument.get_default_values().first();
    default.map(|value| format!(" [default: {}]", value.to_string_lossy())).unwrap_or_default()
}

/// The values of an option with their meanings, a line for each.
fn explained(values: &[PossibleValue]) -> String {
    let width = values.iter().map(|value| value.get_name().len()).max().unwrap_or_default();
    let line = |value: &PossibleValue| {
        let about = value.get_help().map(ToString::to_string).unwrap_or_default();
        format!("\n{:<width$}  {about}", value.get_name())
    };
    values.iter().map(line).collect()
}

/// The line of `--version`, which is the same for all commands.
pub(super) fn version() -> String {
    format!("calint {VERSION}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verbs with which the help of an argument begins.
    const VERBS: [&str; 23] = [
        "Add", "Allow", "Apply", "Ask", "Change", "Check", "Choose", "Exclude", "Exit", "Fail", "Ignore", "List",
        "Name", "Print", "Read", "Report", "Run", "Select", "Set", "Show", "Skip", "Use", "Write",
    ];

    /// Every argument of every command.
    fn arguments(command: &Command) -> Vec<Arg> {
        let own = command.get_arguments().cloned();
        own.chain(command.get_subcommands().flat_map(arguments)).collect()
    }

    #[test]
    fn every_argument_says_what_it_does_below_a_heading() {
        let all = arguments(&command(Text::Full, &[]));
        assert!(all.len() > 100);
        for argument in all {
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let (name, verb) = (argument.get_id(), help.split(' ').next().unwrap_or_default());
            assert!(VERBS.contains(&verb), "{name}: {help}");
            assert!(argument.is_positional() || argument.get_help_heading().is_some(), "{name} has no heading");
        }
    }

    #[test]
    fn every_list_says_how_it_is_written() {
        let all = arguments(&command(Text::Full, &[]));
        let lists = all.iter().filter(|argument| matches!(argument.get_action(), ArgAction::Append));
        for list in lists.clone().filter(|list| !list.is_positional()) {
            let help = list.get_help().map(ToString::to_string).unwrap_or_default();
            let word = if list.get_value_delimiter() == Some(',') { "; comma-separated" } else { "; repeatable" };
            assert!(help.contains(word), "{}: {help}", list.get_id());
        }
        assert!(lists.count() > 20);
    }

    #[test]
    fn every_option_has_a_variable() {
        for argument in arguments(&command(Text::Full, &[])) {
            let expected = argument.get_long().filter(|long| !matches!(*long, "help" | "version"));
            let expected = expected.map(|long| format!("CALINT_{}", long.replace('-', "_").to_uppercase()));
            let variable = argument.get_env().and_then(|variable| variable.to_str()).map(str::to_owned);
            assert_eq!(variable, expected);
        }
    }
}
