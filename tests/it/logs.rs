//! Nothing in a repository acts on a terminal or on the log of a build, whichever command reads it.

use crate::common::{Folder, command, full_app};

const FORMATS: [&str; 11] =
    ["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "csv"];

/// Commands to the logs of GitHub and Azure, terminal sequences, and characters that turn or hide text.
const HOSTILE: &str = "a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}\u{61c}\u{e0041}\n::stop-commands::pwn\n ::add-mask::x\n##[group]y\n##vso[task.complete]z";

/// What a file may be called.
const NAME: &str = "::stop-commands::pwn\n::add-mask::x\u{1b}]0;x\u{7}\u{202e} ##[group]y ##vso[task]z";

/// The same as a string of JSON, which is one of TOML, too.
fn quoted() -> String {
    let unit = |character: char| {
        character.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04x}")).collect::<Vec<_>>().concat()
    };
    let escaped = HOSTILE.chars().map(|it| if it.is_ascii_graphic() { it.to_string() } else { unit(it) });
    format!("\"{}\"", escaped.collect::<String>())
}

/// The same as a string of TOML.
fn toml_quoted() -> String {
    quoted().replace("\\udb40\\udc41", "\\U000e0041")
}

fn acts(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e0fff}')
}

/// Runs a command and fails if a line of its output acts. Returns all of the output.
fn harmless(folder: &Folder, arguments: &[&str]) -> String {
    let output = command(folder.path()).args(arguments).output().expect("the program starts");
    let all = [output.stdout, output.stderr].map(|it| String::from_utf8(it).expect("UTF-8").replace("\r\n", "\n"));
    for text in &all {
        assert_eq!(text.chars().find(|it| acts(*it)), None, "{arguments:?}: {text:?}");
        for line in text.lines() {
            let is_command = line.trim_start().starts_with("::stop-") || line.trim_start().starts_with("::add-");
            assert!(!is_command && !line.contains("##[") && !line.contains("##vso["), "{arguments:?}: {line:?}");
        }
    }
    all.concat()
}

/// Every format of a check, and every other command that reads the repository.
fn all_harmless(folder: &Folder) -> String {
    let checks = FORMATS.map(|format| vec!["check", "-v", "--profile", "audit", "--format", format]);
    let others = [
        vec!["check", "--show-accepted", "--no-baseline"],
        vec!["config", "show"],
        vec!["config", "check"],
        vec!["facts"],
        vec!["facts", "--check", "."],
        vec!["baseline", "create"],
        vec!["baseline", "check"],
        vec!["baseline", "prune"],
        vec!["check", "--changed-since", "HEAD"],
    ];
    checks.iter().chain(&others).map(|arguments| harmless(folder, arguments)).collect()
}

fn comment(text: &str) -> String {
    full_app().replace("<oauthConfig>", &format!("<!-- calint: {text} --><oauthConfig>"))
}

#[test]
fn comments_that_name_no_rule() {
    let folder = Folder::new();
    folder.file("A.connectedApp", comment(&format!("accept({HOSTILE}) because")));
    folder.file("B.connectedApp", comment(&format!("accept(full-scope, {HOSTILE}) {HOSTILE}")));
    folder.file("C.connectedApp", comment(&format!("accept(full-scope\n::stop-commands::pwn\n) {HOSTILE}")));
    assert!(all_harmless(&folder).contains("stop-commands::pwn"));
}

#[test]
fn reasons_of_comments() {
    let folder = Folder::new();
    folder.file("A.connectedApp", comment(&format!("accept(full-scope) {HOSTILE}")));
    assert!(all_harmless(&folder).contains("stop-commands::pwn"));
}

#[test]
fn names_of_files() {
    let folder = Folder::new();
    folder.hostile_file(&format!("{NAME}.connectedApp"), full_app());
    folder.hostile_file(&format!("{NAME}/{NAME}.ecaOauth-meta.xml"), "<x");
    folder.hostile_file(&format!("{NAME}.profile-meta.xml"), "<Profile");
    folder.hostile_file(&format!("{NAME}.zip"), "PK");
    let text = all_harmless(&folder);
    assert!(cfg!(windows) || text.contains("stop-commands::pwn"));
    if cfg!(unix) {
        harmless(&folder, &["check", &format!("{NAME}.zip"), &format!("{NAME}.profile-meta.xml")]);
    }
}

