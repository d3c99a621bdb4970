//! Which metadata type a file contains, by its suffix in source format (`-meta.xml`) and in metadata format (without).
//!
//! The name decides and not the root element, because Salesforce's tools do the same, and because a run on a large
//! project must not open thousands of files to learn that they are something else. calint reports a file whose root
//! contradicts its name. Source: source-deploy-retrieve's metadata registry.

use percent_encoding::percent_decode_str;

/// A metadata type that calint reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `ConnectedApp`
    ConnectedApp,
    /// A file of an External Client App.
    Eca(EcaPart),
    /// `OauthCustomScope`
    OauthCustomScope,
    /// `OauthTokenExchangeHandler`
    OauthTokenExchangeHandler,
    /// Settings of the org.
    Settings(OrgSettings),
    /// `AppMenu`, which names apps.
    AppMenu,
    /// `CustomPermission`, which names apps.
    CustomPermission,
    /// `NotificationTypeConfig`, which names apps.
    NotificationTypeConfig,
    /// `UserProvisioningConfig`, which names apps.
    UserProvisioningConfig,
    /// `Profile`, looked up when a user or an app names one.
    Profile,
    /// `ProfileSessionSetting`, looked up when the profile of a user is known.
    ProfileSessionSetting,
    /// `PermissionSet`, looked up when a user or an app names one.
    PermissionSet,
    /// The user permissions of a `PermissionSet` that is split over several files.
    PermissionSetPart,
    /// `PermissionSetGroup`, looked up when a user has one.
    PermissionSetGroup,
    /// `MutingPermissionSet`, looked up when a group has one.
    MutingPermissionSet,
    /// `ApexClass`, of which the name alone counts.
    ApexClass,
    /// `Certificate` of the org: the metadata beside the certificate itself.
    Certificate,
    /// `AuthProvider`, looked at when a rule asks for credentials.
    AuthProvider,
    /// `ExternalCredential`, looked at when a rule asks for credentials.
    ExternalCredential,
    /// `NamedCredential`, looked at when a rule asks for credentials.
    NamedCredential,
}

/// A file of an External Client App.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EcaPart {
    /// `ExternalClientApplication`: name and contact.
    Header,
    /// `ExtlClntAppGlobalOauthSettings`: key, secret, callbacks, developer's switches.
    GlobalOauth,
    /// `ExtlClntAppOauthSettings`: scopes.
    Oauth,
    /// `ExtlClntAppOauthSecuritySettings`: addresses for refresh tokens.
    OauthSecurity,
    /// `ExtlClntAppOauthConfigurablePolicies`: the administrator's OAuth policy.
    OauthPolicy,
    /// `ExtlClntAppConfigurablePolicies`: the administrator's switches.
    Policy,
    /// `ExtlClntAppMobileSettings`
    Mobile,
    /// `ExtlClntAppMobileConfigurablePolicies`
    MobilePolicy,
    /// `ExtlClntAppPushSettings`
    Push,
    /// `ExtlClntAppPushConfigurablePolicies`
    PushPolicy,
    /// `ExtlClntAppNotificationSettings`
    Notifications,
    /// `ExtlClntAppSamlConfigurablePolicies`
    SamlPolicy,
    /// `ExtlClntAppCanvasSettings`
    Canvas,
    /// `ExtlClntAppAttestSettings`
    Attest,
    /// `ExtlClntAppAttestConfigurablePolicies`
    AttestPolicy,
}

/// Settings of the org, one file each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrgSettings {
    /// `ConnectedAppSettings`: API Access Control.
    ConnectedApp,
    /// `ExternalClientAppSettings`: who may read consumer secrets.
    ExternalClientApp,
    /// `OauthOidcSettings`: flows that the org blocks or allows.
    OauthOidc,
    /// `SecuritySettings`: trusted addresses, sessions, single sign-on.
    Security,
}

