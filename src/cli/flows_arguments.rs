//! What `flows` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::posture::State;
use crate::report::FlowFormat;
use crate::schema::Flow;

use super::choice_parser::choice_parser;
use super::color::ColorWhen;
use super::selection::Scope;

/// What `flows` takes.
#[derive(Debug, Args)]
pub(super) struct FlowsArguments {
    #[command(flatten)]
    pub(super) scope: Scope,

    /// Name of the file on stdin, which gives its kind
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// List only apps of this name
    #[arg(long, value_name = "GLOB")]
    pub(super) app: Option<String>,

    /// List only these flows
    #[arg(long, value_name = "FLOW", value_delimiter = ',', value_parser = choice_parser::<Flow>())]
    pub(super) flow: Vec<Flow>,

    /// List only flows in these states [default: all but off]
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = choice_parser::<State>(), conflicts_with = "all")]
    pub(super) state: Vec<State>,

    /// List flows that are off, too
    #[arg(long)]
    pub(super) all: bool,

    /// Show what a caller sends, as commands for a shell that contain no value of a file
    #[arg(long)]
    pub(super) curl: bool,

    /// Select the format of the list
    #[arg(long, default_value = "text", value_parser = choice_parser::<FlowFormat>(), value_name = "FORMAT")]
    pub(super) format: FlowFormat,

    /// Fail (exit 1) if a listed flow is in this state
    #[arg(long, value_enum, value_name = "STATE")]
    pub(super) fail_on: Option<FlowsFailOn>,

    /// Fail (exit 1) if a flow that `calint.toml` declares is known not to be usable
    #[arg(long)]
    pub(super) expect: bool,

    /// When to use colors
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorWhen::Auto)]
    pub(super) color: ColorWhen,
}

/// On what `flows` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FlowsFailOn {
    /// A flow that is meant lacks something
    Incomplete,
}
