//! One configuration file, valid, before it is laid over the policy that it extends.
//!
//! Nothing has a default here. A file that does not set a key must differ from one that sets the key to its default:
//! the first leaves the decision to the policy below, and the second overrides it.

use globset::GlobMatcher;

use crate::choices::choices;
use crate::model::{DeclaredApps, Inventory, Managed};
use crate::rules::{Pack, Page, RuleSettings};
use crate::schema::{Profile, Severity};
use crate::verdict::Acceptance;

use super::file::{At, Set};

/// What one file sets.
#[derive(Debug, Default)]
pub struct Layer {
    /// The policy below it, as written.
    pub extends: Option<Set<String>>,
    /// Rules that files above it may not loosen.
    pub locked: Vec<Set<&'static Page>>,
    /// The edition of the rules.
    pub edition: Option<Set<&'static str>>,
    /// Benchmarks.
    pub packs: Vec<Set<&'static Pack>>,
    /// What is shown.
    pub profile: Option<Set<Profile>>,
    /// What fails the run.
    pub fail_on: Option<Set<Severity>>,
    /// The API version of the files.
    pub api_version: Option<Set<u16>>,
    /// Facts, as written.
    pub facts: Vec<Set<String>>,
    /// The org whose facts count.
    pub target: Option<Set<String>>,
    /// Files that are not linted.
    pub exclude: Vec<ExcludeGlob>,
    /// Whether named directories may contain nothing to lint.
    pub allow_empty: Option<Set<bool>>,
    /// The organization's record of its apps.
    pub inventory: Option<Set<Inventory>>,
    /// What calint does about acceptances that match no finding.
    pub unused_acceptances: Option<Set<UnusedLevel>>,
    /// Severities and options.
    pub rules: Vec<(&'static Page, Set<RuleChange>)>,
    /// What apps are meant to be.
    pub apps: Vec<AppsGlob>,
    /// What is true of the org.
    pub org: LayerOrg,
    /// What is accepted.
    pub accept: Vec<Set<Acceptance>>,
}

/// What a file says of a rule.
#[derive(Debug, Clone)]
pub struct RuleChange {
    /// Whether it runs, and how bad its findings are.
    pub level: Option<Level>,
    /// Its options.
    pub options: RuleSettings,
}

/// Whether a rule runs, and how bad its findings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not run.
    Off,
    /// It runs, even if the profile does not include it.
    At(Severity),
}

/// Files that are not linted.
#[derive(Debug, Clone)]
pub struct ExcludeGlob {
    /// Compiled.
    pub glob: GlobMatcher,
    /// Where it is.
    pub at: At,
}

/// What is declared of some apps.
#[derive(Debug, Clone)]
pub struct AppsGlob {
    /// The declaration.
    pub declared: DeclaredApps,
    /// Where the name is.
    pub at: At,
    /// Where scopes are allowed.
    pub allowed_scopes_at: Option<At>,
}

/// What a file says of the org.
#[derive(Debug, Clone, Default)]
pub struct LayerOrg {
    /// The release, as an API version.
    pub release: Option<Set<u16>>,
    /// The edition.
    pub edition: Option<Set<String>>,
    /// Whether the files go to one production org and its sandboxes only.
    pub sandboxes_of_one_org: Option<Set<bool>>,
    /// Whether its people use mobile apps of Salesforce's own.
    pub has_mobile_users: Option<Set<bool>>,
    /// Whether Support lets it create connected apps.
    pub may_create_connected_apps: Option<Set<bool>>,
    /// What is kept in the org alone.
    pub managed: Managed,
}

/// What calint does about an acceptance that matches no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnusedLevel {
    /// It fails the run.
    Error,
    /// calint reports it.
    Warning,
    /// calint ignores it.
    Off,
}

choices!(UnusedLevel, "unused", {
    Error => "error": "It fails the run",
    Warning => "warning": "calint reports it",
    Off => "off": "calint ignores it",
});
