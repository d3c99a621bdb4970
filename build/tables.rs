//! The tables of `rules/schema/` whose rows are neither scopes nor elements: what Salesforce switches off, its
//! releases, permissions, profiles, and the queries that ask an org.
//!
//! They are in one file because each is a struct and a check of a line or two, and [`code`] writes them to one file of
//! generated code. Each table still has a check of its own, for an order, a default, or a forbidden column, because a
//! check that is general enough for all of them could not say in its message what is wrong.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::choices::choices;
use super::levels::Profile;
use super::lists::{self, read};
use super::literal::{Address, Date, Day, Literal, Word};
use super::references::Documents;
use super::row::{lists, row};
use super::table_words::{AskedFor, Bypass, PermissionPower, RetiringFeature};
use super::{flows, scopes, types};

/// All that the tables become, by file, but suffixes and folders, which the program has elsewhere.
pub(super) fn code(documents: &Documents) -> Result<[(&'static str, String); 2], String> {
    let elements = types::types()?;
    let (queries, asked) = queries()?;
    let parts = [
        scopes::scopes()?,
        elements.code(),
        releases()?,
        calendar()?,
        lists::placeholders()?,
        permissions()?,
        queries,
        retrieved()?,
        lists::standard_apps()?,
        standard_profiles()?,
        lists::internet()?,
        lists::callbacks()?,
    ];
    let tables = format!("// Made from the tables below rules/schema/.\n{}", parts.concat());
    Ok([("tables.rs", tables), ("flows.rs", flows::flows(documents, &elements, &asked)?)])
}

lists! {
    Releases {
        /// API version and release, oldest first.
        release: Vec<Release> => "pub static RELEASES: &[(u16, &str)]";
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Release {
    api: Spanned<u16>,
    name: String,
}

impl Literal for Release {
    fn literal(&self) -> String {
        format!("({}, {})", self.api.literal(), self.name.literal())
    }
}

fn releases() -> Result<String, String> {
    let (source, table) = read::<Releases>("releases")?;
    let mut pairs = table.release.iter().zip(table.release.iter().skip(1));
    match pairs.find(|(release, next)| release.api.get_ref() >= next.api.get_ref()) {
        Some((_, next)) => source.refuse(next.api.span(), "releases are in order, oldest first"),
        None => table.code(&source),
    }
}

/// Where a date is from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Certainty {
    Official,
    ReleaseNotes,
    Secondary,
}

choices!(Certainty, "certainty", {
    Official => "official",
    ReleaseNotes => "release notes",
    Secondary => "secondary",
});

lists! {
    Calendar {
        /// What is switched off, the earliest first.
        change: Vec<Change> => "pub static CALENDAR: &[Change]";
    }
}

row! {
    Change {
        #[serde(rename = "kind")]
        feature: RetiringFeature,
        #[serde(rename = "feature")]
        words: String,
        ending: String,
        ended: String,
        on: Spanned<Date>,
        #[serde(rename = "first-api")]
        first_api: Option<u16>,
        #[serde(rename = "last-api")]
        last_api: Option<u16>,
        instead: String,
        certainty: Word<Certainty>,
        read: Day,
        profile: Profile,
    }
    besides { #[allow(dead_code, reason = "a source is for people who check the table")] url: Address, }
}

fn calendar() -> Result<String, String> {
    let (source, table) = read::<Calendar>("calendar")?;
    let mut pairs = table.change.iter().zip(table.change.iter().skip(1));
    match pairs.find(|(change, next)| change.on.get_ref() > next.on.get_ref()) {
        Some((_, next)) => source.refuse(next.on.span(), "changes are in order, oldest first"),
        None => table.code(&source),
    }
}

lists! {
    Permissions {
        /// Powerful user permissions, in ASCII order.
        permission: Vec<PermissionFacts> => "pub static PERMISSIONS: &[PermissionFacts]";
        /// Spellings that name no permission, and the names that were meant.
        misnamed: BTreeMap<String, String> => "pub static MISNAMED_PERMISSIONS: &[(&str, &str)]";
    }
}

row! {
    PermissionFacts {
        name: Spanned<String>,
        label: String,
        power: PermissionPower,
        privileged: bool,
        #[serde(default = "no_bypass")]
        bypass: Bypass,
        #[serde(default)]
        optional: bool,
        lets: String,
    }
}

fn no_bypass() -> Bypass {
    Bypass::No
}

fn permissions() -> Result<String, String> {
    let (source, table) = read::<Permissions>("permissions")?;
    source.expect_order(table.permission.iter().map(|permission| &permission.name))?;
    table.code(&source)
}

lists! {
    StandardProfiles {
        /// Profiles that every org has, in ASCII order.
        profile: Vec<StandardProfile> => "pub static STANDARD_PROFILES: &[StandardProfile]";
    }
}

row! {
    StandardProfile {
        name: Spanned<String>,
        #[serde(default)]
        file: String,
        #[serde(default)]
        api_only: bool,
        #[serde(default)]
        broad: bool,
        #[serde(default)]
        localized: Vec<String>,
        #[serde(default)]
        grants: Vec<String>,
    }
}

/// The file of a profile has its name unless the row says otherwise.
fn standard_profiles() -> Result<String, String> {
    let (source, mut table) = read::<StandardProfiles>("standard_profiles")?;
    source.expect_order(table.profile.iter().map(|profile| &profile.name))?;
    for profile in table.profile.iter_mut().filter(|profile| profile.file.is_empty()) {
        profile.file.clone_from(profile.name.get_ref());
    }
    table.code(&source)
}

lists! {
    Queries {
        /// Queries for what only the org knows and metadata does not show.
        query: Vec<Query> => "pub static QUERIES: &[Query]";
    }
}

row! {
    Query {
        file: String,
        object: String,
        #[serde(rename = "for")]
        asked_for: AskedFor,
        tells: String,
        none: String,
        #[serde(default)]
        optional: bool,
        soql: Spanned<String>,
    }
}

/// Parts of columns that contain a secret.
const SECRET_COLUMNS: [&str; 3] = ["token,", "secret", "consumerkey"];

/// The queries, and the names of their answers.
pub(super) fn queries() -> Result<(String, Vec<String>), String> {
    let (source, table) = read::<Queries>("queries")?;
    let asks_for_secret = |query: &&Query| {
        let soql = query.soql.get_ref().to_lowercase();
        SECRET_COLUMNS.iter().any(|column| soql.contains(column))
    };
    let acts_on_a_shell = |query: &&Query| query.soql.get_ref().contains(['"', '$', '`', '\\', '!']);
    if let Some(query) = table.query.iter().find(asks_for_secret) {
        return source.refuse(query.soql.span(), "the query selects a secret, which must not be exported");
    }
    match table.query.iter().find(acts_on_a_shell) {
        Some(query) => source.refuse(query.soql.span(), "the query has a character that means something to a shell"),
        None => Ok((table.code(&source)?, table.query.into_iter().map(|query| query.file).collect())),
    }
}

lists! {
    Retrievals {
        /// Metadata types to retrieve, in ASCII order.
        #[serde(rename = "type")]
        types: Vec<Retrieved> => "pub static RETRIEVED: &[Retrieved]";
    }
}

row! {
    Retrieved {
        #[serde(rename = "type")]
        name: Spanned<String>,
        members: Vec<String>,
        reveals: Option<String>,
    }
}

fn retrieved() -> Result<String, String> {
    let (source, table) = read::<Retrievals>("retrieve")?;
    source.expect_order(table.types.iter().map(|retrieved| &retrieved.name))?;
    table.code(&source)
}
