//! The tests of calint: one program, with a module for each subject.

mod acceptances;
mod architecture;
mod archive_bounds;
mod archives;
mod auth_providers;
mod baseline;
mod bounds;
#[path = "../../build/main.rs"]
#[allow(dead_code, reason = "Cargo calls the build script, and tests call parts of it")]
mod build_script;
mod calendar;
mod changes;
mod ci_formats;
mod common;
mod configuration;
mod copies;
mod documented;
mod documents;
mod earlier_states;
mod effective_permissions;
mod every_format;
mod example_apps;
mod exit_codes;
mod experiments;
mod external_client_apps;
mod facts;
mod facts_command;
mod facts_exports;
mod facts_script;
mod failure_stories;
mod fixes;
mod flow_cases;
mod flow_states;
mod foreign_apps;
mod guards;
mod hooks;
mod imports;
mod inputs;
mod left_out;
mod logs;
mod mixed_repository;
mod myths;
mod odd_files;
mod other_files;
mod outside;
mod packages;
mod packs;
mod pages;
mod people_formats;
mod projects;
mod properties;
mod readme;
mod report_targets;
mod reports;
mod run_as_users;
mod samples;
mod sarif;
mod secrets;
mod security;
mod selection;
mod tables;
mod truth;
mod untrusted;

// The files that the build script shares with the program name these two as `crate::choices` and `crate::words`.
use build_script::{choices, words};
