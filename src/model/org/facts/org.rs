//! The rows of one org joined: users with their assignments, and what profiles and sets are known to grant.
//!
//! Exports name records by id or by name, in any number of files, so the ids are resolved first and all rows are then
//! joined by name. A gap is taken seriously. If any row was lost or is broken, lists of assignments are incomplete and
//! no absence counts: the missing row may be the one that makes a finding false.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::model::org::grants::{GrantSource, GroupSource};
use crate::model::org::users::{Assigned, Assignments, User, UserOrigin, Users};
use crate::workspace::FileId;

use super::app_tokens::{TokenRow, Tokens};
use super::object::Object;
use super::policy::EcaPolicy;
use super::rows::{BrokenCell, Row, timestamp};

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
    /// The tokens of all apps, if the org was asked for them.
    pub tokens: Option<Tokens>,
}

/// What the printed queries asked for, as the names of their answers say.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// All users that are frozen.
    pub(super) frozen_users: bool,
    /// All users that are frozen, and the answer is empty.
    pub(super) nobody_is_frozen: bool,
    /// All tokens.
    pub(super) tokens: bool,
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
    let (policies, tokens) = (join.policies(), join.tokens());
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
        let not_frozen = (asked.frozen_users && is_told_apart && !has_gaps).then_some(false);
        let is_frozen = frozen.get(&key).copied().or(not_frozen);
        facts.users.add(User { is_frozen, assignments, permission_set_licenses, ..user });
    }
    facts.policies = policies;
    facts.tokens = (asked.tokens && !has_gaps).then(|| Tokens::new(&tokens));
    facts.sources = join.sources();
    for source in &mut facts.sources {
        source.deny(&asked.lacking_permissions);
    }
    facts.groups = join.groups();
    facts.apps_with_access = join.apps_with_access();
    let mut broken = join.broken;
    broken.sort_by_key(|broken| broken.index);
    broken.dedup_by_key(|broken| broken.index);
    (facts, broken)
}

/// Whether something is all that there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    Yes,
    No,
}

/// What an assignment gives.
enum Given {
    /// The user's profile, or something that is not in force.
    Nothing,
    /// A permission set or group.
    This(Assigned),
    /// One whose name is in no export.
    Unnamed,
}

/// Names by record id, for exports that give ids only.
#[derive(Default)]
pub(super) struct Names {
    users: BTreeMap<String, String>,
    pub(super) sets: BTreeMap<String, String>,
    pub(super) groups: BTreeMap<String, String>,
    apps: BTreeMap<String, String>,
}

pub(super) struct Join<'r> {
    rows: &'r [ObjectRow],
    now: Timestamp,
    names: Names,
    broken: Vec<BrokenRow>,
}

