//! The tables of `rules/schema/`, compiled in by the build script.
//!
//! The structs are written here and the rows are generated, so that the compiler checks each row, and a reader of the
//! program finds the fields without looking at generated code. The rows are static data, because a hook starts the
//! program for each commit and should not parse tables each time.

use std::cmp::Ordering;

use jiff::civil::{Date, date};

use super::levels::Profile;
use super::table_words::{
    AskedFor, Bypass, CallbackUse, PermissionPower, RetiringFeature, ScopeKind, TokenFormat, ValueKind,
};

/// In the tables this means "47 or earlier": the guide does not say since when older elements exist.
pub const EARLIEST: u16 = 47;

/// A row of `rules/schema/scopes.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct ScopeFacts {
    /// Spelling in a `ConnectedApp`.
    pub name: &'static str,
    /// Spelling in the `scope` parameter of an OAuth request.
    pub wire: &'static str,
    /// Spelling in an External Client App.
    pub eca: &'static str,
    /// First API version; 47 means "47 or earlier".
    pub since: u16,
    /// Whether that version is only the first whose types were published with it.
    pub is_since_inferred: bool,
    /// What it opens.
    pub kind: ScopeKind,
    /// Scopes that it contains; `*` for all.
    pub implies: &'static [&'static str],
    /// Other spellings met in real files.
    pub aliases: &'static [&'static str],
    /// The product whose APIs it opens, in words; empty if it is of no single product.
    pub family: &'static str,
    /// The form of access token that its APIs take, where they take one only.
    pub tokens: Option<TokenFormat>,
    /// What a token with it can reach.
    pub summary: &'static str,
}

/// A program with a known callback: a row of `rules/schema/callbacks.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct CallbackClient {
    /// What people call it.
    pub name: &'static str,
    /// What it is for.
    pub used_for: CallbackUse,
    /// `http`, `https`, or a scheme of its own.
    pub scheme: &'static str,
    /// The host; `localhost` includes every loopback address.
    pub host: &'static str,
    /// The port, where it is always the same.
    pub port: Option<u16>,
    /// The path, letter case ignored.
    pub path: &'static str,
}

/// A table `rules/schema/<Type>.toml`: a metadata type.
#[derive(Debug)]
pub struct TypeFacts {
    /// The name of the type and of its root element.
    pub name: &'static str,
    /// The suffix of its files.
    pub suffix: &'static str,
    /// The folder that they usually are in.
    pub folder: &'static str,
    /// The file name without suffix, if there can be only one.
    pub member: Option<&'static str>,
    /// First API version.
    pub since: u16,
    /// Whether that version is only the first whose types were published with it.
    pub is_since_inferred: bool,
    /// Whether the table lists only what calint reads.
    pub partial: bool,
    /// Its elements, by path in ASCII order.
    pub elements: &'static [ElementFacts],
}

/// A row of a type's table: an element.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a row has facts that do not depend on one another")]
pub struct ElementFacts {
    /// Names from below the root, such as `oauthConfig/scopes`.
    pub path: &'static str,
    /// The path of the parent; empty for the root.
    pub parent: &'static str,
    /// The name.
    pub name: &'static str,
    /// What it contains.
    pub kind: ValueKind,
    /// Whether its parent cannot be without it.
    pub required: bool,
    /// Whether people report that Salesforce demands it, although its schema does not.
    pub reported_required: bool,
    /// Whether its parent needs it by the schema only: official samples or deployed files do without.
    pub is_absence_tolerated: bool,
    /// Whether it may occur more than once.
    pub repeatable: bool,
    /// The words that it may contain.
    pub values: &'static [&'static str],
    /// Least and greatest number.
    pub range: Option<(i64, i64)>,
    /// The numbers that it may contain; all numbers if empty.
    pub allowed: &'static [i64],
    /// First API version; 47 means "47 or earlier".
    pub since: u16,
    /// Whether that version is only the first whose types were published with it.
    pub is_since_inferred: bool,
    /// Last API version.
    pub until: Option<u16>,
    /// Why it should no longer be used.
    pub deprecated: Option<&'static str>,
}

impl ElementFacts {
    /// Whether an API version has it.
    pub fn is_in(&self, api: u16) -> bool {
        !is_newer(self.since, api) && self.until.is_none_or(|until| api <= until)
    }
}

/// Whether something that came with one API version, by a table, is newer than another version.
pub fn is_newer(since: u16, api: u16) -> bool {
    since > api && since != EARLIEST
}

/// A row of `rules/schema/permissions.toml`: a user permission.
#[derive(Debug, PartialEq, Eq)]
pub struct PermissionFacts {
    /// API name in `userPermissions/name`.
    pub name: &'static str,
    /// Label in Setup.
    pub label: &'static str,
    /// How much it is worth.
    pub power: PermissionPower,
    /// Whether no run-as user should have it.
    pub privileged: bool,
    /// Whether it leads past the vetting of apps.
    pub bypass: Bypass,
    /// Whether some orgs do not have it.
    pub optional: bool,
    /// What it lets a thief do.
    pub lets: &'static str,
}

impl PermissionFacts {
    /// The row of a permission.
    pub fn find(name: &str) -> Option<&'static Self> {
        PERMISSIONS.iter().find(|row| row.name == name)
    }
}