/// Suffix, kind and type name of every kind whose suffix is its own, in the order of the suffixes.
pub const KINDS: &[(&str, Kind, &str)] = &[
    ("appMenu", Kind::AppMenu, "AppMenu"),
    ("authprovider", Kind::AuthProvider, "AuthProvider"),
    ("cls", Kind::ApexClass, "ApexClass"),
    ("config", Kind::NotificationTypeConfig, "NotificationTypeConfig"),
    ("connectedApp", Kind::ConnectedApp, "ConnectedApp"),
    ("crt", Kind::Certificate, "Certificate"),
    ("customPermission", Kind::CustomPermission, "CustomPermission"),
    ("eca", Kind::Eca(EcaPart::Header), "ExternalClientApplication"),
    ("ecaAttest", Kind::Eca(EcaPart::Attest), "ExtlClntAppAttestSettings"),
    ("ecaAttestPlcy", Kind::Eca(EcaPart::AttestPolicy), "ExtlClntAppAttestConfigurablePolicies"),
    ("ecaCanvas", Kind::Eca(EcaPart::Canvas), "ExtlClntAppCanvasSettings"),
    ("ecaGlblOauth", Kind::Eca(EcaPart::GlobalOauth), "ExtlClntAppGlobalOauthSettings"),
    ("ecaMobile", Kind::Eca(EcaPart::Mobile), "ExtlClntAppMobileSettings"),
    ("ecaMobilePlcy", Kind::Eca(EcaPart::MobilePolicy), "ExtlClntAppMobileConfigurablePolicies"),
    ("ecaNotifications", Kind::Eca(EcaPart::Notifications), "ExtlClntAppNotificationSettings"),
    ("ecaOauth", Kind::Eca(EcaPart::Oauth), "ExtlClntAppOauthSettings"),
    ("ecaOauthPlcy", Kind::Eca(EcaPart::OauthPolicy), "ExtlClntAppOauthConfigurablePolicies"),
    ("ecaOauthSecurity", Kind::Eca(EcaPart::OauthSecurity), "ExtlClntAppOauthSecuritySettings"),
    ("ecaPlcy", Kind::Eca(EcaPart::Policy), "ExtlClntAppConfigurablePolicies"),
    ("ecaPush", Kind::Eca(EcaPart::Push), "ExtlClntAppPushSettings"),
    ("ecaPushPlcy", Kind::Eca(EcaPart::PushPolicy), "ExtlClntAppPushConfigurablePolicies"),
    ("ecaSamlPlcy", Kind::Eca(EcaPart::SamlPolicy), "ExtlClntAppSamlConfigurablePolicies"),
    ("externalCredential", Kind::ExternalCredential, "ExternalCredential"),
    ("mutingpermissionset", Kind::MutingPermissionSet, "MutingPermissionSet"),
    ("namedCredential", Kind::NamedCredential, "NamedCredential"),
    ("oauthcustomscope", Kind::OauthCustomScope, "OauthCustomScope"),
    ("oauthtokenexchangehandler", Kind::OauthTokenExchangeHandler, "OauthTokenExchangeHandler"),
    ("permissionset", Kind::PermissionSet, "PermissionSet"),
    ("permissionsetgroup", Kind::PermissionSetGroup, "PermissionSetGroup"),
    ("profile", Kind::Profile, "Profile"),
    ("profileSessionSetting", Kind::ProfileSessionSetting, "ProfileSessionSetting"),
    ("userPermission", Kind::PermissionSetPart, "PermissionSet"),
    ("userProvisioningConfig", Kind::UserProvisioningConfig, "UserProvisioningConfig"),
];

/// Suffixes that calint reads with `-meta.xml` only. Too many other tools have files of these suffixes, and the suffix
/// of a
/// certificate is no XML.
pub const SOURCE_FORMAT_ONLY: [&str; 2] = ["config", "crt"];

/// The suffix of all settings. The name before it says which settings a file contains.
const SETTINGS_SUFFIX: &str = "settings";

/// Name, kind and type name of the settings.
pub const SETTINGS: &[(&str, Kind, &str)] = &[
    ("ConnectedApp", Kind::Settings(OrgSettings::ConnectedApp), "ConnectedAppSettings"),
    ("ExternalClientApp", Kind::Settings(OrgSettings::ExternalClientApp), "ExternalClientAppSettings"),
    ("OauthOidc", Kind::Settings(OrgSettings::OauthOidc), "OauthOidcSettings"),
    ("Security", Kind::Settings(OrgSettings::Security), "SecuritySettings"),
];

include!(concat!(env!("OUT_DIR"), "/suffixes.rs"));

