//! What profiles, permission sets and groups grant, from files of the project and from exports.

use crate::schema::Kind;
use crate::workspace::Place;

/// The permission that keeps a user out of the user interface.
pub const API_USER_ONLY: &str = "ApiUserOnly";

/// What one file or one exported row says of a profile or permission set.
#[derive(Debug, Clone)]
pub struct GrantSource {
    /// The type.
    pub kind: Kind,
    /// The name: of a profile as users see it, of a permission set as code does.
    pub name: String,
    /// The label of a permission set.
    pub label: Option<String>,
    /// `userLicense` of a profile, `license` of a permission set.
    pub license: Option<String>,
    /// The permissions that it grants. In a muting permission set: that it takes away.
    pub grants: Vec<Grant>,
    /// The permissions that it does not grant.
    pub denied: Denied,
    /// Whether it counts only in a session that was activated.
    pub needs_activation: bool,
    /// The root element of its file.
    pub place: Option<Place>,
}

/// A permission that is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its API name.
    pub permission: String,
    /// Where a file says so.
    pub place: Option<Place>,
}

/// What a source is known not to grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// All that it does not grant: it lists its permissions.
    Others,
    /// These.
    Only(Vec<String>),
}

/// A permission set group: permission sets less what muting sets take away.
#[derive(Debug, Clone)]
pub struct GroupSource {
    /// Its API name.
    pub name: String,
    /// Permission sets, by API name; nothing if the source does not list them.
    pub permission_sets: Option<Vec<String>>,
    /// Muting permission sets, by API name; nothing if the source does not list them.
    pub muting_sets: Option<Vec<String>>,
    /// Whether it counts only in a session that was activated.
    pub needs_activation: bool,
}

impl GrantSource {
    /// Whether it grants a permission; nothing if it does not say.
    pub fn grants(&self, permission: &str) -> Option<bool> {
        if self.grants.iter().any(|grant| grant.permission == permission) {
            return Some(true);
        }
        match &self.denied {
            Denied::Others => Some(false),
            Denied::Only(denied) => denied.iter().any(|other| other == permission).then_some(false),
        }
    }

    /// Notes permissions that the org does not have, so that nothing grants them.
    pub(crate) fn deny(&mut self, permissions: &[String]) {
        if let Denied::Only(denied) = &mut self.denied {
            denied.extend_from_slice(permissions);
        }
    }

    /// Whether it says nothing at all.
    pub(crate) fn says_nothing(&self) -> bool {
        let license = self.license.is_some() || self.label.is_some();
        self.grants.is_empty() && self.denied == Denied::Only(Vec::new()) && !license
    }

    /// Granted and denied permissions, for comparisons.
    pub(crate) fn permissions(&self) -> (Vec<&str>, Vec<&str>) {
        let denied = match &self.denied {
            Denied::Others => Vec::new(),
            Denied::Only(denied) => denied.iter().map(String::as_str).collect(),
        };
        (self.grants.iter().map(|grant| grant.permission.as_str()).collect(), denied)
    }
}
