//! When a stream gets colors.

use std::env;

use clap::ValueEnum;

/// When to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorWhen {
    /// What is meant by `auto` here: `FORCE_COLOR`, as many programs have it, unless `NO_COLOR` forbids colors. Crates
    /// know `CLICOLOR_FORCE` only.
    pub(super) fn or_forced(self) -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_off = || env::var("FORCE_COLOR").is_ok_and(|value| matches!(value.as_str(), "0" | "false"));
        match self {
            Self::Auto if is_set("FORCE_COLOR") && !is_off() && !is_set("NO_COLOR") => Self::Always,
            other => other,
        }
    }
}