#[test]
fn arguments_made_of_names_of_files() {
    let folder = Folder::new();
    for arguments in [
        ["check", NAME],
        ["check", &format!("--{HOSTILE}")],
        ["check", &format!("--format={HOSTILE}")],
        ["check", &format!("--report=x{HOSTILE}=a")],
        ["check", &format!("--report=sarif={NAME}/{HOSTILE}")],
        ["check", &format!("--now={HOSTILE}")],
        ["check", &format!("--only={HOSTILE}")],
        ["check", &format!("--exclude={{{HOSTILE}")],
        ["check", &format!("--config={NAME}")],
        ["check", &format!("--facts={NAME}")],
        ["check", &format!("--changed-since={HOSTILE}")],
        ["explain", HOSTILE],
        ["init", NAME],
        ["config", HOSTILE],
        [HOSTILE, ""],
    ] {
        assert!(harmless(&folder, &arguments).contains("stop-commands::pwn"), "{arguments:?}");
    }
}

#[test]
fn keys_and_values_of_the_configuration() {
    let value = toml_quoted();
    for text in [
        format!("{value} = 1"),
        format!("profile = {value}"),
        format!("[rules]\n{value} = \"off\""),
        format!("extends = {value}"),
        format!("exclude = [{value}]"),
        format!("facts = [{value}]"),
        format!("target = {value}\napi-version = 60"),
        format!("[apps.{value}]\nflows = [\"web-server\"]"),
        format!("[apps.\"*\"]\nflows = [{value}]"),
        format!("[[accept]]\nrule = {value}\nreason = {value}"),
        format!("[[accept]]\nrule = \"full-scope\"\napp = {value}\nreason = {value}"),
        format!("[[accept]]\nrule = \"full-scope\"\nreason = {value}"),
        format!("[[accept]]\nrule = \"full-scope\"\nuntil = {value}\nreason = \"x\""),
        "x = \"\n::stop-commands::pwn\n##[group]\n##vso[task.complete]".to_owned(),
        format!("packs = [{value}]"),
    ] {
        let folder = Folder::new();
        folder.file("A.connectedApp", full_app()).file("calint.toml", &text);
        assert!(all_harmless(&folder).contains("stop-commands::pwn"), "{text}");
    }
}

#[test]
fn keys_and_entries_of_the_baseline() {
    let value = quoted();
    let entry = |rule: &str| {
        let texts = ["path", "component", "element", "fingerprint", "shape"].map(|key| format!("\"{key}\": {value}"));
        format!("{{\"schema\": 1, \"entries\": [{{\"rule\": {rule}, {}}}]}}", texts.join(", "))
    };
    for text in [
        format!("{{{value}: 1}}"),
        format!("{{\"schema\": {value}}}"),
        format!("{{\"schema\": 1, \"entries\": [{{{value}: 1}}]}}"),
        entry(&value),
        entry("\"full-scope\""),
    ] {
        let folder = Folder::new();
        folder.file("A.connectedApp", full_app()).file("calint-baseline.json", &text);
        for arguments in [["baseline", "check"], ["baseline", "prune"], ["check", "."]] {
            let kept = text.clone();
            folder.file("calint-baseline.json", kept);
            harmless(&folder, &arguments);
        }
        folder.file("calint-baseline.json", &text);
        all_harmless(&folder);
    }
}

#[test]
fn answers_of_an_org() {
    let value = quoted();
    let folder = Folder::new();
    folder.file("A.connectedApp", full_app());
    folder.file("facts/users.json", format!("{{\"status\": 1, \"name\": {value}, \"message\": {value}}}"));
    folder.file("facts/odd.json", format!("{{\"status\": 0, \"result\": {{\"records\": [{{{value}: {value}}}]}}}}"));
    folder.hostile_file(&format!("facts/{NAME}.json"), "{");
    for format in FORMATS {
        harmless(&folder, &["check", "-v", "--facts", "facts", "--format", format]);
    }
    let checked = harmless(&folder, &["facts", "--check", "facts"]);
    assert!(cfg!(windows) || checked.contains("stop-commands::pwn"), "{checked}");
}
