//! The rows of one org joined: users with their assignments, and what profiles and sets are known to grant.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::discover::Kind;

use super::super::grants::{Denied, Grant, GrantSource, GroupSource};
use super::super::place::FileId;
use super::super::users::{Assigned, Assignments, User, UserOrigin, Users};
use super::object::Object;
use super::rows::{BrokenCell, Row};

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
}

/// Joins rows. What is assigned until a time before `now` counts for nothing. Where rows were lost before, or
/// are broken, what is missed may be in them.
pub(super) fn join(rows: &[ObjectRow], now: Timestamp, read: Whole) -> (OrgFacts, Vec<BrokenRow>) {
    let mut join = Join { rows, now, names: Names::default(), broken: Vec::new() };
    join.names = join.names_by_id();
    let mut facts = OrgFacts::default();
    let assigned = join.assignments();
    let (frozen, licenses, users) = (join.frozen(), join.licenses(), join.users());
    let has_gaps = read == Whole::No || !join.broken.is_empty();
    if has_gaps {
        facts.users.expect_more();
    }
    for user in users {
        let key = user.username.to_lowercase();
        let assignments = match assigned.get(&key) {
            Some((all, Whole::Yes)) if !has_gaps => Assignments::All(all.clone()),
            Some((some, _)) => Assignments::Some(some.clone()),
            None => Assignments::Unknown,
        };
        let permission_set_licenses = licenses.get(&key).cloned().unwrap_or_default();
        facts.users.add(User { assignments, permission_set_licenses, is_frozen: frozen.get(&key).copied(), ..user });
    }
    facts.sources = join.sources();
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
    /// One whose name no export tells.
    Unnamed,
}

/// Names by record id, for exports that give ids only.
#[derive(Default)]
struct Names {
    users: BTreeMap<String, String>,
    sets: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
    apps: BTreeMap<String, String>,
}

struct Join<'r> {
    rows: &'r [ObjectRow],
    now: Timestamp,
    names: Names,
    broken: Vec<BrokenRow>,
}

/// The 15 characters of an id that tell records apart.
fn id(text: &str) -> String {
    text.get(..15).unwrap_or(text).to_owned()
}

