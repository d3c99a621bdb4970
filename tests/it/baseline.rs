//! The baseline: today's findings do not fail a run, new findings do, and calint reports fixed ones.

use std::fs;

use crate::common::{Folder, full_app, good_app, rules, texts};

const FILE: &str = "calint-baseline.json";

/// An app with two faults, by its name.
fn old_app() -> String {
    full_app().replace("</ConnectedApp>", "    <oauthPolicy>\n        <ipRelaxation>BYPASS</ipRelaxation>\n        <refreshTokenPolicy>zero</refreshTokenPolicy>\n    </oauthPolicy>\n</ConnectedApp>")
}

fn adopted() -> Folder {
    let folder = Folder::new();
    folder
        .file("sfdx-project.json", "{}")
        .file("a/Old.connectedApp", old_app())
        .file("b/Same.connectedApp", full_app());
    folder.run(&["check"], 1);
    folder.run(&["baseline", "create"], 0);
    folder
}

fn baseline(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join(FILE)).expect("the baseline is written")
}

#[test]
fn old_findings_fail_nothing_and_new_ones_do() {
    let folder = adopted();
    let report = folder.json(&[], 0);
    assert_eq!((report["summary"]["errors"].as_u64(), report["summary"]["baselined"].as_u64()), (Some(0), Some(3)));
    assert_eq!(texts(&report, "status"), ["baselined"; 3]);
    folder.json(&["--no-baseline"], 1);
    folder.file("c/New.connectedApp", full_app());
    let report = folder.json(&[], 1);
    assert_eq!((report["summary"]["errors"].as_u64(), report["summary"]["baselined"].as_u64()), (Some(1), Some(3)));
    // A new fault of an old rule in an old file is new.
    fs::remove_file(folder.path().join("c/New.connectedApp")).expect("it is there");
    folder.file("b/Same.connectedApp", old_app());
    let findings = folder.json(&[], 1)["findings"].clone();
    let active = findings.as_array().expect("findings").iter().filter(|it| it["status"] == "active");
    assert_eq!(active.map(|it| it["rule"].as_str().expect("a rule")).collect::<Vec<_>>(), ["ip-relaxation-bypass"]);
}

#[test]
fn the_file_holds_meaning_on_sorted_lines_and_stays_as_it_is() {
    let folder = adopted();
    let text = baseline(&folder);
    let entries: Vec<&str> =
        text.lines().filter(|line| line.starts_with("    {")).map(|it| it.trim_end_matches(',')).collect();
    assert_eq!(entries.len(), 3);
    assert!(entries.is_sorted());
    assert!(entries.iter().all(|entry| serde_json::from_str::<serde_json::Value>(entry).is_ok()));
    // Neither lines nor counts nor dates: edits elsewhere in the file change nothing.
    folder.file("a/Old.connectedApp", old_app().replace("    <label>", "    <!-- one -->\n\n\n    <label>"));
    folder.run(&["baseline", "create", "--update"], 0);
    assert_eq!(baseline(&folder), text);
    folder.json(&[], 0);
    // A value with other blanks is the same value, another value is another finding.
    folder.file("a/Old.connectedApp", old_app().replace("BYPASS", "\n  BYPASS  \n"));
    folder.json(&[], 0);
    folder.run(&["baseline", "prune"], 0);
    assert_eq!(baseline(&folder), text);
}

#[test]
fn what_is_mended_is_told_and_pruned() {
    let folder = adopted();
    folder.run(&["baseline", "check"], 0);
    folder.file("b/Same.connectedApp", good_app());
    assert!(folder.run(&["check"], 0).stderr.contains("1 finding in the baseline is fixed"));
    let reported = folder.run(&["baseline", "check"], 1);
    assert_eq!(reported.stdout, "b/Same.connectedApp: full-scope: fixed in ConnectedApp Same\n");
    folder.run(&["baseline", "prune"], 0);
    assert!(!baseline(&folder).contains("Same"));
    folder.run(&["baseline", "check"], 0);
    folder.file("b/Same.connectedApp", full_app());
    folder.json(&[], 1);
}

#[test]
fn a_run_judges_no_file_that_it_did_not_see() {
    let folder = adopted();
    let text = baseline(&folder);
    folder.file("a/Old.connectedApp", good_app()).file("b/Same.connectedApp", good_app());
    folder.run(&["baseline", "prune", "a/Old.connectedApp"], 0);
    assert!(baseline(&folder).contains("Same") && !baseline(&folder).contains("Old"));
    // Findings of rules that did not run, and findings that the profile hides, do not count as fixed.
    folder.file(FILE, &text);
    for arguments in [&["--only", "wrong-case"][..], &["--skip", "full-scope,ip-relaxation-bypass"]] {
        let all: Vec<&str> = ["baseline", "prune"].into_iter().chain(arguments.iter().copied()).collect();
        folder.run(&all, 0);
        assert_eq!(baseline(&folder), text, "{arguments:?}");
    }
    // A new entry of a part joins the others.
    folder.file("a/Old.connectedApp", old_app()).file("b/Same.connectedApp", full_app());
    folder.file("c/New.connectedApp", full_app());
    folder.run(&["baseline", "create", "--update", "c/New.connectedApp"], 0);
    assert_eq!(baseline(&folder).matches("\"rule\"").count(), 4);
}

