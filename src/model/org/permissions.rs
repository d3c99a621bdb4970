//! What is known of the profiles, permission sets and groups of a project: files that something named, and exports.
//!
//! A project may have hundreds of these files, some of them with megabytes, and an app names a few. So they are opened
//! by name, starting from users and apps. Sources are kept side by side and not merged: a partial retrieve or an export
//! may lack a permission that another source grants, so only a question about one permission can be answered, from all
//! sources together.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::app::IpRange;
use crate::model::located::{List, Located};
use crate::schema::{Kind, StandardProfile};
use crate::workspace::{LazySources, Library, Source};

use super::facts::OrgFacts;
use super::grants::{API_USER_ONLY, GrantSource, GroupSource};
use super::named_lists::{names_of, set_of_part};
use super::permission_file;
use super::users::{Assigned, User};

const WHY: &str = "a user or an app of this project has it";

/// What is known of profiles, permission sets and groups.
#[derive(Debug, Default)]
pub struct Permissions {
    sources: Vec<GrantSource>,
    groups: Vec<GroupSource>,
    /// The ranges of each profile, by the name of its file.
    login_ip_ranges: Vec<(String, List<IpRange>)>,
    /// The level that sessions of each profile need, by the name that its settings give.
    session_levels: Vec<(String, Located<String>)>,
    /// How many components of each type were opened, and how many there are.
    pub opened: BTreeMap<Kind, Opened>,
}

/// How much of the project was opened.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Files that something named.
    pub opened: usize,
    /// Files that there are.
    pub all: usize,
}

impl Permissions {
    /// What all sources say of a component. Profiles have two names, and letter case does not count.
    pub fn of(&self, kind: Kind, name: &str) -> impl Iterator<Item = &GrantSource> {
        let names = names_of(kind, name);
        self.sources.iter().filter(move |source| {
            source.kind == kind && names.iter().flatten().any(|name| source.name.eq_ignore_ascii_case(name))
        })
    }

    /// From where users of a profile may log in, as files of the profile say.
    pub fn login_ip_ranges(&self, profile: &str) -> impl Iterator<Item = &List<IpRange>> {
        let names = names_of(Kind::Profile, profile);
        let of_profile = self
            .login_ip_ranges
            .iter()
            .filter(move |(other, _)| names.iter().flatten().any(|name| other.eq_ignore_ascii_case(name)));
        of_profile.map(|(_, ranges)| ranges)
    }

    /// The levels that sessions of a profile need, as files of its session settings say.
    pub fn session_levels(&self, profile: &str) -> impl Iterator<Item = &Located<String>> {
        let names = names_of(Kind::Profile, profile);
        let of_profile = self
            .session_levels
            .iter()
            .filter(move |(other, _)| names.iter().flatten().any(|name| other.eq_ignore_ascii_case(name)));
        of_profile.map(|(_, level)| level)
    }

    /// Whether an export has a profile, permission set, or group that grants a permission.
    pub fn is_granted_somewhere(&self, permission: &str) -> bool {
        self.sources.iter().any(|source| source.grants(permission) == Some(true))
    }

    /// What is known of a group's members. Files of the project take precedence over exports.
    pub fn group(&self, name: &str) -> Option<&GroupSource> {
        self.groups_of(name).find(|group| group.permission_sets.is_some())
    }

    fn groups_of(&self, name: &str) -> impl Iterator<Item = &GroupSource> {
        self.groups.iter().filter(move |group| group.name.eq_ignore_ascii_case(name))
    }

    /// Whether a permission set or group counts only in a session that was activated: one source that says so is
    /// enough.
    pub fn needs_activation(&self, kind: Kind, name: &str) -> bool {
        let of_group = kind == Kind::PermissionSetGroup && self.groups_of(name).any(|group| group.needs_activation);
        of_group || self.of(kind, name).any(|source| source.needs_activation)
    }

    /// Whether a component grants a permission; nothing if no source says.
    pub fn grants(&self, kind: Kind, name: &str, permission: &str) -> Option<bool> {
        let standard = StandardProfile::find(name).filter(|_| kind == Kind::Profile);
        if standard.is_some_and(|profile| profile.grants.contains(&permission)) {
            return Some(true);
        }
        let answers: Vec<bool> = self.of(kind, name).filter_map(|source| source.grants(permission)).collect();
        match (answers.contains(&true), answers.is_empty(), standard) {
            (true, ..) => Some(true),
            (false, false, _) => Some(false),
            // Standard profiles cannot be changed in this respect.
            (false, true, Some(profile)) if permission == API_USER_ONLY => Some(profile.api_only),
            (false, true, _) => None,
        }
    }
}

