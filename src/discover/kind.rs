//! Which metadata type a file holds, told by its suffix in source format (`-meta.xml`) and in
//! metadata format (without). Source: source-deploy-retrieve's metadata registry.

use percent_encoding::percent_decode_str;

/// A metadata type that calint reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `ConnectedApp`
    ConnectedApp,
    /// A file of an External Client App.
    Eca(EcaPart),
    /// `Profile`, looked up when a user names one.
    Profile,
    /// `PermissionSet`, looked up when a user names one.
    PermissionSet,
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
}

/// Suffix, kind and type name of every kind, in the order of the suffixes.
const KINDS: [(&str, Kind, &str); 16] = [
    ("connectedApp", Kind::ConnectedApp, "ConnectedApp"),
    ("eca", Kind::Eca(EcaPart::Header), "ExternalClientApplication"),
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
    ("permissionset", Kind::PermissionSet, "PermissionSet"),
    ("profile", Kind::Profile, "Profile"),
];

impl Kind {
    /// The name of the type, which is also the root element.
    pub fn type_name(self) -> &'static str {
        KINDS.iter().find(|(_, kind, _)| *kind == self).map_or("", |(.., name)| name)
    }

    /// Whether rules look at files of this kind; the others are only looked up.
    pub fn is_linted(self) -> bool {
        matches!(self, Self::ConnectedApp | Self::Eca(_))
    }

    /// Whether it is a file of an External Client App.
    pub fn is_eca(self) -> bool {
        matches!(self, Self::Eca(_))
    }

    /// The suffixes of the linted kinds in words, for messages.
    pub fn linted_suffixes() -> String {
        let linted = KINDS.iter().filter(|(_, kind, _)| kind.is_linted());
        let suffixes: Vec<String> = linted.map(|(suffix, ..)| format!("*.{suffix}")).collect();
        format!("{}, and the same with -meta.xml", suffixes.join(", "))
    }
}

/// What a file name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKind {
    /// The type.
    pub kind: Kind,
    /// The component: the file name without suffix, percent-decoded.
    pub name: String,
}

impl NamedKind {
    /// Reads a file name; nothing if it is none of ours.
    pub fn of(file_name: &str) -> Option<Self> {
        let name = file_name.strip_suffix("-meta.xml").unwrap_or(file_name);
        let (stem, suffix) = name.rsplit_once('.')?;
        let (_, kind, _) = KINDS.iter().find(|(known, ..)| *known == suffix)?;
        if stem.is_empty() {
            return None;
        }
        Some(Self { kind: *kind, name: percent_decode_str(stem).decode_utf8_lossy().into_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_give_kind_and_name() {
        let app = |name: &str| Some(NamedKind { kind: Kind::ConnectedApp, name: name.to_owned() });
        assert_eq!(NamedKind::of("Billing.connectedApp-meta.xml"), app("Billing"));
        assert_eq!(NamedKind::of("Billing.connectedApp"), app("Billing"));
        assert_eq!(NamedKind::of("Billing%20v1.2.connectedApp"), app("Billing v1.2"));
        let policy = NamedKind { kind: Kind::Eca(EcaPart::OauthPolicy), name: "Billing_plcy".to_owned() };
        assert_eq!(NamedKind::of("Billing_plcy.ecaOauthPlcy-meta.xml"), Some(policy));
    }

    #[test]
    fn near_misses_are_not_ours() {
        for name in [
            "connectedApp",
            ".connectedApp",
            "myconnectedApp.md",
            "X.connectedApp.bak",
            "X.connectedApp-meta.xml~",
            "X.ecaPolicy",
        ] {
            assert_eq!(NamedKind::of(name), None, "{name}");
        }
    }

    #[test]
    fn every_kind_has_its_type_name() {
        assert!(KINDS.is_sorted_by_key(|(suffix, ..)| *suffix));
        assert!(KINDS.iter().all(|(_, kind, name)| kind.type_name() == *name));
    }
}