#[test]
fn files_that_move_or_change_their_names_take_their_entries_with_them() {
    let folder = adopted();
    let rename = |from: &str, to: &str| {
        folder.file(to, "");
        fs::rename(folder.path().join(from), folder.path().join(to)).expect("it can be renamed");
    };
    rename("a/Old.connectedApp", "x/y/Old.connectedApp");
    let run = folder.run(&["check", "--format", "json"], 0);
    assert!(run.stderr.contains("a/Old.connectedApp is now x/y/Old.connectedApp"), "{}", run.stderr);
    rename("x/y/Old.connectedApp", "a/Renamed.connectedApp");
    let run = folder.run(&["check"], 0);
    assert!(run.stderr.contains("a/Old.connectedApp is now a/Renamed.connectedApp"), "{}", run.stderr);
    folder.run(&["baseline", "check"], 1);
    folder.run(&["baseline", "prune"], 0);
    assert!(!baseline(&folder).contains("Old") && baseline(&folder).matches("Renamed").count() == 4);
    folder.run(&["baseline", "check"], 0);
    // A copy is no move: what it holds is new.
    folder.file("a/Copy.connectedApp", old_app());
    assert_eq!(folder.json(&[], 1)["summary"]["errors"], 2);
    // Neither is a file with one fault more.
    fs::remove_file(folder.path().join("a/Copy.connectedApp")).expect("it is there");
    rename("b/Same.connectedApp", "b/Worse.connectedApp");
    folder.file("b/Worse.connectedApp", old_app());
    let report = folder.json(&[], 1);
    assert_eq!((report["summary"]["baselined"].as_u64(), report["summary"]["errors"].as_u64()), (Some(3), Some(1)));
}

#[test]
fn the_file_stands_beside_the_configuration_or_at_the_root_of_the_project() {
    let folder = adopted();
    folder.run(&["check", "a"], 0);
    folder.run(&["check", "a/Old.connectedApp"], 0);
    let elsewhere = Folder::new();
    elsewhere.file("sub/calint.toml", "").file("sub/App.connectedApp", full_app());
    elsewhere.run(&["baseline", "create", "sub"], 0);
    assert!(
        fs::read_to_string(elsewhere.path().join("sub").join(FILE))
            .expect("it is written")
            .contains("\"App.connectedApp\"")
    );
    elsewhere.run(&["check", "sub"], 0);
}

#[test]
fn a_baseline_that_is_wrong_is_told_and_nothing_is_judged() {
    let folder = adopted();
    let text = baseline(&folder);
    for (wrong, message) in [
        (text.replace("\"full-scope\"", "\"ful-scope\""), "no rule is called `ful-scope`; did you mean `full-scope`?"),
        (text.replace("\"schema\": 1", "\"schema\": 2"), "schema 2 is newer than this calint"),
        ("{\n  \"schema\": 1,\n  entries\n}".to_owned(), "calint-baseline.json:3:3: "),
        (text.replace("\"path\"", "\"paht\""), "unknown field `paht`"),
    ] {
        folder.file(FILE, wrong);
        let reported = folder.run(&["check"], 2).stderr;
        assert!(reported.contains(FILE) && reported.contains(message), "{reported}");
    }
    folder.run(&["check", "--no-baseline"], 1);
    let none = Folder::new();
    none.file("App.connectedApp", full_app());
    assert!(none.run(&["baseline", "prune"], 2).stderr.contains("`calint baseline create` writes one"));
    // calint writes no baseline of a file that it cannot read.
    none.file("Broken.connectedApp", "<ConnectedApp>");
    none.run(&["baseline", "create"], 3);
    assert!(!none.path().join(FILE).exists());
}

#[test]
fn two_equal_findings_of_one_file_are_two_entries() {
    let folder = Folder::new();
    let twice = full_app().replace("<scopes>Full</scopes>", "<scopes>Full</scopes>\n        <scopes>Full</scopes>");
    folder.file("App.connectedApp", full_app()).run(&["baseline", "create", "--only", "full-scope"], 0);
    folder.file("App.connectedApp", twice);
    let report = folder.json(&["--only", "full-scope"], 1);
    assert_eq!(rules(&report).len(), 2);
    assert_eq!(report["summary"]["baselined"], 1);
}

#[test]
fn a_baseline_that_exists_is_changed_with_update_only() {
    let folder = adopted();
    let text = baseline(&folder);
    folder.run(&["baseline", "create"], 0);
    assert_eq!(baseline(&folder), text);
    folder.file("c/New.connectedApp", full_app()).file("b/Same.connectedApp", good_app());
    let refused = folder.run(&["baseline", "create"], 1);
    assert_eq!(baseline(&folder), text);
    let lines =
        "+ c/New.connectedApp: full-scope: ConnectedApp New\n- b/Same.connectedApp: full-scope: ConnectedApp Same\n";
    assert_eq!(refused.stdout, lines);
    assert!(refused.stderr.contains("would add 1 finding and drop 1; --update writes it"), "{}", refused.stderr);
    folder.json(&[], 1);
    folder.run(&["baseline", "create", "--update"], 0);
    assert!(baseline(&folder).contains("c/New.connectedApp") && !baseline(&folder).contains("Same"));
    folder.json(&[], 0);
}