/// A row of `rules/schema/queries.toml`: a query for what only the org knows and metadata does not show.
#[derive(Debug, PartialEq, Eq)]
pub struct Query {
    /// The answer's file, without suffix.
    pub file: &'static str,
    /// The object that it is about.
    pub object: &'static str,
    /// When it is worth asking.
    pub asked_for: AskedFor,
    /// What calint uses the answer for.
    pub tells: &'static str,
    /// What an answer without records means.
    pub none: &'static str,
    /// Whether some orgs cannot answer it.
    pub optional: bool,
    /// The query, with marks for what the project fills in.
    pub soql: &'static str,
}

/// A row of `rules/schema/retrieve.toml`: a metadata type to retrieve.
#[derive(Debug, PartialEq, Eq)]
pub struct Retrieved {
    /// The type.
    pub name: &'static str,
    /// Names of components, or `*` for all.
    pub members: &'static [&'static str],
    /// What its files contain that must not be shared.
    pub reveals: Option<&'static str>,
}

/// A row of `rules/schema/standard_profiles.toml`: a profile that every org has.
#[derive(Debug, PartialEq, Eq)]
pub struct StandardProfile {
    /// The name that users see.
    pub name: &'static str,
    /// The name of its file.
    pub file: &'static str,
    /// Whether its users cannot log in to the user interface.
    pub api_only: bool,
    /// Whether many people have it.
    pub broad: bool,
    /// What users see in other languages.
    pub localized: &'static [&'static str],
    /// Permissions that it is known to grant.
    pub grants: &'static [&'static str],
}

/// Something that Salesforce switches off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// What is switched off.
    pub feature: RetiringFeature,
    /// The same in words.
    pub words: &'static str,
    /// What happens to it, with the day or the release, in words. For the time until then.
    pub ending: &'static str,
    /// The same for the time afterwards.
    pub ended: &'static str,
    /// The day, or the first that it may be.
    pub on: Date,
    /// The first API version that it is about; nothing if it is about all.
    pub first_api: Option<u16>,
    /// The last one.
    pub last_api: Option<u16>,
    /// What to do instead.
    pub instead: &'static str,
    /// Where the date is from: `official`, `release notes` (as quoted by others) or `secondary`.
    pub certainty: &'static str,
    /// The day on which it was read.
    pub read: &'static str,
    /// The first profile that shows it.
    pub profile: Profile,
}

impl Change {
    /// Whether it is about an API version.
    pub fn concerns(&self, api: u16) -> bool {
        self.first_api.is_none_or(|first| first <= api) && self.last_api.is_none_or(|last| api <= last)
    }

    /// What happens to the feature, in the words of a day.
    pub fn as_of(&self, today: Date) -> &'static str {
        if self.on < today { self.ended } else { self.ending }
    }
}

impl StandardProfile {
    /// The row of a profile by any of its names: the name of its file, or what users see in some language. ASCII letter
    /// case does not count.
    pub fn find(name: &str) -> Option<&'static Self> {
        let is_it = |known: &str| known.eq_ignore_ascii_case(name);
        STANDARD_PROFILES
            .iter()
            .find(|row| is_it(row.name) || is_it(row.file) || row.localized.iter().any(|name| is_it(name)))
    }
}

impl TypeFacts {
    /// The table of a type.
    pub fn find(name: &str) -> Option<&'static Self> {
        TYPES.iter().find(|facts| facts.name == name)
    }

    /// The row of an element below a parent, which is empty for the root.
    pub fn element(&self, parent: &str, name: &str) -> Option<&'static ElementFacts> {
        let found = self.elements.binary_search_by(|row| compare(row.path, parent, name));
        found.ok().and_then(|index| self.elements.get(index))
    }

    /// The rows below a parent.
    pub fn children(&self, parent: &str) -> impl Iterator<Item = &'static ElementFacts> {
        self.elements.iter().filter(move |row| row.parent == parent)
    }
}

/// Compares a path with the path of an element below a parent, without building the latter: an app asks for some
/// fifty elements that it does not contain.
fn compare(path: &str, parent: &str, name: &str) -> Ordering {
    match path.strip_prefix(parent) {
        None => path.cmp(parent),
        Some(rest) if parent.is_empty() => rest.cmp(name),
        Some(rest) => rest.strip_prefix('/').map_or_else(|| rest.cmp("/"), |rest| rest.cmp(name)),
    }
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

#[cfg(test)]
mod tests {
    use super::{EARLIEST, TYPES, is_newer};

    #[test]
    fn every_element_is_found_below_its_parent_alone() {
        for facts in TYPES {
            for row in facts.elements {
                let found = facts.element(row.parent, row.name).map(|found| found.path);
                assert_eq!(found, Some(row.path), "{}", facts.name);
                for name in ["", "A", "zzz", row.path] {
                    let paths = facts.elements.iter().map(|other| other.path);
                    let expected = paths.into_iter().find(|path| *path == format!("{}/{name}", row.path));
                    assert_eq!(facts.element(row.path, name).map(|found| found.path), expected, "{}", row.path);
                }
            }
        }
    }

    #[test]
    fn the_earliest_version_of_the_tables_is_newer_than_none() {
        assert!(is_newer(48, EARLIEST) && is_newer(46, 45));
        assert!(!is_newer(EARLIEST, 30) && !is_newer(48, 48));
    }
}
