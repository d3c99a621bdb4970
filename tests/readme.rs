//! The README tells the truth: its output is the program's, its table is the list, its commands run.

mod common;

use std::fs;

use common::{Folder, command, full_app, good_app, repository, run, zip};

fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).expect("the README")
}

/// Lines of the code blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    let (text, fence) = (readme(), format!("```{language}\n"));
    let after = text.split(&fence).skip(1);
    after.map(|rest| rest.split("```").next().expect("the block ends").to_owned()).collect()
}

#[test]
fn the_screenful_is_the_true_output() {
    let shown = blocks("console").remove(0);
    let (prompt, shown) = shown.split_once('\n').expect("a command and its output");
    assert_eq!(prompt, "$ cargo run --release -- check testdata/orgs/acme-crm");
    let output = run(command(repository()).args(["check", "testdata/orgs/acme-crm"]), 1);
    let all = output.stdout + &output.stderr;
    let words =
        |text: &str| text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    assert_eq!(words(shown), words(&all));
}

#[test]
fn the_table_is_the_list_of_rules() {
    let table = run(command(repository()).args(["rules", "--format", "markdown"]), 0).stdout;
    assert!(readme().contains(&table), "paste the output of `calint rules --format markdown` into the README");
}

#[test]
fn every_command_line_of_calint_runs() {
    let folder = Folder::new();
    folder.file("force-app/connectedApps/App.connectedApp-meta.xml", full_app());
    folder.file("audit/users.json", "[]").file("facts/users.json", "[]");
    folder.file("facts/prod/users.json", "[]").file("facts/uat/users.json", "[]");
    folder.file("retrieve.zip", zip(&[("connectedApps/App.connectedApp", full_app().as_bytes())]));
    let mut ran = 0;
    for line in blocks("sh").iter().flat_map(|block| block.lines()).filter(|line| line.starts_with("calint ")) {
        let line = line.split('#').next().expect("a command").split('>').next().expect("a command");
        let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
        let finds = arguments[0] == "check" && !arguments.contains(&"--exit-zero");
        folder.run(&arguments, i32::from(finds));
        ran += 1;
    }
    assert_eq!(ran, 14);
}

#[test]
fn the_hook_takes_the_files_it_should() {
    let hook = blocks("yaml").remove(0);
    let pattern = hook.lines().find_map(|line| line.trim().strip_prefix("files: ")).expect("a pattern");
    let files = regex::Regex::new(pattern).expect("a regular expression");
    for name in [
        "a/App.connectedApp-meta.xml",
        "App.connectedApp",
        "Billing%20Sync.connectedApp-meta.xml",
        "X.eca",
        "a/X_plcy.ecaOauthPlcy-meta.xml",
        "settings/OauthOidc.settings-meta.xml",
        "X.oauthcustomscope",
        "X.ecaPolicy-meta.xml",
    ] {
        assert!(files.is_match(name), "{name}");
    }
    for name in [
        "myconnectedApp.md",
        "AppconnectedApp",
        "App.connectedApp.bak",
        "App.connectedApp-meta.xml.orig",
        "x.profile-meta.xml",
        "X.america",
        "settings/Case.settings-meta.xml",
        "eca-meta.xml",
    ] {
        assert!(!files.is_match(name), "{name}");
    }
    // As the hook calls it: files by name, of which some are none of ours.
    assert!(hook.contains("entry: calint check\n"));
    let folder = Folder::new();
    folder.file("Good.connectedApp", good_app()).file("Bad.connectedApp", full_app()).file("README.md", "");
    folder.run(&["check", "Good.connectedApp", "README.md"], 0);
    folder.run(&["check", "Good.connectedApp", "Bad.connectedApp"], 1);
}