#[test]
fn each_file_has_the_nearest_baseline() {
    let folder = Folder::new();
    for package in ["a", "b"] {
        folder.file(&format!("{package}/calint.toml"), "");
        folder.file(&format!("{package}/App.connectedApp"), full_app().replace("Acme", package));
    }
    folder.file("Root.connectedApp", full_app());
    folder.run(&["baseline", "create", "a"], 0);
    let active = |arguments: &[&str], code| {
        let report = folder.json(arguments, code);
        let all = report["findings"].as_array().expect("findings").clone();
        let active = all.iter().filter(|it| it["status"] == "active");
        active.map(|it| it["path"].as_str().expect("a path").to_owned()).collect::<Vec<_>>()
    };
    // From the root, for two files, and for one: the same bytes have the same verdict.
    assert_eq!(active(&[], 1), ["Root.connectedApp", "b/App.connectedApp"]);
    assert_eq!(active(&["a/App.connectedApp", "b/App.connectedApp"], 1), ["b/App.connectedApp"]);
    assert_eq!(active(&["a/App.connectedApp"], 0), [""; 0]);
    assert_eq!(active(&["--no-baseline"], 1).len(), 3);
    assert_eq!(active(&["b", "--baseline", "a/calint-baseline.json"], 1), ["b/App.connectedApp"]);
    // Each package has its own baseline, and the rest uses the baseline of the root.
    folder.run(&["baseline", "create"], 0);
    for file in ["a/calint-baseline.json", "b/calint-baseline.json", FILE] {
        let text = fs::read_to_string(folder.path().join(file)).expect("a baseline");
        assert_eq!(text.matches("\"rule\"").count(), 1, "{file}: {text}");
    }
    assert_eq!(active(&[], 0), [""; 0]);
    folder.file("b/App.connectedApp", good_app());
    assert!(folder.run(&["check", "a"], 0).stderr.lines().count() == 1);
    assert!(folder.run(&["check"], 0).stderr.contains("1 finding in the baseline is fixed"));
    folder.run(&["baseline", "prune"], 0);
    let pruned = fs::read_to_string(folder.path().join("b").join(FILE)).expect("a baseline");
    assert!(!pruned.contains("full-scope"));
}

#[cfg(unix)]
#[test]
fn a_baseline_that_is_a_link_is_refused() {
    let folder = adopted();
    fs::rename(folder.path().join(FILE), folder.path().join("other.json")).expect("it can be renamed");
    std::os::unix::fs::symlink("other.json", folder.path().join(FILE)).expect("a link can be made");
    assert!(folder.run(&["check"], 2).stderr.contains("is a symbolic link"));
    folder.run(&["check", "--baseline", "other.json"], 0);
}

#[test]
fn entries_on_secrets_of_an_earlier_calint_are_matched_once() {
    let folder = Folder::new();
    let oauth =
        |secret: &str| format!("        <consumerSecret>{secret}</consumerSecret>\n        <scopes>Api</scopes>");
    let secret = "F1E2D3C4B5A69788".repeat(4);
    folder.file("A.connectedApp", crate::common::app(&oauth(&secret), ""));
    let only = ["--only", "consumer-secret-in-source"];
    folder.run(&[["baseline", "create"], only].concat(), 0);
    let file = folder.path().join("calint-baseline.json");
    let written = std::fs::read_to_string(&file).expect("the baseline");
    // What an earlier calint wrote: the same finding under a name that was made of the secret.
    let mut old: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    for key in ["fingerprint", "shape"] {
        old["entries"][0][key] = serde_json::json!("0".repeat(32));
    }
    folder.file("calint-baseline.json", old.to_string());
    let run = folder.run(&[["check", "."], only].concat(), 0);
    assert!(run.stderr.contains("1 entry of the baseline is from an earlier calint"), "{}", run.stderr);
    assert!(run.stderr.contains("`calint baseline create --update`"), "{}", run.stderr);
    // An entry covers only one finding.
    folder.file("B.connectedApp", crate::common::app(&oauth(&secret), ""));
    let summary = folder.json(&only, 1)["summary"].clone();
    assert_eq!(summary["errors"], 1, "{summary}");
    std::fs::remove_file(folder.path().join("B.connectedApp")).expect("it can be removed");
    folder.run(&[&["baseline", "create", "--update"], &only[..]].concat(), 0);
    assert_eq!(std::fs::read_to_string(&file).expect("the baseline"), written);
    assert!(!folder.run(&[["check", "."], only].concat(), 0).stderr.contains("earlier calint"));
}
