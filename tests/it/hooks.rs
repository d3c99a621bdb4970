//! All places that quote the file patterns of the hooks agree.

use std::{env, fs};

use calint::testing::{file_pattern, own_settings, own_suffixes, project_pattern};
use regex::Regex;

use crate::common::{Folder, full_app, good_app, repository};

/// Rewrites the quotations instead of comparing them.
const WRITE: &str = "CALINT_WRITE_PATTERNS";

const DESCRIPTOR: &str = ".github/mega-linter-plugin-calint/calint.megalinter-descriptor.yml";

fn text(name: &str) -> String {
    fs::read_to_string(repository().join(name)).expect("a file of the repository")
}

/// The patterns behind `files:` in a configuration, in order.
fn patterns(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.trim().strip_prefix("files: ")).collect()
}

/// Each file that quotes patterns, how its quotations begin, and what they are, in order.
fn quotations() -> [(&'static str, &'static str, Vec<String>); 3] {
    let files = |pattern: String| format!("files: {pattern}");
    // MegaLinter compares the whole name of a file, without its folder.
    let whole_name = |pattern: String| format!(r"- '{pattern}(-meta\.xml)?'");
    [
        (".pre-commit-hooks.yaml", "files: ", vec![files(file_pattern()), files(project_pattern())]),
        ("docs/hooks.md", "files: ", vec![files(file_pattern()), files(file_pattern())]),
        (DESCRIPTOR, "- '", vec![whole_name(format!(r".*\.{}", own_suffixes())), whole_name(own_settings())]),
    ]
}

/// A text with other quotations: the lines that begin like one, in order.
fn requoted(text: &str, mark: &str, quotations: Vec<String>) -> String {
    let mut left = quotations.into_iter();
    let mut line = |line: &str| {
        let words = line.trim_start();
        let indent = &line[..line.len() - words.len()];
        let quotation = words.starts_with(mark).then(|| left.next().expect("no other line begins like a quotation"));
        quotation.map_or_else(|| line.to_owned(), |quotation| format!("{indent}{quotation}\n"))
    };
    let lines: String = text.split_inclusive('\n').map(&mut line).collect();
    assert_eq!(left.next(), None, "a quotation is missing");
    lines
}

#[test]
fn whoever_quotes_the_patterns_quotes_them_right() {
    for (name, mark, quotations) in quotations() {
        let (old, path) = (text(name), repository().join(name));
        let new = requoted(&old, mark, quotations);
        if env::var_os(WRITE).is_some() && new != old {
            fs::write(path, &new).expect("the repository can be written");
        } else {
            assert!(new == old, "{name} quotes other patterns; run {WRITE}=1 cargo test --test it hooks");
        }
    }
}

#[test]
fn init_writes_the_pattern() {
    let folder = Folder::new();
    folder.run(&["init", "--pre-commit"], 0);
    let written = fs::read_to_string(folder.path().join(".pre-commit-config.yaml")).expect("it is written");
    assert_eq!(patterns(&written), [file_pattern()]);
}

#[test]
fn quotations_are_replaced_in_place_and_nothing_else_is() {
    let old = "a: 1\n  files: old\n# files\n- id: b\n    files: older\n";
    let new = requoted(old, "files: ", vec!["files: x".to_owned(), "files: y$".to_owned()]);
    assert_eq!(new, "a: 1\n  files: x\n# files\n- id: b\n    files: y$\n");
}

/// `MegaLinter` compares the whole name of a file, without its folder.
#[test]
fn mega_linter_takes_the_same_files() {
    let descriptor = text(DESCRIPTOR);
    let quoted = descriptor.lines().filter_map(|line| line.trim().strip_prefix("- '")?.strip_suffix('\''));
    let patterns: Vec<Regex> =
        quoted.map(|it| Regex::new(&format!("^(?:{it})$")).expect("a regular expression")).collect();
    assert_eq!(patterns.len(), 2);
    let of_hook = Regex::new(&file_pattern()).expect("a regular expression");
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
    assert!(text("docs/hooks.md").contains("entry: calint check\n"));
    let folder = Folder::new();
    folder.file("Good.connectedApp", good_app()).file("Bad.connectedApp", full_app()).file("README.md", "");
    folder.run(&["check", "Good.connectedApp", "README.md"], 0);
    folder.run(&["check", "Good.connectedApp", "Bad.connectedApp"], 1);
}
