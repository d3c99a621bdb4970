//! What is known of the users that apps run as.
//!
//! A file names a user by username, and Salesforce adapts usernames between a production org and its sandboxes. So a
//! lookup tries the suffix of a sandbox, too, and the question whether a user does not exist is a function of its own:
//! it needs a complete export, and a lookup that finds nothing does not prove it.

use std::collections::BTreeMap;

use crate::workspace::FileId;

/// Letters of the longest name of a sandbox. Salesforce allows 10.
const LONGEST_SANDBOX_NAME: usize = 10;

/// A user, from an export or from a scratch-org definition file.
#[derive(Debug, Clone)]
pub struct User {
    /// The username as the file spells it.
    pub username: String,
    /// `Email`
    pub email: Option<String>,
    /// `IsActive`
    pub is_active: Option<bool>,
    /// `UserLogin.IsFrozen`
    pub is_frozen: Option<bool>,
    /// `Profile.Name`
    pub profile: Option<String>,
    /// `Profile.UserLicense.Name`
    pub license: Option<String>,
    /// `Profile.PermissionsApiUserOnly`
    pub profile_is_api_only: Option<bool>,
    /// Permission sets and groups of the user.
    pub assignments: Assignments,
    /// Permission set licenses, by developer name; nothing if the facts do not say.
    pub permission_set_licenses: Option<Vec<String>>,
    /// The file that says so.
    pub file: FileId,
    /// Which kind of file that is.
    pub origin: UserOrigin,
}

/// Permission sets and groups of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignments {
    /// These and no others. What is inactive or has expired is left out.
    All(Vec<Assigned>),
    /// These, and perhaps others: some rows could not be read, or name nothing.
    Some(Vec<Assigned>),
    /// The facts do not say.
    Unknown,
}

/// Something that was assigned to a user.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assigned {
    /// A permission set, by API name.
    PermissionSet(String),
    /// A permission set group, by API name.
    Group(String),
}

/// Which kind of file a user is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserOrigin {
    /// An export of an org.
    Export,
    /// A scratch-org user definition file.
    Definition,
}

/// The user license of integration users.
/// Source: Salesforce Help, Give Integration Users API Only Access.
const INTEGRATION_LICENSE: &str = "Salesforce Integration";

/// The permission set license without which object access cannot be assigned to an integration user.
const INTEGRATION_PERMISSION_SET_LICENSE: &str = "SalesforceAPIIntegrationPsl";

impl User {
    /// Whether the user is known to have the license of integration users, and not the permission set license that
    /// belongs to it.
    pub fn lacks_integration_permission_set_license(&self) -> bool {
        let licenses = self.permission_set_licenses.as_ref();
        let lacks =
            licenses.is_some_and(|licenses| !licenses.iter().any(|it| it == INTEGRATION_PERMISSION_SET_LICENSE));
        lacks && self.license.as_deref() == Some(INTEGRATION_LICENSE)
    }
}

impl Assignments {
    /// What was assigned, as far as it is known.
    pub fn known(&self) -> &[Assigned] {
        match self {
            Self::All(assigned) | Self::Some(assigned) => assigned,
            Self::Unknown => &[],
        }
    }
}

impl Assigned {
    /// The API name.
    pub fn name(&self) -> &str {
        match self {
            Self::PermissionSet(name) | Self::Group(name) => name,
        }
    }
}

/// Users by username. Usernames do not depend on letter case.
#[derive(Debug, Clone, Default)]
pub struct Users {
    by_name: BTreeMap<String, User>,
    /// Some rows of the export could not be read.
    has_gaps: bool,
}

impl Users {
    /// The user with a username, or else the one whose username differs only by the suffix of a sandbox:
    /// Salesforce adapts it between a production org and its sandbox.
    /// Source: Metadata API guide, user references.
    pub fn find(&self, username: &str) -> Option<&User> {
        let username = username.to_lowercase();
        self.by_name.get(&username).or_else(|| self.in_production(&username)).or_else(|| self.in_sandbox(&username))
    }

    fn in_production(&self, username: &str) -> Option<&User> {
        let (production, suffix) = username.rsplit_once('.')?;
        self.by_name.get(production).filter(|_| is_sandbox_name(suffix))
    }

    /// The only user of a sandbox whose username begins like this.
    fn in_sandbox(&self, username: &str) -> Option<&User> {
        let prefix = format!("{username}.");
        let after = self.by_name.range(prefix.clone()..).take_while(|(name, _)| name.starts_with(&prefix));
        let mut found = after.filter(|(name, _)| is_sandbox_name(name.get(prefix.len()..).unwrap_or_default()));
        let (_, user) = found.next()?;
        found.next().is_none().then_some(user)
    }

    /// A user with an email address.
    pub fn with_email(&self, email: &str) -> Option<&User> {
        self.by_name.values().find(|user| user.email.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(email)))
    }

    /// Whether an export of users was read as a whole and has no user with a username, not even in one of several
    /// sandboxes.
    pub fn lack(&self, username: &str) -> bool {
        let is_exported = self.by_name.values().any(|user| user.origin == UserOrigin::Export);
        let prefix = format!("{}.", username.to_lowercase());
        let mut alike = self.by_name.range(prefix.clone()..).take_while(|(name, _)| name.starts_with(&prefix));
        let may_be_meant = alike.any(|(name, _)| is_sandbox_name(name.get(prefix.len()..).unwrap_or_default()));
        is_exported && !self.has_gaps && !may_be_meant && self.find(username).is_none()
    }

    /// Notes that some users could not be read.
    pub(crate) fn expect_more(&mut self) {
        self.has_gaps = true;
    }

    /// Adds a user unless the username is known: what was given first counts.
    pub(crate) fn add(&mut self, user: User) {
        self.by_name.entry(user.username.to_lowercase()).or_insert(user);
    }
}

fn is_sandbox_name(suffix: &str) -> bool {
    (1..=LONGEST_SANDBOX_NAME).contains(&suffix.len()) && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
