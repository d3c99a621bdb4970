//! All keys of a configuration file, for the JSON Schema alone: the program reads a file key by key.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::rules::PACKS;
use crate::schema::{Profile, Severity};

use super::layer::UnusedLevel;
use super::raw::{RawAccept, RawApp, RawOrg};
use super::rule_schema::rules_schema;
use super::word::{Plain, Word};

/// The configuration of calint for one repository, or a policy that several repositories extend.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "it describes the file for editors; the file is read key by key")]
pub(super) struct RawConfig {
    /// A policy file that this one builds on, relative to this file.
    extends: Option<String>,
    /// Rules that a file which extends this one may not loosen.
    locked: Option<Vec<String>>,
    /// Keeps the rules of an edition, so that an upgrade cannot turn a build red.
    edition: Option<String>,
    /// Benchmarks whose rules are shown in addition to the profile, and whose controls are reported.
    #[schemars(schema_with = "pack_names")]
    packs: Option<()>,
    /// Which rules are shown. Default: `default`.
    profile: Option<Plain<Profile>>,
    /// The least severity that fails a run. Default: `warning`.
    fail_on: Option<Plain<Severity>>,
    /// The API version of the files. Default: from package.xml, else from sfdx-project.json.
    api_version: Option<RawApiVersion>,
    /// Facts about the org, as files or directories relative to this file, or `ORG=PATH`.
    facts: Option<Vec<String>>,
    /// Which org's facts to use, if the facts are from several orgs.
    target: Option<String>,
    /// Files that are not linted: globs relative to this file.
    exclude: Option<Vec<String>>,
    /// A CSV file that records the apps: app, owner, purpose, criticality, vendor, reviewed; relative to this file.
    inventory: Option<String>,
    /// What calint does about an acceptance that matches no finding. Default: `warning`, which does not fail the run.
    unused_acceptances: Option<Word<UnusedLevel>>,
    /// Severities and options of rules.
    #[schemars(schema_with = "rules_of")]
    rules: Option<()>,
    /// What apps are meant to be, by developer name or glob.
    apps: Option<BTreeMap<String, RawApp>>,
    /// What is true of the org.
    org: Option<RawOrg>,
    /// Findings that are accepted, each with a reason.
    accept: Option<Vec<RawAccept>>,
}

fn pack_names(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = PACKS.iter().map(|pack| pack.name).collect();
    json_schema!({ "type": "array", "items": { "enum": names } })
}

fn rules_of(_: &mut SchemaGenerator) -> Schema {
    rules_schema()
}

/// `66`, `66.0` or `"66.0"`.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it describes the file for editors")]
enum RawApiVersion {
    Whole(u16),
    Fraction(f64),
    Text(String),
}
