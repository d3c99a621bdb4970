//! `calint.toml`: what a repository decides about its own checks.
//!
//! calint finds a file by going up from each file that it scans. It reads the file key by key, so that one run reports
//! all mistakes in it, and lays it over the policy that it extends. Each mistake has a place in the file.

mod apps;
mod discovery;
mod effective;
mod file;
mod keys;
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
mod word;

pub use discovery::{FILE_NAME, Nearest, boundary, nearest};
pub use effective::{Config, load, load_found};
pub use file::{At, Set};
pub use layer::{Level, UnusedLevel};
pub use problem::{ConfigError, ConfigProblem};
pub use schema::json_schema;