impl Kind {
    /// The name of the type, which is also the root element.
    pub fn type_name(self) -> &'static str {
        KINDS.iter().chain(SETTINGS).find(|(_, kind, _)| *kind == self).map_or("", |(.., name)| name)
    }

    /// The kind whose root element has a name.
    pub fn of_root(name: &str) -> Option<Self> {
        KINDS.iter().chain(SETTINGS).find(|(.., root)| *root == name).map(|(_, kind, _)| *kind)
    }

    /// The suffix of a file of this kind, without `-meta.xml`.
    pub fn suffix(self) -> &'static str {
        KINDS.iter().find(|(_, kind, _)| *kind == self).map_or(SETTINGS_SUFFIX, |(suffix, ..)| suffix)
    }

    /// Whether rules look at files of this kind; the others are only looked up.
    pub fn is_linted(self) -> bool {
        self.is_ours() || self.names_apps() || self == Self::Certificate
    }

    /// Whether it is an app, a part of one, or something that decides over apps.
    pub fn is_ours(self) -> bool {
        matches!(
            self,
            Self::ConnectedApp
                | Self::Eca(_)
                | Self::OauthCustomScope
                | Self::OauthTokenExchangeHandler
                | Self::Settings(_)
        )
    }

    /// Whether it is an app or a part of one.
    pub(crate) fn is_app(self) -> bool {
        self == Self::ConnectedApp || self.is_eca()
    }

    /// Whether it is not a part of an app, and decides what apps of its org may do.
    pub fn decides_over_apps(self) -> bool {
        matches!(self, Self::OauthCustomScope | Self::OauthTokenExchangeHandler | Self::Settings(_) | Self::Certificate)
    }

    /// Whether it is of another field and only names apps.
    pub(crate) fn names_apps(self) -> bool {
        matches!(
            self,
            Self::AppMenu | Self::CustomPermission | Self::NotificationTypeConfig | Self::UserProvisioningConfig
        )
    }

    /// Whether it lists user permissions.
    pub fn lists_permissions(self) -> bool {
        matches!(self, Self::Profile | Self::PermissionSet | Self::PermissionSetPart | Self::MutingPermissionSet)
    }

    /// Whether it is a list of permissions or a group of such lists.
    pub fn is_permission_list(self) -> bool {
        self.lists_permissions() || self == Self::PermissionSetGroup
    }

    /// Whether it contains what an org needs to log in elsewhere.
    pub fn holds_credentials(self) -> bool {
        matches!(self, Self::AuthProvider | Self::ExternalCredential | Self::NamedCredential)
    }

    /// Whether it is a file of an External Client App.
    pub fn is_eca(self) -> bool {
        matches!(self, Self::Eca(_))
    }
}

/// What a file name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKind {
    /// The type.
    pub kind: Kind,
    /// The component: the file name without suffix, percent-decoded.
    pub name: String,
    /// The suffix as it is written, if it is another spelling of the registered one.
    pub wrong_suffix: Option<String>,
}

impl NamedKind {
    /// Reads a file name. Returns nothing if calint does not read such files.
    pub fn of(file_name: &str) -> Option<Self> {
        let name = file_name.strip_suffix("-meta.xml").unwrap_or(file_name);
        let (stem, suffix) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
        if SOURCE_FORMAT_ONLY.contains(&suffix) && name == file_name {
            return None;
        }
        let (kind, wrong_suffix) = match registered(stem, suffix) {
            Some(kind) => (kind, None),
            None => (meant(suffix)?, Some(suffix.to_owned())),
        };
        let is_plain = !stem.contains('%');
        let name = if is_plain { stem.to_owned() } else { percent_decode_str(stem).decode_utf8_lossy().into_owned() };
        Some(Self { kind, name, wrong_suffix })
    }

    /// Reads the file name of an app whose `-meta.xml` differs only in letter case, as if it were right. calint
    /// does not lint such a file, but says so.
    pub(crate) fn of_misspelled_app(file_name: &str) -> Option<Self> {
        const END: &str = "-meta.xml";
        let (stem, end) = file_name.split_at_checked(file_name.len().checked_sub(END.len())?)?;
        let is_misspelled = end != END && end.eq_ignore_ascii_case(END);
        is_misspelled.then(|| Self::of(&format!("{stem}{END}"))).flatten().filter(|named| named.kind.is_app())
    }
}

fn registered(stem: &str, suffix: &str) -> Option<Kind> {
    let (kinds, wanted) = if suffix == SETTINGS_SUFFIX { (SETTINGS, stem) } else { (KINDS, suffix) };
    kinds.iter().find(|(known, ..)| *known == wanted).map(|(_, kind, _)| *kind)
}

