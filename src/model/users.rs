//! What is known of the users that apps run as.

use std::collections::BTreeMap;

use super::place::FileId;

/// A user, from an export or from a scratch-org definition file.
#[derive(Debug, Clone)]
pub struct User {
    /// The username as the file spells it.
    pub username: String,
    /// `Profile.Name`
    pub profile: Option<String>,
    /// `Profile.UserLicense.Name`
    pub license: Option<String>,
    /// `Profile.PermissionsApiUserOnly`
    pub profile_is_api_only: Option<bool>,
    /// Permission sets of the user.
    pub permission_sets: Assignments,
    /// The file that told it.
    pub file: FileId,
    /// Which kind of file that is.
    pub origin: UserOrigin,
}

/// Permission sets of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignments {
    /// These, by API name, and no others.
    All(Vec<String>),
    /// The file does not say.
    Unknown,
}

/// Which kind of file told of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserOrigin {
    /// An answer of `sf data query`.
    Query,
    /// A scratch-org user definition file.
    Definition,
}

/// Users by username. Usernames do not depend on letter case.
#[derive(Debug, Clone, Default)]
pub struct Users(BTreeMap<String, User>);

impl Users {
    /// The user with a username.
    pub fn find(&self, username: &str) -> Option<&User> {
        self.0.get(&username.to_lowercase())
    }

    /// Adds a user unless the username is known: what was given first counts.
    pub(super) fn add(&mut self, user: User) {
        self.0.entry(user.username.to_lowercase()).or_insert(user);
    }
}
