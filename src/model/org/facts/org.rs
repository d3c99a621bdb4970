//! The rows of one org joined: users with their assignments, and what profiles and sets are known to grant.
//!
//! Exports name records by id or by name, in any number of files, so the ids are resolved first and all rows are then
//! joined by name. A gap is taken seriously. If any row was lost or is broken, lists of assignments are incomplete and
//! no absence counts: the missing row may be the one that makes a finding false.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::org::grants::{GrantSource, GroupSource};
use crate::model::org::users::{Assignments, User, Users};
use crate::workspace::FileId;

use super::app_tokens::Tokens;
use super::logins::Logins;
use super::object::Object;
use super::organization::Organization;
use super::policy::EcaPolicy;
use super::rows::{BrokenCell, Row, Whole, record_id};
use super::switches::EcaSwitches;

/// A row with its object and its file.
#[derive(Debug)]
pub(super) struct ObjectRow {
    pub(super) object: Object,
    pub(super) row: Row,
    pub(super) file: FileId,
}

/// A row that does not say what its object should.
#[derive(Debug)]
pub(super) struct BrokenRow {
    /// Which of the rows.
    pub(super) index: usize,
    pub(super) cell: BrokenCell,
}

/// What is known of an org.
#[derive(Debug, Clone, Default)]
pub struct OrgFacts {
    /// Its users.
    pub users: Users,
    /// What its profiles and permission sets are known to grant.
    pub sources: Vec<GrantSource>,
    /// Its permission set groups.
    pub groups: Vec<GroupSource>,
    /// Labels of connected apps that some profile or permission set may use, by `SetupEntityAccess`.
    pub apps_with_access: BTreeSet<String>,
    /// OAuth policies of External Client Apps, by name in lower case.
    pub policies: BTreeMap<String, EcaPolicy>,
    /// Switches of External Client Apps, by name in lower case.
    pub switches: BTreeMap<String, EcaSwitches>,
    /// Whether Setup limits connected apps to users whom an administrator approved, by label.
    pub app_menu: BTreeMap<String, bool>,
    /// The tokens of all apps, if the org was asked for them.
    pub tokens: Option<Tokens>,
    /// The logins to all apps, if the org was asked for them.
    pub logins: Option<Logins>,
    /// The org itself.
    pub organization: Option<Organization>,
}

/// What the printed queries asked for, as the names of their answers say.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// The objects that were asked about: all users that are frozen, all tokens, all logins of some days.
    pub(super) objects: BTreeSet<Object>,
    /// All users that are frozen, and the answer is empty.
    pub(super) nobody_is_frozen: bool,
    /// The last of the days that logins were asked for.
    pub(super) logins_until: Option<Date>,
    /// Objects of which the org has more records than the answers contain.
    pub(super) cut: BTreeSet<Object>,
    /// The permission set licenses of the users of these files.
    pub(super) licenses_of: BTreeSet<FileId>,
    /// Permissions that the org does not have.
    pub(super) lacking_permissions: Vec<String>,
}