/// The kind that a misspelled suffix means, among the kinds that calint checks.
fn meant(suffix: &str) -> Option<Kind> {
    let alias = SUFFIX_ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(suffix)).map(|(_, right)| *right);
    let right = alias.unwrap_or(suffix);
    let ours = KINDS.iter().filter(|(_, kind, _)| kind.is_ours());
    ours.filter(|(known, ..)| known.eq_ignore_ascii_case(right)).map(|(_, kind, _)| *kind).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(kind: Kind, name: &str) -> NamedKind {
        NamedKind { kind, name: name.to_owned(), wrong_suffix: None }
    }

    #[test]
    fn both_formats_give_kind_and_name() {
        let app = |name: &str| Some(named(Kind::ConnectedApp, name));
        assert_eq!(NamedKind::of("Billing.connectedApp-meta.xml"), app("Billing"));
        assert_eq!(NamedKind::of("Billing.connectedApp"), app("Billing"));
        assert_eq!(NamedKind::of("Billing%20v1.2.connectedApp"), app("Billing v1.2"));
        let policy = named(Kind::Eca(EcaPart::OauthPolicy), "Billing_plcy");
        assert_eq!(NamedKind::of("Billing_plcy.ecaOauthPlcy-meta.xml"), Some(policy));
    }

    #[test]
    fn settings_are_told_by_their_name() {
        let oidc = || Some(named(Kind::Settings(OrgSettings::OauthOidc), "OauthOidc"));
        assert_eq!(NamedKind::of("OauthOidc.settings-meta.xml"), oidc());
        assert_eq!(NamedKind::of("OauthOidc.settings"), oidc());
        assert_eq!(NamedKind::of("Case.settings"), None);
        assert_eq!(Kind::Settings(OrgSettings::OauthOidc).type_name(), "OauthOidcSettings");
    }

    #[test]
    fn odd_suffixes_stand_for_registered_ones() {
        for (file, kind, suffix) in [
            ("X.ecaGlobalOauth-meta.xml", Kind::Eca(EcaPart::GlobalOauth), "ecaGlobalOauth"),
            ("X.ecaPolicy", Kind::Eca(EcaPart::Policy), "ecaPolicy"),
            ("X.connectedapp-meta.xml", Kind::ConnectedApp, "connectedapp"),
            ("X.externalClientApp-meta.xml", Kind::Eca(EcaPart::Header), "externalClientApp"),
        ] {
            let expected = NamedKind { kind, name: "X".to_owned(), wrong_suffix: Some(suffix.to_owned()) };
            assert_eq!(NamedKind::of(file), Some(expected), "{file}");
        }
    }

    #[test]
    fn only_the_end_of_a_name_is_misspelled() {
        let misspelled =
            NamedKind::of_misspelled_app("Billing.connectedApp-META.xml").expect("an app but for letter case");
        assert_eq!(misspelled, named(Kind::ConnectedApp, "Billing"));
        for name in ["A.connectedApp-meta.xml", "A.connectedApp", "A.profile-meta.XML", "-meta.XML", "x", "é.XML"] {
            assert_eq!(NamedKind::of_misspelled_app(name), None, "{name}");
        }
    }

    #[test]
    fn near_misses_are_not_ours() {
        for name in [
            "connectedApp",
            ".connectedApp",
            "myconnectedApp.md",
            "X.connectedApp.bak",
            "X.connectedApp-meta.xml~",
            "X.connectedApps-meta.xml",
            "X.ecaSmpl",
            "web.config",
            "ConnectedApp.Settings",
        ] {
            assert_eq!(NamedKind::of(name), None, "{name}");
        }
    }

    #[test]
    fn every_kind_has_its_type_name() {
        assert!(KINDS.is_sorted_by_key(|(suffix, ..)| *suffix));
        for (_, kind, name) in KINDS.iter().chain(SETTINGS) {
            assert_eq!(kind.type_name(), *name);
            assert!(*kind == Kind::PermissionSetPart || Kind::of_root(name) == Some(*kind));
        }
        assert!(SUFFIX_ALIASES.iter().all(|(_, right)| KINDS.iter().any(|(suffix, ..)| suffix == right)));
    }
}
