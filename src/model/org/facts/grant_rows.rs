//! What exports say that profiles and permission sets grant, and what permission set groups contain.

use std::collections::BTreeMap;

use crate::model::org::grants::{Denied, Grant, GrantSource, GroupSource};
use crate::schema::Kind;

use super::object::Object;
use super::org::{Join, ObjectRow, name};

impl Join<'_> {
    /// What the permission columns of profiles and permission sets say.
    pub(super) fn sources(&mut self) -> Vec<GrantSource> {
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
        // An assignment has columns of its permission set, and a user has columns of the profile.
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

    pub(super) fn groups(&mut self) -> Vec<GroupSource> {
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
}

/// A group of which only the name is known.
fn group(name: String) -> GroupSource {
    // Whether muting sets are among the components is not documented.
    GroupSource { name, permission_sets: None, muting_sets: None, needs_activation: false }
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