/// Joins rows. What is assigned until a time before `now` counts for nothing. Where rows were lost before, or
/// are broken, what is missed may be in them.
pub(super) fn join(rows: &[ObjectRow], now: Timestamp, read: Whole, asked: &Asked) -> (OrgFacts, Vec<BrokenRow>) {
    let mut join = Join { rows, now, names: Names::default(), broken: Vec::new() };
    join.names = join.names_by_id();
    let mut facts = OrgFacts::default();
    let assigned = join.assignments();
    let (frozen, licenses, users) = (join.frozen(), join.licenses(), join.users());
    let (policies, switches, app_menu) = (join.policies(), join.switches(), join.app_menu());
    let (tokens, logins, organization) = (join.tokens(), join.logins(), join.organization());
    let has_gaps = read == Whole::No || !join.broken.is_empty();
    if has_gaps {
        facts.users.expect_more();
    }
    // A frozen user is known by id. Without the id of this user, the frozen one may be the same.
    let with_id: BTreeSet<String> = join.names.users.values().map(|name| name.to_lowercase()).collect();
    for user in users {
        let key = user.username.to_lowercase();
        let assignments = match assigned.get(&key) {
            Some((all, Whole::Yes)) if !has_gaps => Assignments::All(all.clone()),
            Some((some, _)) => Assignments::Some(some.clone()),
            None => Assignments::Unknown,
        };
        let none = (asked.licenses_of.contains(&user.file) && !has_gaps).then(Vec::new);
        let permission_set_licenses = licenses.get(&key).cloned().or(none);
        let is_told_apart = with_id.contains(&key) || asked.nobody_is_frozen;
        let not_frozen = (asked.objects.contains(&Object::UserLogin) && is_told_apart && !has_gaps).then_some(false);
        let is_frozen = frozen.get(&key).copied().or(not_frozen);
        facts.users.add(User { is_frozen, assignments, permission_set_licenses, ..user });
    }
    let all_of = |object| if asked.cut.contains(&object) { Whole::No } else { Whole::Yes };
    let is_asked = |object| asked.objects.contains(&object) && !has_gaps;
    facts.policies = policies;
    facts.switches = switches;
    facts.app_menu = app_menu;
    facts.organization = organization;
    facts.tokens = is_asked(Object::OauthToken).then(|| Tokens::new(&tokens, all_of(Object::OauthToken)));
    let logins = || Logins::new(&logins, all_of(Object::LoginHistory), asked.logins_until);
    facts.logins = is_asked(Object::LoginHistory).then(logins);
    facts.sources = join.sources();
    for source in &mut facts.sources {
        source.deny(&asked.lacking_permissions);
    }
    facts.groups = join.groups();
    facts.apps_with_access = join.apps_with_access();
    let mut broken = join.broken;
    broken.sort_unstable_by_key(|broken| broken.index);
    broken.dedup_by_key(|broken| broken.index);
    (facts, broken)
}

/// Names by record id, for exports that give ids only.
#[derive(Default)]
pub(super) struct Names {
    pub(super) users: BTreeMap<String, String>,
    pub(super) sets: BTreeMap<String, String>,
    pub(super) groups: BTreeMap<String, String>,
    pub(super) apps: BTreeMap<String, String>,
}

pub(super) struct Join<'r> {
    rows: &'r [ObjectRow],
    pub(super) now: Timestamp,
    names: Names,
    broken: Vec<BrokenRow>,
}

impl<'r> Join<'r> {
    /// Reads the rows of an object; a row that cannot be read is noted and left out.
    pub(super) fn each<T>(
        &mut self,
        object: Object,
        read: impl Fn(&Names, &'r ObjectRow) -> Result<Option<T>, BrokenCell>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for (index, row) in self.rows.iter().enumerate().filter(|(_, row)| row.object == object) {
            match read(&self.names, row) {
                Ok(found) => all.extend(found),
                Err(cell) => self.broken.push(BrokenRow { index, cell }),
            }
        }
        all
    }

    fn names_by_id(&mut self) -> Names {
        let mut by_id = |object, column: &'static str| -> BTreeMap<String, String> {
            let pairs = self.each(object, |_, row| {
                let pair = row.row.text("Id")?.zip(row.row.text(column)?);
                Ok(pair.map(|(key, name)| (record_id(key), name.to_owned())))
            });
            pairs.into_iter().collect()
        };
        Names {
            users: by_id(Object::User, "Username"),
            sets: by_id(Object::PermissionSet, "Name"),
            groups: by_id(Object::PermissionSetGroup, "DeveloperName"),
            apps: by_id(Object::ConnectedApplication, "Name"),
        }
    }
}

/// A name, given by itself or by the id of its record. An id without a name in the exports is useless, but not a
/// mistake in the row.
pub(super) fn name(
    names: &BTreeMap<String, String>,
    row: &Row,
    [by_name, by_id]: [&'static str; 2],
) -> Result<Option<String>, BrokenCell> {
    if let Some(name) = row.text(by_name)? {
        return Ok(Some(name.to_owned()));
    }
    Ok(row.text(by_id)?.and_then(|key| names.get(&record_id(key))).cloned())
}
