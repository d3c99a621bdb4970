//! Copies of one app are one finding with several places, and apps come before what is of the org.

use std::fs;

use crate::common::{Folder, full_app, good_app, texts, zip};
use crate::every_format::formats;
use serde_json::Value;

/// One app in a package folder, in a backup, and in an archive.
fn copied() -> Folder {
    let folder = Folder::new();
    folder.file("force-app/connectedApps/Acme.connectedApp", full_app());
    folder.file("backup/connectedApps/Acme.connectedApp", full_app());
    folder.file("a.zip", zip(&[("connectedApps/Acme.connectedApp", full_app().as_bytes())]));
    folder
}

const OTHERS: [&str; 2] = ["a.zip!connectedApps/Acme.connectedApp", "force-app/connectedApps/Acme.connectedApp"];

#[test]
fn copies_are_one_finding_in_every_format_and_count() {
    let folder = copied();
    let report = folder.json(&[], 1);
    assert_eq!(texts(&report, "path"), ["backup/connectedApps/Acme.connectedApp"]);
    assert_eq!(report["summary"]["errors"], 1);
    let related = report["findings"][0]["related"].as_array().expect("places");
    assert_eq!(related.iter().map(|it| it["path"].as_str().expect("a path")).collect::<Vec<_>>(), OTHERS);
    assert!(texts(&report, "message")[0].ends_with("(also in 2 copies of the file)"));
    for format in formats() {
        let run = folder.run(&["check", "--format", format], 1);
        assert_eq!(run.stdout.matches("(also in 2 copies of the file)").count(), 1, "{format}: {}", run.stdout);
        assert!(run.stderr.contains(" 1 error, "), "{}", run.stderr);
    }
    let full = folder.run(&["check"], 1).stdout;
    assert!(OTHERS.iter().all(|path| full.contains(&format!("see {path}:8:"))), "{full}");
}

#[test]
fn a_copy_with_other_bytes_name_or_verdict_is_a_finding_of_its_own() {
    let folder = copied();
    folder.file("backup/connectedApps/Acme.connectedApp", full_app().replace("Acme", "Old"));
    assert_eq!(texts(&folder.json(&[], 1), "path").len(), 2);
    folder.file("backup/connectedApps/Acme.connectedApp", full_app());
    folder.file("backup/connectedApps/Other.connectedApp", full_app());
    assert_eq!(texts(&folder.json(&[], 1), "path").len(), 2);
    fs::remove_file(folder.path().join("backup/connectedApps/Other.connectedApp")).expect("it is there");
    folder.file("backup/calint.toml", "[[accept]]\nrule = \"full-scope\"\nreason = \"a backup\"\n");
    let report = folder.json(&[], 1);
    assert_eq!((&report["summary"]["errors"], &report["summary"]["accepted"]), (&1.into(), &1.into()));
    // An app of another repository is not a copy.
    folder.folder("force-app/.git");
    folder.folder("backup/.git");
    fs::remove_file(folder.path().join("backup/calint.toml")).expect("it is there");
    assert_eq!(folder.json(&[], 1)["summary"]["errors"], 3);
}

#[test]
fn a_fix_reaches_every_copy() {
    let folder = Folder::new();
    let wrong = good_app()
        .replace("<isAdminApproved>true", "<isadminapproved>true")
        .replace("</isAdminApproved>", "</isadminapproved>");
    folder.file("a/Acme.connectedApp", &wrong).file("b/Acme.connectedApp", &wrong);
    folder.run(&["check", "--only", "wrong-case", "--fix"], 0);
    for file in ["a/Acme.connectedApp", "b/Acme.connectedApp"] {
        assert_eq!(fs::read_to_string(folder.path().join(file)).expect("the file"), good_app(), "{file}");
    }
}

#[test]
fn apps_come_first_and_full_begins_with_the_worst() {
    let folder = Folder::new();
    let settings = |element: &str| {
        format!(
            "<ConnectedAppSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\">{element}</ConnectedAppSettings>"
        )
    };
    folder.file("a/settings/ConnectedApp.settings", settings("<unknown>x</unknown>"));
    let doubled = good_app().replace("<scopes>Api</scopes>", "<scopes>Api</scopes>\n        <scopes>Api</scopes>");
    folder.file("b/Mild.connectedApp", doubled).file("c/Bad.connectedApp", full_app());
    let arguments = ["--profile", "audit", "--only", "unknown-element,redundant-scope,duplicate-element,full-scope"];
    let report = folder.json(&arguments, 1);
    let paths = texts(&report, "path");
    assert_eq!(paths.first().map(String::as_str), Some("b/Mild.connectedApp"), "{paths:?}");
    assert_eq!(paths.last().map(String::as_str), Some("a/settings/ConnectedApp.settings"), "{paths:?}");
    let is_worst = |finding: &Value| finding["rule"] == "full-scope" && finding["severity"] == "error";
    assert!(report["findings"].as_array().expect("findings").iter().any(is_worst));
    let full = folder.run(&[&["check"][..], &arguments].concat(), 1).stdout;
    let at = |path: &str| full.find(path).unwrap_or_else(|| panic!("{path} in {full}"));
    assert!(at("c/Bad.connectedApp") < at("b/Mild.connectedApp"), "{full}");
    assert!(at("b/Mild.connectedApp") < at("a/settings/ConnectedApp.settings"), "{full}");
}