/// The 15 characters of an id that tell records apart. Longer ids end with three more as a checksum.
fn id(text: &str) -> String {
    text.get(..15).unwrap_or(text).to_owned()
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
                Ok(pair.map(|(key, name)| (id(key), name.to_owned())))
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

    fn users(&mut self) -> Vec<User> {
        self.each(Object::User, |_, ObjectRow { row, file, .. }| {
            let owned = |column| Ok(row.text(column)?.map(str::to_owned));
            let Some(username) = owned("Username")? else {
                return Err(BrokenCell { column: "Username", message: "is empty".to_owned() });
            };
            Ok(Some(User {
                username,
                email: owned("Email")?,
                is_active: row.boolean("IsActive")?,
                is_frozen: None,
                profile: owned("Profile.Name")?,
                license: owned("Profile.UserLicense.Name")?,
                profile_is_api_only: row.boolean("Profile.PermissionsApiUserOnly")?,
                assignments: Assignments::Unknown,
                permission_set_licenses: None,
                file: *file,
                origin: UserOrigin::Export,
            }))
        })
    }

    /// Whether users are frozen, by username in lower case.
    fn frozen(&mut self) -> BTreeMap<String, bool> {
        let frozen = self.each(Object::UserLogin, |names, ObjectRow { row, .. }| {
            let username = username(names, row, ["User.Username", "UserId"])?;
            Ok(username.zip(row.boolean("IsFrozen")?))
        });
        frozen.into_iter().collect()
    }

    /// What is assigned to users, by username in lower case, and whether that is all.
    fn assignments(&mut self) -> BTreeMap<String, (Vec<Assigned>, Whole)> {
        let now = self.now;
        let rows = self.each(Object::PermissionSetAssignment, move |names, ObjectRow { row, .. }| {
            let Some(username) = username(names, row, ["Assignee.Username", "AssigneeId"])? else { return Ok(None) };
            Ok(Some((username, assigned(names, row, now)?)))
        });
        let mut by_user: BTreeMap<String, (Vec<Assigned>, Whole)> = BTreeMap::new();
        for (username, given) in rows {
            let (assigned, whole) = by_user.entry(username).or_insert((Vec::new(), Whole::Yes));
            match given {
                Given::Nothing => {}
                Given::This(this) => assigned.push(this),
                Given::Unnamed => *whole = Whole::No,
            }
        }
        for (assigned, _) in by_user.values_mut() {
            assigned.sort();
            assigned.dedup();
        }
        by_user
    }

    fn licenses(&mut self) -> BTreeMap<String, Vec<String>> {
        let rows = self.each(Object::PermissionSetLicenseAssign, |names, ObjectRow { row, .. }| {
            let username = username(names, row, ["Assignee.Username", "AssigneeId"])?;
            let license = row.text("PermissionSetLicense.DeveloperName")?.map(str::to_owned);
            Ok(username.zip(license))
        });
        let mut by_user: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (username, license) in rows {
            by_user.entry(username).or_default().push(license);
        }
        by_user
    }

    /// OAuth policies of External Client Apps. An app has one.
    fn policies(&mut self) -> BTreeMap<String, EcaPolicy> {
        let policies =
            self.each(Object::ExtlClntAppOauthPlcyCnfg, |_, ObjectRow { row, file, .. }| EcaPolicy::read(row, *file));
        policies.into_iter().map(|policy| (policy.app.to_lowercase(), policy)).collect()
    }

    fn tokens(&mut self) -> Vec<TokenRow> {
        self.each(Object::OauthToken, |_, ObjectRow { row, .. }| TokenRow::read(row))
    }

    fn apps_with_access(&mut self) -> BTreeSet<String> {
        let apps = self.each(Object::SetupEntityAccess, |names, ObjectRow { row, .. }| {
            name(&names.apps, row, ["SetupEntity.Name", "SetupEntityId"])
        });
        apps.into_iter().collect()
    }
}

/// A username in lower case, given by itself or by the id of its user.
fn username(names: &Names, row: &Row, columns: [&'static str; 2]) -> Result<Option<String>, BrokenCell> {
    Ok(name(&names.users, row, columns)?.map(|username| username.to_lowercase()))
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
    Ok(row.text(by_id)?.and_then(|key| names.get(&id(key))).cloned())
}

fn assigned(names: &Names, row: &Row, now: Timestamp) -> Result<Given, BrokenCell> {
    let expired = row
        .text("ExpirationDate")?
        .map(|text| timestamp(text, "ExpirationDate"))
        .transpose()?
        .is_some_and(|expiry| expiry < now);
    let revoked = row.boolean("IsRevoked")? == Some(true);
    let inactive = row.boolean("IsActive")? == Some(false);
    let of_profile = row.boolean("PermissionSet.IsOwnedByProfile")? == Some(true);
    if expired || revoked || inactive || of_profile {
        return Ok(Given::Nothing);
    }
    if let Some(group) = name(&names.groups, row, ["PermissionSetGroup.DeveloperName", "PermissionSetGroupId"])? {
        return Ok(Given::This(Assigned::Group(group)));
    }
    let set = name(&names.sets, row, ["PermissionSet.Name", "PermissionSetId"])?;
    Ok(match set {
        _ if row.text("PermissionSetGroupId")?.is_some() => Given::Unnamed,
        // The hidden permission set of a profile.
        Some(set) if set.starts_with("X00e") => Given::Nothing,
        Some(set) => Given::This(Assigned::PermissionSet(set)),
        None => Given::Unnamed,
    })
}
