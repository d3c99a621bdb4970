//! docs/flows.md: its tables match the program, and its commands run.
//!
//! `CALINT_WRITE_DOCS=1 cargo test --test it the_page_about_flows` rewrites the tables.

use std::fs;
use std::path::PathBuf;

use calint::testing::{CONDITIONS, FLOWS};

use crate::common::tables::{code, known_by, table};
use crate::common::{Folder, app, repository};

/// The variable that has the tables written.
const WRITE: &str = "CALINT_WRITE_DOCS";

fn path() -> PathBuf {
    repository().join("docs/flows.md")
}

fn of_flows() -> String {
    let rows = FLOWS.iter().map(|flow| {
        let names: Vec<&str> = flow.conditions.iter().map(|condition| condition.as_str()).collect();
        let person = if flow.person { "yes" } else { "no" };
        vec![format!("`{}`", flow.name), person.to_owned(), flow.advice.to_owned(), code(&names)]
    });
    table(&["flow", "a person logs in", "advice", "conditions, in the order of the setup"], rows)
}

fn of_conditions() -> String {
    let rows = CONDITIONS.iter().map(|condition| {
        let flows = FLOWS.iter().filter(|flow| flow.conditions.contains(&condition.name));
        let flows: Vec<&str> = flows.map(|flow| flow.name.as_str()).collect();
        let exports: Vec<String> = condition.facts.iter().map(|export| format!("{export}.json")).collect();
        let answers = condition.error.iter().map(|error| {
            let word = if error.word.is_empty() { String::new() } else { format!("{}: ", error.word) };
            let at = error.at.map(|at| format!("at the {at} endpoint, ")).unwrap_or_default();
            format!("{at}`{word}{}`, {}", error.description, known_by(error.evidence, error.sources))
        });
        vec![
            format!("`{}`", condition.name),
            condition.role.to_string(),
            condition.met.to_owned(),
            code(&flows),
            code(condition.connected_app),
            code(condition.external_client_app),
            code(condition.org),
            code(&exports),
            answers.collect::<Vec<_>>().join("; "),
            known_by(condition.evidence, condition.sources),
        ]
    });
    let head = [
        "condition",
        "role",
        "met if",
        "flows",
        "connected app",
        "External Client App",
        "settings of the org",
        "facts",
        "answer if not met",
        "evidence",
    ];
    table(&head, rows)
}

/// A page with a table between two marks.
fn with(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("the page has no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("the page has no {end}"));
    format!("{before}{begin}\n{table}\n{end}{after}")
}

#[test]
fn the_page_about_flows_has_the_tables_of_the_program() {
    let page = fs::read_to_string(path()).expect("the page");
    let made = with(&with(&page, "flows", &of_flows()), "conditions", &of_conditions());
    if std::env::var_os(WRITE).is_some() {
        fs::write(path(), &made).expect("the page can be written");
        return;
    }
    assert!(
        page == made,
        "docs/flows.md is out of date: {WRITE}=1 cargo test --test it the_page_about_flows rewrites it"
    );
}

#[test]
fn the_commands_of_the_page_about_flows_run() {
    let page = fs::read_to_string(path()).expect("the page");
    let folder = Folder::new();
    let oauth = "<callbackUrl>https://feed.acme.example/callback</callbackUrl>\n<isPkceRequired>true</isPkceRequired>\n\
                 <scopes>Api</scopes>";
    folder
        .file("apps/Billing_Sync.connectedApp", app(oauth, ""))
        .file("apps/Nightly_Deploy.connectedApp", app(oauth, ""));
    for facts in ["facts", "facts/prod", "facts/uat"] {
        folder.file(&format!("{facts}/users.json"), "[]");
    }
    let fenced = || page.split("```").skip(1).step_by(2);
    let lines: Vec<&str> = fenced().filter_map(|block| block.strip_prefix("sh\n")).flat_map(str::lines).collect();
    for line in &lines {
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(words[..2], ["calint", "flows"], "{line}");
        folder.run(&words[1..], 0);
    }
    assert_eq!(lines.len(), 13);
    // What the page shows of a configuration is valid, and the promise of the first block is kept or not known to be
    // broken.
    let configuration: String = fenced().filter_map(|block| block.strip_prefix("toml\n")).collect();
    folder.file("calint.toml", configuration);
    folder.run(&["config", "check"], 0);
    folder.run(&["flows", "--expect"], 1);
}
