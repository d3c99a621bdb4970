//! Which object a row is of, by `attributes.type` or by its columns.
//!
//! CSV has no type, and people leave columns out, so an object is recognized by a few columns. The order of the list
//! matters, and the first entry that fits counts: a row of an assignment may have all columns of a member of a group,
//! too.

use super::rows::Row;

/// An object that calint reads. Source: Salesforce Object Reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// `User`
    User,
    /// `UserLogin`: frozen users.
    UserLogin,
    /// `Profile`
    Profile,
    /// `PermissionSet`
    PermissionSet,
    /// `PermissionSetAssignment`: who has which set or group.
    PermissionSetAssignment,
    /// `PermissionSetGroup`
    PermissionSetGroup,
    /// `PermissionSetGroupComponent`: which sets a group contains.
    PermissionSetGroupComponent,
    /// `PermissionSetLicenseAssign`
    PermissionSetLicenseAssign,
    /// `SetupEntityAccess`: which profiles and sets may use an app.
    SetupEntityAccess,
    /// `ConnectedApplication`: policies of installed apps.
    ConnectedApplication,
    /// `OauthToken`: live grants, without their tokens.
    OauthToken,
    /// `ExtlClntAppOauthPlcyCnfg`: OAuth policies of External Client Apps.
    ExtlClntAppOauthPlcyCnfg,
    /// `ExtlClntAppPlcyCnfg`: switches of External Client Apps.
    ExtlClntAppPlcyCnfg,
    /// `Organization`: the org itself.
    Organization,
    /// `LoginHistory`: logins, one by one or in groups.
    LoginHistory,
    /// `AppMenuItem`: the apps that Setup lists.
    AppMenuItem,
}

/// The type of a row of a query that groups: the columns alone say of which object.
const GROUPED: &str = "AggregateResult";

/// Name, object, and columns of which a row of it has one of each group. The first that fits counts.
const OBJECTS: [(&str, Object, &[&[&str]]); 17] = [
    ("Organization", Object::Organization, &[&["OrganizationType", "InstanceName"]]),
    ("LoginHistory", Object::LoginHistory, &[&["LoginType", "LoginSubType"]]),
    ("AppMenuItem", Object::AppMenuItem, &[&["IsUsingAdminAuthorization"]]),
    ("ExtlClntAppPlcyCnfg", Object::ExtlClntAppPlcyCnfg, &[&["OauthPluginStatus"]]),
    (
        "PermissionSetAssignment",
        Object::PermissionSetAssignment,
        &[
            &["AssigneeId", "Assignee.Username"],
            &["PermissionSetId", "PermissionSet.Name", "PermissionSetGroupId", "PermissionSetGroup.DeveloperName"],
        ],
    ),
    (
        "PermissionSetLicenseAssign",
        Object::PermissionSetLicenseAssign,
        &[&["AssigneeId", "Assignee.Username"], &["PermissionSetLicenseId", "PermissionSetLicense.DeveloperName"]],
    ),
    (
        "PermissionSetGroupComponent",
        Object::PermissionSetGroupComponent,
        &[&["PermissionSetGroupId", "PermissionSetGroup.DeveloperName"], &["PermissionSetId", "PermissionSet.Name"]],
    ),
    ("SetupEntityAccess", Object::SetupEntityAccess, &[&["SetupEntityId", "SetupEntityType"]]),
    ("UserLogin", Object::UserLogin, &[&["UserId", "User.Username"], &["IsFrozen", "IsPasswordLocked"]]),
    ("OauthToken", Object::OauthToken, &[&["AppName"], &["UseCount", "LastUsedDate", "UserId", "User.Username"]]),
    (
        "ExtlClntAppOauthPlcyCnfg",
        Object::ExtlClntAppOauthPlcyCnfg,
        &[&["PermittedUsersPolicyType", "IsClientCredentialsFlowEnabled"]],
    ),
    ("ConnectedApplication", Object::ConnectedApplication, &[&["OptionsAllowAdminApprovedUsersOnly"]]),
    ("User", Object::User, &[&["Username"]]),
    ("User", Object::User, &[&["Profile.Name", "Profile.UserLicense.Name"], &["Email", "IsActive", "UserType"]]),
    ("PermissionSet", Object::PermissionSet, &[&["Name"], &["IsOwnedByProfile", "PermissionSetGroupId", "Label"]]),
    ("PermissionSetGroup", Object::PermissionSetGroup, &[&["DeveloperName"], &["Status", "HasActivationRequired"]]),
    (
        "Profile",
        Object::Profile,
        &[
            &["Name"],
            &["UserLicenseId", "UserLicense.Name", "UserType", "PermissionsApiUserOnly", "PermissionsModifyAllData"],
        ],
    ),
];

impl Object {
    /// The object's API name.
    pub fn name(self) -> &'static str {
        OBJECTS.iter().find(|(_, object, _)| *object == self).map_or("", |(name, ..)| name)
    }

    /// The object with an API name; nothing if calint does not read such objects.
    pub(super) fn named(name: &str) -> Option<Self> {
        OBJECTS.iter().find(|(known, ..)| *known == name).map(|(_, object, _)| *object)
    }

    /// The object of a row; nothing if calint does not read such objects.
    pub(super) fn of(row: &Row) -> Option<Self> {
        if let Some(named) = row.object.as_ref().filter(|named| *named != GROUPED) {
            return Self::named(named);
        }
        let fits = |groups: &&[&[&str]]| groups.iter().all(|group| group.iter().any(|column| row.has(column)));
        OBJECTS.iter().find(|(.., groups)| fits(groups)).map(|(_, object, _)| *object)
    }

    /// Columns without which a row of the object says nothing.
    pub(super) fn needs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::User => &[&["Username"]],
            Self::UserLogin => &[&["UserId", "User.Username"], &["IsFrozen"]],
            Self::Profile | Self::PermissionSet => &[&["Name"]],
            Self::PermissionSetGroup => &[&["DeveloperName"]],
            Self::PermissionSetAssignment | Self::PermissionSetGroupComponent | Self::PermissionSetLicenseAssign => {
                OBJECTS.iter().find(|(_, object, _)| *object == self).map_or(&[], |(.., groups)| groups)
            }
            Self::SetupEntityAccess
            | Self::ConnectedApplication
            | Self::OauthToken
            | Self::ExtlClntAppOauthPlcyCnfg
            | Self::ExtlClntAppPlcyCnfg
            | Self::Organization
            | Self::LoginHistory
            | Self::AppMenuItem => &[],
        }
    }
}
