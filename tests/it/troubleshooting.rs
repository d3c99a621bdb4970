//! docs/troubleshooting.md: calint prints each text that is a heading there.

use crate::common::markdown::page;
use crate::common::{Folder, command, full_app, git, run};
use pulldown_cmark::HeadingLevel;

const APP: &str = "force-app/App.connectedApp-meta.xml";

/// A heading of the page, a configuration, a further file with its text, arguments, and the exit code.
type Row = (&'static str, &'static str, (&'static str, &'static str), &'static [&'static str], i32);

const NO_FILE: (&str, &str) = ("notes.txt", "notes");

const ROWS: [Row; 25] = [
    ("no such file or directory", "", NO_FILE, &["check", "nowhere"], 2),
    ("no rule is called …", "", NO_FILE, &["check", "--only", "full-scop"], 2),
    ("no pack is called …", "", NO_FILE, &["check", "--pack", "nothing"], 2),
    ("no format is called …", "", NO_FILE, &["check", "--report", "sarf=x.sarif"], 2),
    ("the configuration is wrong in …", "profil = 'strict'\n", NO_FILE, &["check"], 2),
    ("expected a TOML datetime", "[[accept]]\nuntil = '2027-03-31'\n", NO_FILE, &["check"], 2),
    ("an acceptance without a reason", "[[accept]]\nrule = 'full-scope'\n", NO_FILE, &["check"], 2),
    ("Git knows no such revision", "", NO_FILE, &["check", "--changed-since", "main...HEAD"], 2),
    ("`-` needs --stdin-filename", "", NO_FILE, &["check", "-"], 2),
    ("exists already; …", "profile = 'strict'\n", NO_FILE, &["init"], 2),
    (
        "locks this rule",
        "extends = 'policy.toml'\n",
        ("policy.toml", "locked = ['full-scope']\n"),
        &["check", "--skip", "full-scope"],
        2,
    ),
    ("contains nothing that calint reads", "", ("empty/notes.txt", ""), &["check", "empty"], 3),
    ("the file exists and is not a report of calint", "", NO_FILE, &["check", "--report", "csv=notes.txt"], 3),
    ("cannot be read as facts", "", ("users.json", ""), &["check", "--facts", "users.json"], 3),
    ("contains no records of a query", "", ("users.json", "{}"), &["check", "--facts", "users.json"], 3),
    ("the file ends inside …", "", ("Half.connectedApp", "<ConnectedApp><label>"), &["check"], 3),
    ("calint writes no baseline", "", ("Half.connectedApp", "<ConnectedApp><label>"), &["baseline", "create"], 3),
    ("not a kind that calint reads", "", NO_FILE, &["check", "notes.txt"], 0),
    ("excluded by an ignore file", "", (".gitignore", "force-app\n"), &["check", "--allow-empty"], 0),
    ("more in stricter profiles", "", NO_FILE, &["check"], 1),
    ("in the baseline", "", NO_FILE, &["check"], 0),
    ("not checked: no facts", "", ("Machine.connectedApp", MACHINE), &["check"], 1),
    ("ended on …, and its findings are back", ENDED, NO_FILE, &["check"], 1),
    ("no finding needs this acceptance", UNUSED, NO_FILE, &["check"], 1),
    (
        "these facts are … days old",
        "",
        ("facts/users.json", "[]"),
        &["check", "--facts", "facts", "--now", "2090-01-01"],
        1,
    ),
];

const MACHINE: &str = "<ConnectedApp xmlns=\"http://soap.sforce.com/2006/04/metadata\"><contactEmail>a@acme.example</contactEmail>\
    <label>Machine</label><oauthConfig><callbackUrl>https://acme.example/callback</callbackUrl>\
    <isClientCredentialEnabled>true</isClientCredentialEnabled>\
    <oauthClientCredentialUser>erp@acme.example</oauthClientCredentialUser><scopes>Api</scopes></oauthConfig></ConnectedApp>\n";
const ENDED: &str = "[[accept]]\nrule = 'full-scope'\napp = 'App'\nreason = 'the vendor'\nuntil = 2020-01-31\n";
const UNUSED: &str = "[[accept]]\nrule = 'full-scope'\napp = 'Other'\nreason = 'the vendor'\n";

/// A Git repository with an app that has a finding, and what a row adds.
fn project((heading, configuration, (name, text), ..): &Row) -> Folder {
    let folder = Folder::outside_git();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["commit", "-q", "--allow-empty", "-m", "first"]);
    folder.file(APP, full_app()).file(name, text);
    if !configuration.is_empty() {
        folder.file("calint.toml", configuration);
    }
    if *heading == "in the baseline" {
        folder.run(&["baseline", "create"], 0);
    }
    folder
}

#[test]
fn calint_prints_the_texts_that_are_headings() {
    for row in &ROWS {
        let (heading, _, _, arguments, code) = row;
        let (folder, path) = (project(row), std::env::var_os("PATH").unwrap_or_default());
        let ran = run(command(folder.path()).env("PATH", path).args(*arguments), *code);
        let printed = ran.stdout + &ran.stderr;
        let mut rest = printed.as_str();
        for piece in heading.split('…') {
            let (_, after) =
                rest.split_once(piece).unwrap_or_else(|| panic!("{piece:?} of {heading:?} is not in\n{printed}"));
            rest = after;
        }
    }
}

#[test]
fn every_heading_is_tried() {
    let headings = page("docs/troubleshooting.md").headings(&[HeadingLevel::H3]);
    assert_eq!(headings, ROWS.map(|row| row.0));
}
