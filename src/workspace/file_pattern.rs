//! Which files hooks give to calint, as the regular expression that pre-commit searches in their paths. Configurations
//! of hooks have to quote them; a test compares each quotation with these.

/// Files that calint can check one by one.
pub const FILE_PATTERN: &str = r"(\.([cC]onnected[aA]pp|externalClientApp|eca[A-Za-z]*|oauthcustomscope|oauthtokenexchangehandler)|(^|/)(ConnectedApp|ExternalClientApp|OauthOidc|Security)\.settings)(-meta\.xml)?$";

/// The same, and files that change what calint says of others: lists of permissions, what apps refer to or are referred
/// to by, the project file, and calint's own configuration.
pub const PROJECT_PATTERN: &str = r"(\.([cC]onnected[aA]pp|externalClientApp|eca[A-Za-z]*|oauthcustomscope|oauthtokenexchangehandler|appMenu|authprovider|customPermission|externalCredential|namedCredential|profile|(muting)?permissionset|permissionsetgroup|userPermission|userProvisioningConfig)|(^|/)(ConnectedApp|ExternalClientApp|OauthOidc|Security)\.settings)(-meta\.xml)?$|\.(config|crt)-meta\.xml$|(^|/)(calint\.toml|sfdx-project\.json)$";

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::{FILE_PATTERN, PROJECT_PATTERN};
    use crate::schema::{KINDS, Kind, NamedKind, SETTINGS};

    /// A file of each kind in both formats.
    fn names() -> Vec<String> {
        let components = KINDS.iter().map(|(suffix, ..)| format!("Billing.{suffix}"));
        let settings = SETTINGS.iter().map(|(name, ..)| format!("{name}.settings"));
        components.chain(settings).flat_map(|name| [format!("a/b/{name}-meta.xml"), name]).collect()
    }

    #[test]
    fn hooks_take_the_files_that_calint_reads() {
        let file = Regex::new(FILE_PATTERN).expect("a regular expression");
        let project = Regex::new(PROJECT_PATTERN).expect("a regular expression");
        for name in names() {
            let file_name = name.rsplit('/').next().unwrap_or_default();
            let Some(named) = NamedKind::of(file_name) else {
                assert!(!file.is_match(&name) && !project.is_match(&name), "{name}");
                continue;
            };
            assert_eq!(file.is_match(&name), named.kind.is_ours(), "{name}");
            // For Apex classes, only the name counts.
            assert_eq!(project.is_match(&name), named.kind != Kind::ApexClass, "{name}");
        }
        for name in ["calint.toml", "a/sfdx-project.json"] {
            assert!(project.is_match(name) && !file.is_match(name), "{name}");
        }
        for name in [
            "myconnectedApp.md",
            "AppconnectedApp",
            "App.connectedApp.bak",
            "App.connectedApp-meta.xml.orig",
            "X.america",
            "settings/Case.settings-meta.xml",
            "eca-meta.xml",
            "web.config",
            "mycalint.toml",
        ] {
            assert!(!project.is_match(name) && !file.is_match(name), "{name}");
        }
    }
}