/// Opens what users and apps name, and what that names in turn.
pub struct PermissionReader<'r> {
    unopened: &'r LazySources<'r>,
    library: &'r mut Library,
    permissions: Permissions,
    seen: BTreeSet<(Kind, String)>,
}

impl<'r> PermissionReader<'r> {
    /// A reader that knows what exports say.
    pub fn new(unopened: &'r LazySources<'r>, library: &'r mut Library, org: &OrgFacts) -> Self {
        let permissions =
            Permissions { sources: org.sources.clone(), groups: org.groups.clone(), ..Permissions::default() };
        Self { unopened, library, permissions, seen: BTreeSet::new() }
    }

    /// Opens the profile, the permission sets and the groups of a user.
    pub(crate) fn user(&mut self, user: &User) {
        if let Some(profile) = &user.profile {
            self.open(Kind::Profile, profile);
            self.session_settings();
        }
        for assigned in user.assignments.known() {
            match assigned {
                Assigned::PermissionSet(name) => self.open(Kind::PermissionSet, name),
                Assigned::Group(name) => self.group(name),
            }
        }
    }

    /// Opens a group with its permission sets and muting sets.
    fn group(&mut self, name: &str) {
        if !self.seen.insert((Kind::PermissionSetGroup, name.to_lowercase())) {
            return;
        }
        let sources: Vec<Source> = self.named(Kind::PermissionSetGroup, name);
        for source in sources {
            let file = self.library.open(&source, WHY);
            self.count(Kind::PermissionSetGroup);
            if let Some(group) = file.and_then(|file| permission_file::group(&source.name, file, self.library)) {
                self.permissions.groups.insert(0, group);
            }
        }
        let Some(group) = self.permissions.group(name).cloned() else { return };
        for set in group.permission_sets.iter().flatten() {
            self.open(Kind::PermissionSet, set);
        }
        for set in group.muting_sets.iter().flatten() {
            self.open(Kind::MutingPermissionSet, set);
        }
    }

    /// Opens the files of a component.
    pub(crate) fn open(&mut self, kind: Kind, name: &str) {
        if !self.seen.insert((kind, name.to_lowercase())) {
            return;
        }
        let mut sources = self.named(kind, name);
        if kind == Kind::PermissionSet {
            sources.extend(self.parts(name));
        }
        for source in sources {
            let file = self.library.open(&source, WHY);
            self.count(source.kind);
            let name = if source.kind == Kind::PermissionSetPart { name } else { &source.name };
            let grants = file.and_then(|file| permission_file::grants(source.kind, name, file, self.library));
            self.permissions.sources.extend(grants);
            if let Some(file) = file.filter(|_| source.kind == Kind::Profile) {
                let ranges = permission_file::login_ip_ranges(file, self.library);
                self.permissions.login_ip_ranges.extend(ranges.map(|ranges| (name.to_owned(), ranges)));
            }
        }
    }

    /// Opens the session settings of all profiles. Their files are not called like the profile.
    fn session_settings(&mut self) {
        if !self.seen.insert((Kind::ProfileSessionSetting, String::new())) {
            return;
        }
        let sources: Vec<Source> = self.unopened.of(|kind| kind == Kind::ProfileSessionSetting).cloned().collect();
        for source in sources {
            let file = self.library.open(&source, WHY);
            let level = file.and_then(|file| permission_file::session_level(file, self.library));
            self.permissions.session_levels.extend(level);
        }
    }

    fn named(&self, kind: Kind, name: &str) -> Vec<Source> {
        let names = names_of(kind, name);
        let is_it = |source: &&Source| names.iter().flatten().any(|name| source.name.eq_ignore_ascii_case(name));
        self.unopened.of(|other| other == kind).filter(is_it).cloned().collect()
    }

    /// The files with the user permissions of a permission set that is split over several files.
    fn parts(&self, name: &str) -> Vec<Source> {
        let parts = self.unopened.of(|kind| kind == Kind::PermissionSetPart);
        parts
            .filter(|part| set_of_part(&part.path).is_some_and(|set| set.eq_ignore_ascii_case(name)))
            .cloned()
            .collect()
    }

    fn count(&mut self, kind: Kind) {
        self.permissions.opened.entry(kind).or_default().opened += 1;
    }

    /// What was read, with how many files there are of each type.
    pub(crate) fn finish(mut self) -> Permissions {
        if self.unopened.has_all_permission_lists() {
            for kind in [Kind::Profile, Kind::PermissionSet, Kind::PermissionSetGroup, Kind::MutingPermissionSet] {
                let all = self.unopened.of(|other| other == kind).count();
                if all > 0 {
                    self.permissions.opened.entry(kind).or_default().all = all;
                }
            }
        }
        self.permissions
    }
}
