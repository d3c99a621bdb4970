//! The keys of a configuration file, one row each: what the schema says of it, and what reads it.
//!
//! serde could read the whole file into one struct, but it stops at the first mistake. Here each key and each entry of
//! a list is read by itself, so that a mistake in one hides none in the others and one run names them all. The list of
//! keys, the reading, and the type for the JSON Schema follow from the rows, so that none of them can lack a key.

#[cfg(test)]
use std::collections::BTreeMap;

#[cfg(test)]
use schemars::JsonSchema;
use toml::de::DeTable;

#[cfg(test)]
use crate::schema::{Profile, Severity};

use super::file::ConfigFile;
use super::layer::Layer;
#[cfg(test)]
use super::layer::UnusedLevel;
use super::problem::ConfigProblem;
#[cfg(test)]
use super::raw::{RawAccept, RawApp, RawOrg};
#[cfg(test)]
use super::raw_config::{RawApiVersion, pack_names, rules_of};
use super::reader::{Reader, Value};
#[cfg(test)]
use super::word::{Plain, Word};

macro_rules! keys {
    (|$reader:ident, $value:ident, $layer:ident| $($(#[$of_schema:meta])* $field:ident $name:literal: $type:ty => $read:expr;)*) => {
        /// What a file may set.
        pub(super) const KEYS: &[&str] = &[$($name),*];

        /// Reads a key; false if there is no such key.
        fn read_key(name: &str, $value: Value<'_>, ($reader, $layer): (&mut Reader<'_>, &mut Layer)) -> bool {
            match name {
                $($name => $read,)*
                _ => return false,
            }
            true
        }

        /// The configuration of calint for one repository, or a policy that several repositories extend.
        #[cfg(test)]
        #[derive(JsonSchema)]
        #[schemars(rename_all = "kebab-case", deny_unknown_fields)]
        #[expect(dead_code, reason = "it describes the file for editors; the file is read key by key")]
        pub(super) struct RawConfig {
            $($(#[$of_schema])* $field: $type,)*
        }
    };
}

keys! { |reader, value, layer|
    /// A policy file that this one builds on, relative to this file.
    extends "extends": Option<String> => layer.extends = reader.set(value);
    /// Rules that a file which extends this one may not loosen.
    locked "locked": Option<Vec<String>> => layer.locked = reader.pages(value);
    /// Keeps the rules of an edition, so that an upgrade cannot turn a build red.
    edition "edition": Option<String> => layer.edition = reader.edition(value);
    /// Benchmarks whose rules are shown in addition to the profile, and whose controls are reported.
    #[schemars(schema_with = "pack_names")]
    packs "packs": Option<()> => layer.packs = reader.packs(value);
    /// Which rules are shown. Default: `default`.
    profile "profile": Option<Plain<Profile>> => layer.profile = reader.word(value);
    /// The least severity that fails a run. Default: `warning`.
    fail_on "fail-on": Option<Plain<Severity>> => layer.fail_on = reader.word(value);
    /// The API version of the files. Default: from package.xml, else from sfdx-project.json.
    api_version "api-version": Option<RawApiVersion> => layer.api_version = reader.api_version(&value);
    /// Facts about the org, as files or directories relative to this file, or `ORG=PATH`.
    facts "facts": Option<Vec<String>> => layer.facts = reader.texts(value);
    /// Which org's facts to use, if the facts are from several orgs.
    target "target": Option<String> => layer.target = reader.set(value);
    /// Files that are not linted: globs relative to this file.
    exclude "exclude": Option<Vec<String>> => layer.exclude = reader.exclude(value);
    /// Whether a named directory may contain nothing to lint. Without it, calint ends with exit code 3. Default: false.
    allow_empty "allow-empty": Option<bool> => layer.allow_empty = reader.set(value);
    /// A CSV file that records the apps: app, owner, purpose, criticality, vendor, reviewed; relative to this file.
    inventory "inventory": Option<String> => layer.inventory = reader.inventory(value);
    /// What calint does about an acceptance that matches no finding. Default: `warning`, which does not fail the run.
    unused_acceptances "unused-acceptances": Option<Word<UnusedLevel>> => layer.unused_acceptances = reader.word(value);
    /// Severities and options of rules.
    #[schemars(schema_with = "rules_of")]
    rules "rules": Option<()> => reader.rules(value, layer);
    /// What apps are meant to be, by developer name or glob.
    apps "apps": Option<BTreeMap<String, RawApp>> => reader.apps(value, layer);
    /// What is true of the org.
    org "org": Option<RawOrg> => reader.org(value, layer);
    /// Findings that are accepted, each with a reason.
    accept "accept": Option<Vec<RawAccept>> => reader.accept(value, layer);
}

/// Reads a file, and returns what it sets and all its problems.
pub(super) fn read(file: &ConfigFile, index: usize) -> (Layer, Vec<ConfigProblem>) {
    let mut reader = Reader::new(file, index);
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    for error in &errors {
        reader.problem(error.span().unwrap_or_default(), error.message(), "write it as TOML");
    }
    let mut layer = Layer::default();
    if errors.is_empty() {
        for (key, value) in table.into_inner() {
            let name = key.get_ref().as_ref();
            if !read_key(name, value, (&mut reader, &mut layer)) {
                reader.unknown(key.span(), ("key", name), KEYS.iter().copied());
            }
        }
    }
    (layer, reader.finish())
}
