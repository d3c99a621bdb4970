//! `calint config show|check|schema`
//!
//! `show` prints TOML with the place of each setting in a comment, not a format of its own: a line can be copied into a
//! configuration. Apps and acceptances of several files add up instead of replacing one another, so they appear as
//! comments with their places.

use std::fmt::Write as _;

use crate::config::{At, Config, Level, Set};
use crate::report::{one_line, toml_string};
use crate::rules::{EDITIONS, OptionValue};
use crate::verdict::{ExitCode, redact_words};
use crate::{config, words};

use super::args::{ConfigAction, ConfigArguments, ConfigPath};
use super::command_error::CommandError;
use super::selection::Configuration;
use super::{configurations, output, plan};

/// Shows or checks the configuration, or prints its schema.
pub(super) fn run(arguments: &ConfigArguments) -> Result<ExitCode, CommandError> {
    match &arguments.action {
        ConfigAction::Show(path) => {
            let text = redact_words(&shown(&load(path)?));
            output::write_stdout(|out| out.write_all(text.as_bytes()))?;
        }
        ConfigAction::Check(path) => {
            let config = load(path)?;
            let files: Vec<&str> = config.files.iter().map(|file| file.shown.as_str()).collect();
            let valid = if files.is_empty() { "no configuration, and none is needed" } else { "valid" };
            let line =
                format!("calint: {}: {valid}", if files.is_empty() { "here".to_owned() } else { files.join(", ") });
            output::say(&line);
        }
        ConfigAction::Schema => output::write_stdout(|out| out.write_all(config::json_schema().as_bytes()))?,
    }
    Ok(ExitCode::Clean)
}

fn load(path: &ConfigPath) -> Result<Config, CommandError> {
    let configuration = Configuration { config: path.config.clone(), no_config: false };
    Ok(configurations::of_path(&configuration, &path.path, &plan::working_directory()?)?)
}

/// The settings in force, as TOML, each with the place where it is set.
fn shown(config: &Config) -> String {
    let mut page = Page { config, text: String::new() };
    let quoted = toml_string;
    let files = words::count(config.files.len(), "file");
    let _ = writeln!(page.text, "# The settings in force, from {files} and the defaults of calint.");
    let layer = |at: &Option<At>| at.clone();
    let edition = config.first(|layer| layer.edition.as_ref());
    let newest = EDITIONS.last().copied().unwrap_or_default();
    page.line("edition", &quoted(edition.map_or(newest, |set| set.value)), layer(&edition.map(|set| set.at.clone())));
    let profile = config.profile();
    page.line("profile", &quoted(profile.map_or("default", |set| set.value.as_str())), place(profile));
    let fail_on = config.fail_on();
    page.line("fail-on", &quoted(fail_on.map_or("warning", |set| set.value.as_str())), place(fail_on));
    let unused = config.first(|layer| layer.unused_acceptances.as_ref());
    page.line("unused-acceptances", &quoted(config.unused_acceptances().as_str()), place(unused));
    let empty = config.first(|layer| layer.allow_empty.as_ref());
    page.line("allow-empty", &config.allows_empty().to_string(), place(empty));
    if let Some(version) = config.first(|layer| layer.api_version.as_ref()) {
        page.line("api-version", &version.value.to_string(), place(Some(version)));
    }
    if let Some(target) = config.first(|layer| layer.target.as_ref()) {
        page.line("target", &quoted(&target.value), place(Some(target)));
    }
    let globs = config.layers.iter().flat_map(|layer| &layer.exclude);
    page.list("exclude", globs.map(|it| (it.glob.glob().glob().to_owned(), it.at.clone())));
    page.list("packs", config.packs().map(|it| (it.value.name.to_owned(), it.at.clone())));
    let facts = config.layers.iter().flat_map(|layer| &layer.facts);
    page.list("facts", facts.map(|it| (it.value.clone(), it.at.clone())));
    let locked = config.layers.iter().flat_map(|layer| &layer.locked);
    page.list("locked", locked.map(|it| (it.value.name.to_owned(), it.at.clone())));
    page.rules();
    page.others();
    page.text
}

fn place<T>(set: Option<&Set<T>>) -> Option<At> {
    set.map(|set| set.at.clone())
}

struct Page<'c> {
    config: &'c Config,
    text: String,
}

impl Page<'_> {
    /// Where something is set: the path of a file may contain anything.
    fn place(&self, at: &At) -> String {
        one_line(&self.config.place(at))
    }

    fn line(&mut self, key: &str, value: &str, at: Option<At>) {
        let origin = at.map_or_else(|| "default".to_owned(), |at| self.place(&at));
        let _ = writeln!(self.text, "{key} = {value}  # {origin}");
    }

    fn list(&mut self, key: &str, values: impl Iterator<Item = (String, At)>) {
        let values: Vec<_> = values.collect();
        if values.is_empty() {
            return;
        }
        let _ = writeln!(self.text, "{key} = [");
        for (value, at) in values {
            let _ = writeln!(self.text, "    {},  # {}", toml_string(&value), self.place(&at));
        }
        let _ = writeln!(self.text, "]");
    }

    fn rules(&mut self) {
        let _ = writeln!(self.text, "\n[rules]");
        let mut seen = std::collections::BTreeSet::new();
        let config = self.config;
        for (page, set) in config.layers.iter().flat_map(|layer| &layer.rules) {
            if !seen.insert(page.name) {
                continue;
            }
            let level = config.level(page.name).map(|level| match level.value {
                Level::Off => "off",
                Level::At(severity) => severity.as_str(),
            });
            let mut parts: Vec<String> = level.iter().map(|level| format!("severity = \"{level}\"")).collect();
            let all = config.layers.iter().rev().flat_map(|layer| &layer.rules).filter(|(it, _)| it.name == page.name);
            let options: std::collections::BTreeMap<_, _> =
                all.flat_map(|(_, set)| &set.value.options.options).collect();
            parts.extend(options.into_iter().map(|(name, value)| format!("{name} = {}", written(value))));
            let value = format!("{{ {} }}", parts.join(", "));
            self.line(page.name, &value, Some(set.at.clone()));
        }
    }

    /// What several files add up to, as it is in the files.
    fn others(&mut self) {
        let config = self.config;
        for apps in config.layers.iter().flat_map(|layer| &layer.apps) {
            let name = toml_string(apps.declared.names.glob().glob());
            let _ = writeln!(self.text, "\n# [apps.{name}]  {}", self.place(&apps.at));
        }
        for accept in config.layers.iter().flat_map(|layer| &layer.accept) {
            let it = &accept.value;
            let app = it.app.as_ref().map_or("every app", |app| app.glob().glob());
            let until = it.until.map_or_else(String::new, |until| format!(" until {until}"));
            let (app, reason) = (one_line(app), one_line(&it.reason));
            let place = self.place(&accept.at);
            let _ = writeln!(self.text, "# accepted: {} of {app}{until}: {reason}  {place}", it.rule);
        }
    }
}

/// The value of an option as TOML.
fn written(value: &OptionValue) -> String {
    match value {
        OptionValue::Count(count) => count.to_string(),
        OptionValue::Names(names) => {
            let names = names.iter().map(|name| toml_string(name.glob().glob()));
            format!("[{}]", names.collect::<Vec<_>>().join(", "))
        }
    }
}
