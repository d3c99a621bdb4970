//! What `flows` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::posture::State;
use crate::report::FlowFormat;
use crate::schema::Flow;

use super::choice_parser::choice_parser;
use super::color::ColorWhen;
use super::headings::{FILES, GENERAL, LIST, OUTPUT};
use super::selection::Scope;

/// What `flows` takes.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line are on or off")]
pub(super) struct FlowsArguments {
    #[command(flatten)]
    pub(super) scope: Scope,

    /// Name the file on stdin; the name determines its kind
    #[arg(long, value_name = "PATH", help_heading = FILES)]
    pub(super) stdin_filename: Option<PathBuf>,

    /// List only apps of this name
    #[arg(long, value_name = "GLOB", help_heading = LIST)]
    pub(super) app: Option<String>,

    /// List only these flows; comma-separated
    #[arg(long, help_heading = LIST, value_name = "FLOW", value_delimiter = ',', value_parser = choice_parser::<Flow>())]
    pub(super) flow: Vec<Flow>,

    /// List only flows in these states; comma-separated [default: all but off]
    #[arg(long, help_heading = LIST, value_name = "STATE", value_delimiter = ',', value_parser = choice_parser::<State>(), conflicts_with = "all")]
    pub(super) state: Vec<State>,

    /// List flows that are off, too
    #[arg(long, help_heading = LIST)]
    pub(super) all: bool,

    /// Show what a caller sends, as commands for a shell
    ///
    /// They contain no value of a file
    #[arg(long, help_heading = OUTPUT)]
    pub(super) curl: bool,

    /// Select the format of the list
    #[arg(long, short_alias = 'f', alias = "output-format", help_heading = OUTPUT, default_value = "text", value_parser = choice_parser::<FlowFormat>(), value_name = "FORMAT")]
    pub(super) format: FlowFormat,

    /// Fail (exit 1) if a listed flow is in this state
    #[arg(long, help_heading = LIST, value_enum, value_name = "STATE")]
    pub(super) fail_on: Option<FlowsFailOn>,

    /// Fail (exit 1) if a flow that calint.toml declares cannot be used
    #[arg(long, help_heading = LIST)]
    pub(super) expect: bool,

    /// Choose when to use colors
    #[arg(long, help_heading = GENERAL, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto)]
    pub(super) color: ColorWhen,

    /// Print no line on stderr but errors
    #[arg(short, long, help_heading = GENERAL)]
    pub(super) quiet: bool,
}

/// On what `flows` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FlowsFailOn {
    /// A flow that is meant lacks something
    Incomplete,
}
