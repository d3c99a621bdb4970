//! What exports say of users: who they are, whether they are frozen, and what is assigned to them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::org::users::{Assigned, Assignments, User, UserOrigin};

use super::object::Object;
use super::org::{Join, Names, ObjectRow, name};
use super::rows::{BrokenCell, Row, Whole, timestamp};

/// What an assignment gives.
enum Given {
    /// The user's profile, or something that is not in force.
    Nothing,
    /// A permission set or group.
    This(Assigned),
    /// One whose name is in no export.
    Unnamed,
}

impl Join<'_> {
    pub(super) fn users(&mut self) -> Vec<User> {
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
    pub(super) fn frozen(&mut self) -> BTreeMap<String, bool> {
        let frozen = self.each(Object::UserLogin, |names, ObjectRow { row, .. }| {
            let username = username(names, row, ["User.Username", "UserId"])?;
            Ok(username.zip(row.boolean("IsFrozen")?))
        });
        frozen.into_iter().collect()
    }

    /// What is assigned to users, by username in lower case, and whether that is all.
    pub(super) fn assignments(&mut self) -> BTreeMap<String, (Vec<Assigned>, Whole)> {
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
            assigned.sort_unstable();
            assigned.dedup();
        }
        by_user
    }

    pub(super) fn licenses(&mut self) -> BTreeMap<String, Vec<String>> {
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
}

/// A username in lower case, given by itself or by the id of its user.
fn username(names: &Names, row: &Row, columns: [&'static str; 2]) -> Result<Option<String>, BrokenCell> {
    Ok(name(&names.users, row, columns)?.map(|username| username.to_lowercase()))
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
