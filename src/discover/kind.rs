//! Which metadata type a file holds, told by its suffix in source format (`-meta.xml`) and in
//! metadata format (without). Source: source-deploy-retrieve's metadata registry.

use percent_encoding::percent_decode_str;

/// A metadata type that calint reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `ConnectedApp`
    ConnectedApp,
    /// `Profile`, looked up when a user names one.
    Profile,
    /// `PermissionSet`, looked up when a user names one.
    PermissionSet,
}

const SUFFIXES: [(&str, Kind); 3] =
    [("connectedApp", Kind::ConnectedApp), ("permissionset", Kind::PermissionSet), ("profile", Kind::Profile)];

impl Kind {
    /// The name of the type, which is also the root element.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::ConnectedApp => "ConnectedApp",
            Self::Profile => "Profile",
            Self::PermissionSet => "PermissionSet",
        }
    }

    /// Whether rules look at files of this kind; the others are only looked up.
    pub fn is_linted(self) -> bool {
        self == Self::ConnectedApp
    }

    /// The suffixes of the linted kinds, for messages.
    pub fn linted_suffixes() -> String {
        let linted = SUFFIXES.iter().filter(|(_, kind)| kind.is_linted());
        linted.map(|(suffix, _)| format!("*.{suffix}-meta.xml, *.{suffix}")).collect::<Vec<_>>().join(", ")
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
        let (_, kind) = SUFFIXES.iter().find(|(known, _)| *known == suffix)?;
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
    }

    #[test]
    fn near_misses_are_not_ours() {
        for name in
            ["connectedApp", ".connectedApp", "myconnectedApp.md", "X.connectedApp.bak", "X.connectedApp-meta.xml~"]
        {
            assert_eq!(NamedKind::of(name), None, "{name}");
        }
    }
}
