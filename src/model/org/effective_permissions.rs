//! What a user may do, and by which path: profile, permission set, or group less its muting sets.
//!
//! A rule needs two different answers: what a user is known to have, for an accusation, and whether a user is known not
//! to have a permission, for a complaint about a lack. They are two functions and not one with a default, because each
//! must treat unknown sources to the benefit of the user. Source: Metadata API guide, Profile, `PermissionSet` and
//! `PermissionSetGroup`.

use std::fmt;

use crate::schema::{Kind, StandardProfile};
use crate::workspace::Place;

use super::grants::{API_USER_ONLY, Grant, GroupSource};
use super::permissions::Permissions;
use super::users::{Assigned, Assignments, User};

/// The license that makes its users API-only, with any profile.
const API_ONLY_LICENSE: &str = "Salesforce Integration";

/// A permission that a user has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPermission {
    /// Its API name.
    pub permission: String,
    /// What grants it, the innermost first.
    pub path: Vec<Step>,
    /// Where a file grants it.
    pub place: Option<Place>,
}

/// A step of the path by which a permission comes to a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A profile.
    Profile(String),
    /// A permission set.
    PermissionSet(String),
    /// A permission set group.
    Group(String),
    /// A user license.
    License(String),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Profile(name) => write!(f, "profile `{name}`"),
            Self::PermissionSet(name) => write!(f, "permission set `{name}`"),
            Self::Group(name) => write!(f, "group `{name}`"),
            Self::License(name) => write!(f, "license `{name}`"),
        }
    }
}

impl fmt::Display for HeldPermission {
    /// The permission with its path: `ModifyAllData` ← permission set `Integration_Admin` ← group `Ops`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.permission)?;
        self.path.iter().try_for_each(|step| write!(f, " ← {step}"))
    }
}

/// Every permission that a user is known to have, by name, each once: by profile before set before group.
pub fn permissions_of(user: &User, permissions: &Permissions) -> Vec<HeldPermission> {
    let mut all = Vec::new();
    if license_of(user, permissions) == Some(API_ONLY_LICENSE) {
        let path = vec![Step::License(API_ONLY_LICENSE.to_owned())];
        all.push(HeldPermission { permission: API_USER_ONLY.to_owned(), path, place: None });
    }
    if let Some(profile) = &user.profile {
        all.extend(by_profile(user, profile, permissions));
    }
    for assigned in user.assignments.known() {
        match assigned {
            Assigned::PermissionSet(name) => all.extend(by_set(name, permissions)),
            Assigned::Group(name) => all.extend(by_group(name, permissions)),
        }
    }
    all.sort_by(|a, b| a.permission.cmp(&b.permission));
    all.dedup_by(|a, b| a.permission == b.permission);
    all
}

/// The user license, which belongs to the profile, from an export or from the file of the profile.
fn license_of<'p>(user: &'p User, permissions: &'p Permissions) -> Option<&'p str> {
    let of_profile = |profile| permissions.of(Kind::Profile, profile).find_map(|source| source.license.as_deref());
    user.license.as_deref().or_else(|| user.profile.as_deref().and_then(of_profile))
}

/// Whether a user has a permission; nothing if a profile, set or group that could grant it is not known.
pub fn has_permission(user: &User, permissions: &Permissions, permission: &str) -> Option<bool> {
    if permissions_of(user, permissions).iter().any(|held| held.permission == permission) {
        return Some(true);
    }
    let by_profile = permissions.grants(Kind::Profile, user.profile.as_ref()?, permission);
    let Assignments::All(assigned) = &user.assignments else { return None };
    let withheld = |assigned: &Assigned| match assigned {
        Assigned::PermissionSet(name) => is_withheld(name, permissions, permission),
        Assigned::Group(name) => {
            permissions.needs_activation(Kind::PermissionSetGroup, name)
                || permissions.grants(Kind::PermissionSetGroup, name, permission) == Some(false)
                || permissions.group(name).is_some_and(|group| is_withheld_by(group, permissions, permission))
        }
    };
    (by_profile == Some(false) && assigned.iter().all(withheld)).then_some(false)
}

/// Whether no permission set of a group grants a permission, or a muting set takes it away.
fn is_withheld_by(group: &GroupSource, permissions: &Permissions, permission: &str) -> bool {
    is_muted(group, permissions, permission)
        || group.permission_sets.iter().flatten().all(|set| is_withheld(set, permissions, permission))
}

fn is_muted(group: &GroupSource, permissions: &Permissions, permission: &str) -> bool {
    let mut muting = group.muting_sets.iter().flatten();
    muting.any(|set| permissions.grants(Kind::MutingPermissionSet, set, permission) == Some(true))
}

/// Whether a permission set does not grant a permission, or does so in activated sessions only.
fn is_withheld(set: &str, permissions: &Permissions, permission: &str) -> bool {
    permissions.needs_activation(Kind::PermissionSet, set)
        || permissions.grants(Kind::PermissionSet, set, permission) == Some(false)
}

fn by_profile(user: &User, profile: &str, permissions: &Permissions) -> Vec<HeldPermission> {
    let path = || vec![Step::Profile(profile.to_owned())];
    let of = |grant: &Grant| HeldPermission { permission: grant.permission.clone(), path: path(), place: grant.place };
    let mut all: Vec<HeldPermission> =
        permissions.of(Kind::Profile, profile).flat_map(|source| source.grants.iter().map(of)).collect();
    let standard = StandardProfile::find(profile);
    let known = standard.iter().flat_map(|profile| profile.grants.iter().copied());
    let api_only = standard.is_some_and(|profile| profile.api_only) || user.profile_is_api_only == Some(true);
    for permission in known.chain(api_only.then_some(API_USER_ONLY)) {
        all.push(HeldPermission { permission: permission.to_owned(), path: path(), place: None });
    }
    all
}

fn by_set(name: &str, permissions: &Permissions) -> Vec<HeldPermission> {
    granted(Kind::PermissionSet, name, permissions, &Step::PermissionSet(name.to_owned()))
}

/// What all sources of a component grant, unless it counts in activated sessions only.
fn granted(kind: Kind, name: &str, permissions: &Permissions, step: &Step) -> Vec<HeldPermission> {
    if permissions.needs_activation(kind, name) {
        return Vec::new();
    }
    let of = |grant: &Grant| HeldPermission {
        permission: grant.permission.clone(),
        path: vec![step.clone()],
        place: grant.place,
    };
    permissions.of(kind, name).flat_map(|source| source.grants.iter().map(of)).collect()
}

/// What the sets of a group grant, less what its muting sets take away. If one of the muting sets is not known, no
/// permission is certain.
fn by_group(name: &str, permissions: &Permissions) -> Vec<HeldPermission> {
    let step = Step::Group(name.to_owned());
    // An export of the group's hidden permission set contains the result.
    if permissions.of(Kind::PermissionSetGroup, name).next().is_some() {
        return granted(Kind::PermissionSetGroup, name, permissions, &step);
    }
    let active = permissions.group(name).filter(|_| !permissions.needs_activation(Kind::PermissionSetGroup, name));
    let Some(group) = active else { return Vec::new() };
    let is_known = |set: &String| permissions.of(Kind::MutingPermissionSet, set).next().is_some();
    if !group.muting_sets.as_ref().is_some_and(|muting| muting.iter().all(is_known)) {
        return Vec::new();
    }
    let sets = group.permission_sets.iter().flatten().flat_map(|set| by_set(set, permissions));
    let open = sets.filter(|held| !is_muted(group, permissions, &held.permission));
    open.map(|mut held| {
        held.path.push(step.clone());
        held
    })
    .collect()
}
