//! Which files hooks give to calint, as regular expressions that pre-commit searches in their paths. The table of kinds
//! makes them, so that a new metadata type is in them without an edit here. Configurations of hooks have to quote them; a
//! test compares each quotation, and rewrites it on request.

use crate::schema::{KINDS, Kind, SETTINGS, SOURCE_FORMAT_ONLY, SUFFIX_ALIASES};

/// Salesforce adds files to External Client Apps, and people misspell the suffixes of those that it has. calint says so of
/// a file of any suffix that begins like this.
const ANY_PART: &str = "eca[A-Za-z]*";

/// Files that calint can check one by one.
pub fn file_pattern() -> String {
    format!(r"(\.{}|(^|/){})(-meta\.xml)?$", own_suffixes(), own_settings())
}

/// The same, and files that change what calint says of others: lists of permissions, what apps refer to or are referred
/// to by, the project file, and calint's own configuration.
pub fn project_pattern() -> String {
    let (own, settings) = (own_suffixes(), own_settings());
    let others = suffixes(|kind| !kind.is_ours() && kind != Kind::ApexClass);
    let (source_format, both): (Vec<&str>, Vec<&str>) =
        others.into_iter().partition(|suffix| SOURCE_FORMAT_ONLY.contains(suffix));
    let (source_format, both) = (source_format.join("|"), both.join("|"));
    let by_suffix = format!(r"(\.({own}|{both})|(^|/){settings})(-meta\.xml)?$");
    format!(r"{by_suffix}|\.({source_format})-meta\.xml$|(^|/)(calint\.toml|sfdx-project\.json)$")
}

/// The suffixes of the files that calint can check one by one, in any letter case, because it reports a wrong case.
pub fn own_suffixes() -> String {
    let mut own = suffixes(|kind| kind.is_ours() && !kind.is_eca());
    own.push(ANY_PART);
    own.extend(SUFFIX_ALIASES.iter().map(|(alias, _)| *alias).filter(|alias| !alias.starts_with("eca")));
    own.sort_unstable();
    format!("(?i:{})", own.join("|"))
}

/// The names of the settings that calint can check one by one, with their suffix.
pub fn own_settings() -> String {
    let names: Vec<&str> = SETTINGS.iter().map(|(name, ..)| *name).collect();
    format!(r"({})\.settings", names.join("|"))
}

fn suffixes(is_wanted: impl Fn(Kind) -> bool) -> Vec<&'static str> {
    KINDS.iter().filter(|(_, kind, _)| is_wanted(*kind)).map(|(suffix, ..)| *suffix).collect()
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::{file_pattern, project_pattern};
    use crate::schema::{KINDS, Kind, NamedKind, SETTINGS, SUFFIX_ALIASES};

    /// A file of each kind in both formats, and of each suffix of an app in other spellings.
    fn names() -> Vec<String> {
        let registered = KINDS.iter().map(|(suffix, ..)| (*suffix).to_owned());
        let own = KINDS.iter().filter(|(_, kind, _)| kind.is_ours()).map(|(suffix, ..)| *suffix);
        let spellings = own.chain(SUFFIX_ALIASES.iter().map(|(alias, _)| *alias));
        let misspelled = spellings.flat_map(|suffix| [suffix.to_owned(), suffix.to_lowercase(), suffix.to_uppercase()]);
        let components = registered.chain(misspelled).map(|suffix| format!("Billing.{suffix}"));
        let settings = SETTINGS.iter().map(|(name, ..)| format!("{name}.settings"));
        components.chain(settings).flat_map(|name| [format!("a/b/{name}-meta.xml"), name]).collect()
    }

    #[test]
    fn hooks_take_the_files_that_calint_reads() {
        let file = Regex::new(&file_pattern()).expect("a regular expression");
        let project = Regex::new(&project_pattern()).expect("a regular expression");
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
