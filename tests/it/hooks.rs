//! Whoever quotes which files a hook takes quotes it right.

use std::fs;

use calint::testing::{FILE_PATTERN, PROJECT_PATTERN};
use regex::Regex;

use crate::common::{Folder, full_app, good_app, repository};

fn text(name: &str) -> String {
    fs::read_to_string(repository().join(name)).expect("a file of the repository")
}

/// The patterns behind `files:` in a configuration, in order.
fn patterns(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.trim().strip_prefix("files: ")).collect()
}

#[test]
fn pre_commit_readme_and_init_quote_the_pattern() {
    assert_eq!(patterns(&text(".pre-commit-hooks.yaml")), [FILE_PATTERN, PROJECT_PATTERN]);
    assert_eq!(patterns(&text("README.md")), [FILE_PATTERN]);
    let folder = Folder::new();
    folder.run(&["init", "--pre-commit"], 0);
    let written = fs::read_to_string(folder.path().join(".pre-commit-config.yaml")).expect("it is written");
    assert_eq!(patterns(&written), [FILE_PATTERN]);
}

/// `MegaLinter` compares the whole name of a file, without its folder.
#[test]
fn mega_linter_takes_the_same_files() {
    let descriptor = text(".github/mega-linter-plugin-calint/calint.megalinter-descriptor.yml");
    let quoted = descriptor.lines().filter_map(|line| line.trim().strip_prefix("- '")?.strip_suffix('\''));
    let patterns: Vec<Regex> =
        quoted.map(|it| Regex::new(&format!("^(?:{it})$")).expect("a regular expression")).collect();
    assert_eq!(patterns.len(), 2);
    let of_hook = Regex::new(FILE_PATTERN).expect("a regular expression");
    let kinds =
        ["connectedApp", "eca", "ecaOauthPlcy", "oauthcustomscope", "oauthtokenexchangehandler", "profile", "md"];
    let settings = ["ConnectedApp", "ExternalClientApp", "OauthOidc", "Security", "Case"];
    let names = kinds.iter().map(|kind| format!("Billing.{kind}"));
    for name in names.chain(settings.iter().map(|it| format!("{it}.settings"))) {
        for name in [format!("{name}-meta.xml"), format!("{name}.bak"), name] {
            let is_taken = patterns.iter().any(|pattern| pattern.is_match(&name));
            assert_eq!(is_taken, of_hook.is_match(&name), "{name}");
        }
    }
}

/// As a hook calls it: files by name, of which some are none of ours.
#[test]
fn a_hook_may_name_files_of_other_kinds() {
    assert!(text("README.md").contains("entry: calint check\n"));
    let folder = Folder::new();
    folder.file("Good.connectedApp", good_app()).file("Bad.connectedApp", full_app()).file("README.md", "");
    folder.run(&["check", "Good.connectedApp", "README.md"], 0);
    folder.run(&["check", "Good.connectedApp", "Bad.connectedApp"], 1);
}