impl<'r> Join<'r> {
    /// Reads the rows of an object; a row that cannot be read is noted and left out.
    fn each<T>(
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
                permission_set_licenses: Vec::new(),
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

    /// What the permission columns of profiles and permission sets say.
    fn sources(&mut self) -> Vec<GrantSource> {
        let profiles = self.each(Object::Profile, |_, ObjectRow { row, .. }| {
            let source = row.text("Name")?.map(|name| source(Kind::Profile, name, row.permissions("")));
            let license = row.text("UserLicense.Name")?.map(str::to_owned);
            Ok(source.map(|source| GrantSource { license, ..source }))
        });
        let sets = self.each(Object::PermissionSet, |_, ObjectRow { row, .. }| {
            // Every profile has a hidden permission set with the same permissions.
            let of_profile = row.boolean("IsOwnedByProfile")? == Some(true);
            let (kind, name) = if let Some(group) = row.text("PermissionSetGroup.DeveloperName")? {
                // Every group has a hidden permission set with what is left once its muting sets have taken away.
                (Kind::PermissionSetGroup, Some(group))
            } else if of_profile {
                (Kind::Profile, row.text("Profile.Name")?)
            } else {
                (Kind::PermissionSet, row.text("Name")?)
            };
            let needs_activation = row.boolean("HasActivationRequired")? == Some(true);
            let label = row.text("Label")?.filter(|_| !of_profile).map(str::to_owned);
            let source = name.map(|name| source(kind, name, row.permissions("")));
            Ok(source.map(|source| GrantSource { label, needs_activation, ..source }))
        });
        // The columns of an assignment's profile or set tell of these.
        let assigned = self.each(Object::PermissionSetAssignment, |_, ObjectRow { row, .. }| {
            let permissions = row.permissions("PermissionSet.");
            let of_profile = row.boolean("PermissionSet.IsOwnedByProfile")? == Some(true);
            let is_group = row.text("PermissionSetGroup.DeveloperName")?.is_some();
            let name = row.text("PermissionSet.Name")?.filter(|_| !permissions.is_empty() && !of_profile && !is_group);
            Ok(name.map(|name| source(Kind::PermissionSet, name, permissions.clone())))
        });
        let users = self.each(Object::User, |_, ObjectRow { row, .. }| {
            let permissions = row.permissions("Profile.");
            let name = row.text("Profile.Name")?.filter(|_| !permissions.is_empty());
            Ok(name.map(|name| source(Kind::Profile, name, permissions.clone())))
        });
        let mut all: Vec<GrantSource> = profiles.into_iter().chain(sets).chain(assigned).chain(users).collect();
        all.retain(|source| !source.says_nothing());
        all.sort_by(|a, b| (a.kind, &a.name, a.permissions()).cmp(&(b.kind, &b.name, b.permissions())));
        all.dedup_by(|a, b| (a.kind, &a.name) == (b.kind, &b.name) && a.permissions() == b.permissions());
        all
    }

    fn groups(&mut self) -> Vec<GroupSource> {
        let declared = self.each(Object::PermissionSetGroup, |_, ObjectRow { row, .. }| {
            let needs_activation = row.boolean("HasActivationRequired")? == Some(true);
            Ok(row.text("DeveloperName")?.map(|name| (name.to_owned(), needs_activation)))
        });
        let members = self.each(Object::PermissionSetGroupComponent, |names, ObjectRow { row, .. }| {
            let group = name(&names.groups, row, ["PermissionSetGroup.DeveloperName", "PermissionSetGroupId"])?;
            let set = name(&names.sets, row, ["PermissionSet.Name", "PermissionSetId"])?;
            Ok(group.zip(set))
        });
        let mut groups: BTreeMap<String, GroupSource> = BTreeMap::new();
        for (name, needs_activation) in declared {
            groups.entry(name.clone()).or_insert_with(|| group(name)).needs_activation |= needs_activation;
        }
        for (name, set) in members {
            let sets = &mut groups.entry(name.clone()).or_insert_with(|| group(name)).permission_sets;
            sets.get_or_insert_default().push(set);
        }
        groups.into_values().collect()
    }

    fn apps_with_access(&mut self) -> BTreeSet<String> {
        let apps = self.each(Object::SetupEntityAccess, |names, ObjectRow { row, .. }| {
            name(&names.apps, row, ["SetupEntity.Name", "SetupEntityId"])
        });
        apps.into_iter().collect()
    }
}

/// A group of which only the name is known.
fn group(name: String) -> GroupSource {
    // Whether muting sets are among the components is not documented.
    GroupSource { name, permission_sets: None, muting_sets: None, needs_activation: false, place: None }
}

fn source(kind: Kind, name: &str, permissions: Vec<(String, bool)>) -> GrantSource {
    let (on, off): (Vec<_>, Vec<_>) = permissions.into_iter().partition(|(_, on)| *on);
    let grant = |(permission, _)| Grant { permission, place: None };
    GrantSource {
        kind,
        name: name.to_owned(),
        label: None,
        license: None,
        grants: on.into_iter().map(grant).collect(),
        denied: Denied::Only(off.into_iter().map(|(permission, _)| permission).collect()),
        needs_activation: false,
        place: None,
    }
}

/// A username in lower case, given by itself or by the id of its user.
fn username(names: &Names, row: &Row, columns: [&'static str; 2]) -> Result<Option<String>, BrokenCell> {
    Ok(name(&names.users, row, columns)?.map(|username| username.to_lowercase()))
}

/// A name, given by itself or by the id of its record. An id that the export does not tell a name for is
/// of no use, and no fault of the row.
fn name(
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
    let expired = row.text("ExpirationDate")?.map(expiry).transpose()?.is_some_and(|expiry| expiry < now);
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

/// A time as Salesforce writes it: `2026-06-30T00:00:00.000+0000`, with `Z`, or a date alone.
fn expiry(text: &str) -> Result<Timestamp, BrokenCell> {
    let date = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let time = text.parse::<Timestamp>().ok();
    let basic = || Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text).ok();
    time.or_else(basic)
        .or_else(|| date().map(|date| date.timestamp()))
        .ok_or_else(|| BrokenCell { column: "ExpirationDate", message: "holds no date and time".to_owned() })
}
