//! What stands in a configuration file, as it is written. The JSON Schema is made of these types.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::value::Datetime;

use crate::rules::PACKS;

use super::rule_schema::rules_schema;

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
    /// Benchmarks whose rules are shown whatever the profile, and whose controls are told.
    #[schemars(schema_with = "pack_names")]
    packs: Option<()>,
    /// Which rules are shown. Default: `default`.
    profile: Option<RawProfile>,
    /// The least severity that fails a run. Default: `warning`.
    fail_on: Option<RawSeverity>,
    /// The API version of the files. Default: from package.xml, else from sfdx-project.json.
    api_version: Option<RawApiVersion>,
    /// Facts about the org, as files or directories relative to this file, or `ORG=PATH`.
    facts: Option<Vec<String>>,
    /// The org to judge for, if the facts tell of several.
    target: Option<String>,
    /// Files that are not linted: globs relative to this file.
    exclude: Option<Vec<String>>,
    /// A CSV file that records the apps: app, owner, purpose, criticality, vendor, reviewed; relative to this file.
    inventory: Option<String>,
    /// What becomes of an acceptance that no finding needs. Default: `warning`, which is told and fails nothing.
    unused_acceptances: Option<RawUnused>,
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

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawProfile {
    Default,
    Strict,
    Audit,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawSeverity {
    Error,
    Warning,
    Info,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawUnused {
    /// It fails the run.
    Error,
    /// It is told.
    Warning,
    /// Nothing is said.
    Off,
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

/// One flow, or several.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it describes the file for editors")]
enum OneOrMany {
    One(RawFlow),
    Many(Vec<RawFlow>),
}

/// One flow is read as a list of one, so that a wrong name is told as such.
fn one_or_many<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Vec<RawFlow>>, D::Error> {
    struct Flows;

    impl<'de> Visitor<'de> for Flows {
        type Value = Vec<RawFlow>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the name of a flow, or a list of names")
        }

        fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
            RawFlow::deserialize(name.into_deserializer()).map(|flow| vec![flow])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(names))
        }
    }

    value.deserialize_any(Flows).map(Some)
}

/// What an app is meant to be.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawApp {
    /// The flow or flows that it is used with, and no others.
    #[serde(default, deserialize_with = "one_or_many")]
    #[schemars(with = "Option<OneOrMany>")]
    pub(super) flow: Option<Vec<RawFlow>>,
    /// What kind of program uses it.
    pub(super) role: Option<RawRole>,
    /// Broad scopes that it needs; `reason` says why.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) allow_scopes: Option<Spanned<Vec<Spanned<String>>>>,
    /// Why its scopes are allowed.
    pub(super) reason: Option<String>,
    /// The run-as user is chosen in Setup, not in the file.
    pub(super) run_as_managed_in_setup: Option<bool>,
    /// Profiles and permission sets are assigned in the org, not in the file.
    pub(super) assignments_managed_in_org: Option<bool>,
    /// How its files get into an org.
    pub(super) distribution: Option<RawDistribution>,
    /// Its client calls SOAP endpoints.
    pub(super) soap: Option<bool>,
    /// Replicas of its client keep one refresh token between them.
    pub(super) shares_refresh_token: Option<bool>,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawFlow {
    ClientCredentials,
    JwtBearer,
    WebServer,
    UserAgent,
    Device,
    TokenExchange,
    CodeCredential,
    UsernamePassword,
    SamlBearer,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawRole {
    /// A program that serves itself.
    Server,
    /// A web site that people use.
    Web,
    /// A single sign-on client that needs a session and no more.
    Sso,
    /// A command-line tool.
    Cli,
    /// A program on a desk.
    Desktop,
    /// A mobile app.
    Mobile,
    /// A device without keyboard or browser.
    Device,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawDistribution {
    /// Deployed from this repository, all at once.
    Source,
    /// Deployed from this repository, one part after the other.
    Piecewise,
    /// Installed with a package that is built from this repository.
    Package,
}

/// What is true of the org.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawOrg {
    /// The release that it is on, as an API version: 68 is Winter '27.
    pub(super) release: Option<u16>,
    /// Its edition, such as `Developer`.
    pub(super) edition: Option<String>,
    /// Which orgs the files go to.
    pub(super) targets: Option<RawTargets>,
    /// Its people use mobile apps of Salesforce's own.
    pub(super) mobile: Option<bool>,
    /// Whether connected apps can still be created in it. Default: they cannot, since Spring '26.
    pub(super) connected_app_creation: Option<RawCreation>,
    /// What is kept in the org alone.
    pub(super) managed: Option<RawManaged>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawTargets {
    /// Any orgs.
    Any,
    /// One production org and its sandboxes, between which Salesforce adapts usernames.
    ProductionAndSandboxes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawCreation {
    /// Salesforce Support allows it.
    EnabledBySupport,
    /// Salesforce refuses it.
    Blocked,
}

/// Names, as globs, of what is kept in the org alone.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawManaged {
    /// Connected apps and External Client Apps.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) apps: Option<Vec<Spanned<String>>>,
    /// Permission sets and permission set groups, by label or name.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) permission_sets: Option<Vec<Spanned<String>>>,
    /// Profiles.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) profiles: Option<Vec<Spanned<String>>>,
    /// Classes, custom scopes, certificates and handlers.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) components: Option<Vec<Spanned<String>>>,
}

/// A finding that is accepted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawAccept {
    /// The rule.
    #[schemars(with = "String")]
    pub(super) rule: Spanned<String>,
    /// The developer name of the app, or a glob. Default: every app.
    #[schemars(with = "Option<String>")]
    pub(super) app: Option<Spanned<String>>,
    /// The file, as a glob relative to this file. Default: every file.
    #[schemars(with = "Option<String>")]
    pub(super) path: Option<Spanned<String>>,
    /// Why.
    #[schemars(with = "String", length(min = 1))]
    pub(super) reason: Option<Spanned<String>>,
    /// The last day on which it holds, such as 2027-03-31. Default: it holds for ever.
    #[schemars(with = "Option<Day>")]
    pub(super) until: Option<Spanned<Datetime>>,
}

/// A date such as 2027-03-31.
#[derive(JsonSchema)]
#[schemars(extend("format" = "date"))]
#[expect(dead_code, reason = "it describes the file for editors")]
pub(super) struct Day(String);
