//! Claims about connected apps that one reads in public and that are wrong: calint says nothing that follows from
//! them, and where it does speak it says what is right.

use std::collections::BTreeSet;
use std::fs;

use crate::common::{Folder, repository, rules, under};
use serde::Deserialize;
use serde_json::Value;

/// The reference day of the samples.
const NOW: &str = "2026-12-01";

/// What `myth.toml` beside the files tells.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Myth {
    claim: String,
    /// Why the claim is wrong.
    why: String,
    /// Rules that would report a finding if the claim were true.
    rules: Vec<String>,
    /// What calint says instead.
    #[serde(default)]
    speaks: Vec<Finding>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    rule: String,
    severity: String,
    path: String,
    /// What stands under the finding's range.
    text: String,
    /// A word of the advice.
    help: Option<String>,
}

/// All myths, by the names of their folders.
fn myths() -> Vec<(String, Myth)> {
    let folder = repository().join("testdata/myths");
    let entries = fs::read_dir(&folder).expect("the folder of the myths");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    let read = |name: &str| {
        let text = fs::read_to_string(folder.join(name).join("myth.toml")).expect("a myth.toml");
        toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    names.into_iter().map(|name| (name.clone(), read(&name))).collect()
}

fn sample(name: &str) -> Folder {
    Folder::copy_of(&format!("myths/{name}"))
}

fn check(folder: &Folder, arguments: &[&str]) -> Value {
    let mut all = vec!["--exit-zero", "--now", NOW];
    all.extend(arguments);
    folder.json(&all, 0)
}

#[test]
fn nothing_is_said_that_follows_from_a_myth() {
    for (name, myth) in myths() {
        let folder = sample(&name);
        let asked: BTreeSet<&str> =
            myth.rules.iter().chain(myth.speaks.iter().map(|finding| &finding.rule)).map(String::as_str).collect();
        let only = asked.into_iter().collect::<Vec<_>>().join(",");
        let report = check(&folder, &["--profile", "audit", "--only", &only]);
        let findings = report["findings"].as_array().expect("a report has findings");
        let found: Vec<[String; 4]> = findings.iter().map(|finding| place(&folder, finding)).collect();
        let expected: Vec<[String; 4]> = myth.speaks.iter().map(Finding::place).collect();
        assert_eq!(found, expected, "{name}");
        for (finding, expected) in findings.iter().zip(&myth.speaks) {
            let help = finding["help"].as_str().unwrap_or_default();
            assert!(expected.help.as_ref().is_none_or(|word| help.contains(word.as_str())), "{name}: {help}");
        }
    }
}

impl Finding {
    fn place(&self) -> [String; 4] {
        [&self.path, &self.rule, &self.severity, &self.text].map(Clone::clone)
    }
}

fn place(folder: &Folder, finding: &Value) -> [String; 4] {
    let word = |field: &str| finding[field].as_str().expect("a text").to_owned();
    let bytes = fs::read(folder.path().join(word("path"))).expect("the file of a finding");
    let text = String::from_utf8_lossy(under(&bytes, &finding["range"])).into_owned();
    [word("path"), word("rule"), word("severity"), text]
}

#[test]
fn a_myth_says_what_is_claimed_and_why_it_is_wrong() {
    let myths = myths();
    assert!(myths.len() >= 10, "{} myths", myths.len());
    for (name, myth) in &myths {
        assert!(name.chars().all(|it| it.is_ascii_lowercase() || it == '-'), "{name}");
        assert!(!myth.claim.trim().is_empty() && myth.why.trim().ends_with('.'), "{name}");
        assert!(!myth.rules.is_empty(), "{name} keeps no rule silent");
    }
    let claims: BTreeSet<&str> = myths.iter().map(|(_, myth)| myth.claim.as_str()).collect();
    assert_eq!(claims.len(), myths.len());
}

#[test]
fn a_certificate_and_not_the_form_of_the_tokens_opens_the_jwt_bearer_flow() {
    let folder = sample("named-user-jwt-enables-jwt-bearer");
    let arguments = ["--only", "jwt-bearer-not-preauthorized,policy-disables-app"];
    assert!(rules(&check(&folder, &arguments)).is_empty());
    let path = "force-app/main/default/connectedApps/Agent_Desk.connectedApp-meta.xml";
    let text = fs::read_to_string(folder.path().join(path)).expect("the app");
    let certified = text.replacen("</callbackUrl>", "</callbackUrl>\n        <certificate>MIIB</certificate>", 1);
    folder.file(path, certified);
    assert_eq!(rules(&check(&folder, &arguments)), ["jwt-bearer-not-preauthorized", "policy-disables-app"]);
}

#[test]
fn an_unknown_element_is_never_an_error() {
    let folder = sample("an-unknown-element-is-an-error");
    assert!(rules(&check(&folder, &["--profile", "default"])).is_empty());
    for (api_version, severity) in [("50", "warning"), ("68", "warning"), ("69", "info"), ("90", "info")] {
        let report = check(&folder, &["--only", "unknown-element", "--api-version", api_version]);
        assert_eq!(report["findings"][0]["severity"], severity, "API {api_version}");
    }
}

#[test]
fn a_secret_that_was_deleted_is_no_secret_that_was_rotated() {
    // The page of the rule also says that deleting is not enough.
    let page = sample("a-deleted-secret-is-safe-again").run(&["explain", "consumer-secret-in-source"], 0).stdout;
    assert!(page.contains("Rotate the secret first"), "{page}");
}
