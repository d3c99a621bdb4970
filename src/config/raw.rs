//! The content of a configuration file, as it is written.
//!
//! These types say what a file may contain, and the stages after this one never see them: a spelling in the file can
//! change without a change in the rules, and the other way round. The JSON Schema is made from these types and their
//! comments, but in a test only: a program that prints a text which never changes needs no generator.

use std::fmt;

#[cfg(test)]
use schemars::JsonSchema;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::value::Datetime;

use crate::model::{DeclaredFlow, Distribution, Role};

use super::word::Word;

/// One flow, or several.
#[cfg(test)]
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it describes the file for editors")]
enum OneOrMany {
    One(Word<DeclaredFlow>),
    Many(Vec<Word<DeclaredFlow>>),
}

/// Reads one flow as a list of one. An untagged enum would say for a wrong name only that no variant matches.
fn one_or_many<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Vec<Word<DeclaredFlow>>>, D::Error> {
    struct Flows;

    impl<'de> Visitor<'de> for Flows {
        type Value = Vec<Word<DeclaredFlow>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the name of a flow, or a list of names")
        }

        fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
            Word::deserialize(name.into_deserializer()).map(|flow| vec![flow])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(names))
        }
    }

    value.deserialize_any(Flows).map(Some)
}

/// What an app is meant to be.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawApp {
    /// The flow or flows that it is used with, and no others.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(test, schemars(with = "Option<OneOrMany>"))]
    pub(super) flow: Option<Vec<Word<DeclaredFlow>>>,
    /// What kind of program uses it.
    pub(super) role: Option<Word<Role>>,
    /// Broad scopes that it needs; `reason` says why.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) allow_scopes: Option<Spanned<Vec<Spanned<String>>>>,
    /// Why its scopes are allowed.
    pub(super) reason: Option<String>,
    /// The run-as user is chosen in Setup, not in the file.
    pub(super) run_as_managed_in_setup: Option<bool>,
    /// Profiles and permission sets are assigned in the org, not in the file.
    pub(super) assignments_managed_in_org: Option<bool>,
    /// How its files get into an org.
    pub(super) distribution: Option<Word<Distribution>>,
    /// Its client calls SOAP endpoints.
    pub(super) soap: Option<bool>,
    /// Replicas of its client keep one refresh token between them.
    pub(super) shares_refresh_token: Option<bool>,
    /// The username of the user for whom assertions of JWT bearer or SAML bearer ask for tokens.
    pub(super) subject: Option<String>,
}

/// What is true of the org.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawTargets {
    /// Any orgs.
    Any,
    /// One production org and its sandboxes, between which Salesforce adapts usernames.
    ProductionAndSandboxes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawCreation {
    /// Salesforce Support allows it.
    EnabledBySupport,
    /// Salesforce refuses it.
    Blocked,
}

/// Names, as globs, of what is kept in the org alone.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawManaged {
    /// Connected apps and External Client Apps.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) apps: Option<Vec<Spanned<String>>>,
    /// Permission sets and permission set groups, by label or name.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) permission_sets: Option<Vec<Spanned<String>>>,
    /// Profiles.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) profiles: Option<Vec<Spanned<String>>>,
    /// Classes, custom scopes, certificates and handlers.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) components: Option<Vec<Spanned<String>>>,
}

/// A finding that is accepted.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawAccept {
    /// The rule.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) rule: Spanned<String>,
    /// The developer name of the app, or a glob. Default: every app.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) app: Option<Spanned<String>>,
    /// The file, as a glob relative to this file. Default: every file.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) path: Option<Spanned<String>>,
    /// Why.
    #[cfg_attr(test, schemars(with = "String", length(min = 1)))]
    pub(super) reason: Option<Spanned<String>>,
    /// The last day on which it is valid, such as 2027-03-31. Default: it stays valid.
    #[cfg_attr(test, schemars(with = "Option<Day>"))]
    pub(super) until: Option<Spanned<Datetime>>,
}

/// A date such as 2027-03-31.
#[cfg(test)]
#[derive(JsonSchema)]
#[schemars(extend("format" = "date"))]
#[expect(dead_code, reason = "it describes the file for editors")]
struct Day(String);
