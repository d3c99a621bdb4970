//! `calint.toml`: what a repository decides about its own checks.
//!
//! A file is found by walking up from each file that is scanned, read key by key so that one run tells all that is wrong with
//! it, and laid over the policy that it extends. Whatever is wrong has a place in the file.

mod apps;
mod discovery;
mod effective;
mod file;
mod layer;
mod problem;
mod raw;
#[cfg(test)]
mod raw_config;
mod reader;
#[cfg(test)]
mod rule_schema;
mod rules;
mod schema;

pub use discovery::{FILE_NAME, boundary, nearest};
pub use effective::{Config, load, load_found};
pub use file::{At, ConfigFile, Set};
pub use layer::{AppsGlob, ExcludeGlob, Layer, LayerOrg, Level, RuleChange, UnusedLevel};
pub use problem::{ConfigError, ConfigProblem};
pub use schema::JSON_SCHEMA;
