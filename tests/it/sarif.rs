//! `sarif`, read back and held against the JSON report of the same run. Against the official schema it is held by
//! `checks/sarif-schema.py`; the line hashes are tested beside their code.

use std::borrow::Cow;

use crate::common::{Folder, app, full_app, good_app};
use serde_json::{Value, json};

const APP: &str = "connectedApps/App.connectedApp-meta.xml";

/// The one run of the report, and the JSON report of the same arguments.
fn both(folder: &Folder, arguments: &[&str], code: i32) -> (Value, Value) {
    let mut all = vec!["check", "--format", "sarif"];
    all.extend(arguments);
    let mut log = folder.run(&all, code).json();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"].as_array().map(Vec::len), Some(1));
    (log["runs"][0].take(), folder.json(arguments, code))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// A path as the JSON report has it.
fn decoded(uri: &Value) -> Cow<'_, str> {
    let plain = text(uri);
    let harmless = |it: char| it.is_ascii_alphanumeric() || "-._~/%".contains(it);
    assert!(!plain.is_empty() && !plain.starts_with(['/']) && plain.chars().all(harmless), "{plain}");
    percent_encoding::percent_decode_str(plain).decode_utf8().expect("a path is UTF-8")
}

/// The region that a range of the JSON report becomes.
fn region(range: &Value) -> Value {
    let (start, end) = (&range["start"], &range["end"]);
    json!({
        "startLine": start["line"], "startColumn": start["column"], "endLine": end["line"], "endColumn": end["column"]
    })
}

/// Checks that a place of the report is a place of the JSON report.
fn same_place(location: &Value, path: &Value, range: &Value) {
    let physical = &location["physicalLocation"];
    assert_eq!(decoded(&physical["artifactLocation"]["uri"]), text(path));
    if range.is_null() {
        assert!(physical.get("region").is_none());
        return;
    }
    assert_eq!(physical["region"], region(range));
    let numbers = physical["region"].as_object().expect("a region").values();
    assert!(numbers.clone().all(|number| number.as_u64() >= Some(1)), "{location}");
}

/// The two sentences of a finding or problem that holds nothing to neutralize.
fn sentences(reported: &Value) -> String {
    let sentence = |field: &str| {
        let (first, rest) = text(&reported[field]).split_at(1);
        let end = if rest.ends_with(['.', '!', '?', '…']) { "" } else { "." };
        format!("{}{rest}{end}", first.to_ascii_uppercase())
    };
    format!("{} {}", sentence("message"), sentence("help"))
}

/// Holds the two reports of a run against one another, field by field.
fn compare(run: &Value, report: &Value) {
    let (results, findings) = (list(&run["results"]), list(&report["findings"]));
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(findings) {
        assert_eq!(result["ruleId"], finding["rule"]);
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small number");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], finding["rule"]);
        let level = if finding["severity"] == "info" { "note" } else { text(&finding["severity"]) };
        assert_eq!(result["level"], level);
        assert_eq!(result["message"], json!({ "text": sentences(finding) }));
        assert_eq!(list(&result["locations"]).len(), 1);
        same_place(&result["locations"][0], &finding["path"], &finding["range"]);
        compare_related(result, finding);
        assert_eq!(result["partialFingerprints"]["calint/v1"], finding["fingerprint"]);
        let mut properties = json!({
            "confidence": finding["confidence"], "component": finding["component"], "element": finding["element"]
        });
        if let Some(evidence) = finding.get("evidence") {
            properties["evidence"] = evidence.clone();
        }
        assert_eq!(result["properties"], properties);
    }
    compare_invocation(run, report);
}

fn compare_related(result: &Value, finding: &Value) {
    let related = result.get("relatedLocations").map_or(&[][..], list);
    assert_eq!(related.len(), list(&finding["related"]).len());
    for ((location, place), id) in related.iter().zip(list(&finding["related"])).zip(1_u64..) {
        assert_eq!(location["id"], id);
        assert_eq!(location["message"]["text"], place["message"]);
        same_place(location, &place["path"], &place["range"]);
    }
}

fn compare_invocation(run: &Value, report: &Value) {
    let invocation = &list(&run["invocations"])[0];
    let problems = list(&report["problems"]);
    assert_eq!(invocation["exitCode"], report["summary"]["exit_code"]);
    assert_eq!(invocation["executionSuccessful"], problems.is_empty());
    let notifications = list(&invocation["toolExecutionNotifications"]);
    let unchecked = report.get("unchecked").map_or(&[][..], list);
    assert_eq!(notifications.len(), problems.len() + unchecked.len());
    for (notification, unchecked) in notifications.iter().skip(problems.len()).zip(unchecked) {
        assert_eq!(notification["level"], "note");
        let text = notification["message"]["text"].as_str().expect("a text");
        assert!(text.contains(unchecked["reason"].as_str().expect("a reason")), "{text}");
        let uri = &notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(*uri, unchecked["path"]);
    }
    for (notification, problem) in notifications.iter().zip(problems) {
        assert_eq!(notification["level"], "error");
        assert_eq!(notification["message"], json!({ "text": sentences(problem) }));
        same_place(&notification["locations"][0], &problem["path"], &problem["range"]);
    }
}

#[test]
fn every_field_agrees_with_the_json_report() {
    let (run, report) = both(&Folder::copy_of("orgs"), &["--profile", "audit"], 1);
    compare(&run, &report);
    assert!(list(&run["results"]).len() > 20);
    assert!(list(&run["results"]).iter().any(|result| result.get("relatedLocations").is_some()));
    let hash = |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].is_string();
    assert!(list(&run["results"]).iter().all(hash));
}

#[test]
fn unreadable_files_are_notifications_beside_the_findings_of_the_others() {
    let (run, report) = both(&Folder::copy_of("odd"), &["--profile", "audit"], 3);
    compare(&run, &report);
    assert!(list(&run["results"]).len() > 50);
    assert!(list(&run["invocations"][0]["toolExecutionNotifications"]).len() > 20);
}

#[test]
fn a_finding_stands_at_its_text_and_an_absent_element_at_its_parents_start_tag() {
    let folder = Folder::new();
    folder.file(APP, full_app().replace("        <isAdminApproved>true</isAdminApproved>\n", ""));
    let (run, report) = both(&folder, &["--only", "full-scope,self-authorize-allowed"], 1);
    compare(&run, &report);
    let regions: Vec<&Value> =
        list(&run["results"]).iter().map(|it| &it["locations"][0]["physicalLocation"]["region"]).collect();
    let absent = json!({ "startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 18 });
    let full = json!({ "startLine": 7, "startColumn": 17, "endLine": 7, "endColumn": 21 });
    assert_eq!(regions, [&absent, &full]);
}

#[test]
fn a_problem_without_a_place_in_a_file_names_the_folder_alone() {
    let folder = Folder::new();
    folder.folder("no apps");
    let (run, report) = both(&folder, &["no apps"], 3);
    compare(&run, &report);
    let location = &run["invocations"][0]["toolExecutionNotifications"][0]["locations"][0];
    assert_eq!(location, &json!({ "physicalLocation": { "artifactLocation": { "uri": "no%20apps" } } }));
}

// Windows takes no such names.
#[cfg(unix)]
#[test]
fn paths_are_uris_relative_to_the_repository() {
    let folder = Folder::new();
    folder.file("force app/ä#%.connectedApp", full_app());
    folder.hostile_file("a:b?[c]~1.connectedApp", full_app());
    let archive = crate::common::zip(&[("connectedApps/App.connectedApp", full_app().as_bytes())]);
    folder.file("retrieve.zip", archive);
    let (run, report) = both(&folder, &[".", "retrieve.zip", "--only", "full-scope"], 1);
    compare(&run, &report);
    let uris: Vec<&str> = list(&run["results"])
        .iter()
        .map(|it| text(&it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]))
        .collect();
    assert_eq!(
        uris,
        [
            "a%3Ab%3F%5Bc%5D~1.connectedApp",
            "force%20app/%C3%A4%23%25.connectedApp",
            "retrieve.zip%21connectedApps/App.connectedApp"
        ]
    );
}

#[test]
fn nothing_tells_where_the_machine_keeps_the_repository() {
    let folder = Folder::copy_of("odd");
    let path = folder.path().to_string_lossy().into_owned();
    let written = folder.run(&["check", "--format", "sarif", &path], 3).stdout;
    assert!(!written.contains(&path));
}

#[test]
fn a_clean_run_has_results_that_are_empty_and_all_rules() {
    let folder = Folder::new();
    folder.file(APP, good_app());
    let (run, report) = both(&folder, &[], 0);
    compare(&run, &report);
    assert_eq!(run["results"], json!([]));
    let invocation = json!({ "executionSuccessful": true, "exitCode": 0, "toolExecutionNotifications": [] });
    assert_eq!(run["invocations"], json!([invocation]));
    assert_eq!(list(&run["tool"]["driver"]["rules"]).len(), calint::testing::RULES.len());
}

#[test]
fn the_exit_code_is_that_of_every_format_and_stands_in_the_report() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    let (run, _) = both(&folder, &["--exit-zero"], 0);
    assert_eq!(run["invocations"][0]["exitCode"], 0);
    assert_eq!(list(&run["results"]).len(), 1);
}

#[test]
fn only_the_rules_of_the_run_are_listed_each_with_its_page() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    let (run, report) = both(&folder, &["--only", "self-authorize-allowed,full-scope"], 1);
    compare(&run, &report);
    let driver = &run["tool"]["driver"];
    assert_eq!((text(&driver["name"]), text(&driver["semanticVersion"])), ("calint", env!("CARGO_PKG_VERSION")));
    assert_eq!(text(&driver["informationUri"]), env!("CARGO_PKG_REPOSITORY"));
    let names: Vec<&str> = list(&driver["rules"]).iter().map(|rule| text(&rule["id"])).collect();
    assert_eq!(names, ["full-scope", "self-authorize-allowed"]);
    let mut rule = driver["rules"][0].clone();
    let help = rule["help"].take();
    let markdown = text(&help["markdown"]);
    assert!(
        markdown.starts_with("## Why it matters\n\nWith `Full`, one token") && markdown.contains("\n### In Setup\n")
    );
    assert!(!markdown.contains("## Bad") && !markdown.contains("finding="));
    assert!(
        text(&help["text"]).starts_with("Why it matters\n\nWith Full, one token") && !text(&help["text"]).contains('#')
    );
    assert_eq!(
        rule,
        json!({
            "id": "full-scope",
            "name": "FullScope",
            "shortDescription": { "text": "The app may request the Full scope" },
            "fullDescription": { "text":
                "The rule reports the scope Full in the OAuth settings of an app: in scopes, or in an External Client App \
                 in commaSeparatedOauthScopes." },
            "help": null,
            "helpUri": format!("{}/blob/main/docs/rules/full-scope.md", env!("CARGO_PKG_REPOSITORY")),
            "defaultConfiguration": { "level": "error" },
            "properties": {
                "tags": ["scopes", "security", "external/cwe/cwe-250", "external/cwe/cwe-272"],
                "precision": "high", "problem.severity": "error", "security-severity": "8.6"
            }
        })
    );
}

#[test]
fn rules_are_what_github_takes() {
    let folder = Folder::new();
    folder.file(APP, good_app());
    let (run, _) = both(&folder, &[], 0);
    let rules = list(&run["tool"]["driver"]["rules"]);
    assert!(rules.is_sorted_by_key(|rule| text(&rule["id"])));
    for rule in rules {
        for field in ["shortDescription", "fullDescription"] {
            let text = text(&rule[field]["text"]);
            assert!(!text.is_empty() && text.chars().count() <= 1024, "{rule}");
        }
        assert!(!text(&rule["fullDescription"]["text"]).ends_with([':', ',']), "{rule}");
        let help = &rule["help"];
        assert!(!text(&help["text"]).contains('`'), "{help}");
        for heading in ["Why it matters", "How to fix", "When to accept"] {
            let (_, section) = text(&help["markdown"]).split_once(&format!("## {heading}\n\n")).expect("a section");
            assert!(!section.trim_start().is_empty() && !section.starts_with('\n'), "{help}");
        }
        assert!(text(&rule["helpUri"]).starts_with("https://"), "{rule}");
        let properties = &rule["properties"];
        assert!(["high", "medium", "low"].contains(&text(&properties["precision"])));
        assert!(["error", "warning", "recommendation"].contains(&text(&properties["problem.severity"])));
        let tags = list(&properties["tags"]);
        assert!(tags.len() <= 20);
        assert_eq!(tags.contains(&json!("security")), properties.get("security-severity").is_some());
        if let Some(score) = properties.get("security-severity") {
            let (whole, tenth) = text(score).split_once('.').expect("one decimal");
            assert!(whole.parse::<u8>().is_ok_and(|it| it <= 10) && tenth.len() == 1, "{score}");
        }
    }
}

#[test]
fn values_of_files_make_no_link_and_no_control_character() {
    let callbacks = "        <callbackUrl>http://a.example/[x](https://evil.example)</callbackUrl>\n        \
                     <isAdminApproved>true</isAdminApproved>\n        <scopes>[y](1)\u{202e}\u{9b}2J</scopes>";
    let folder = Folder::new();
    folder.file("[a](1)\u{202e}.connectedApp", app(callbacks, ""));
    let written = folder.run(&["check", "--format", "sarif", "--profile", "audit"], 1).stdout;
    assert!(!written.contains(['\u{202e}', '\u{9b}', '\u{1b}']));
    let log: Value = serde_json::from_str(&written).expect("JSON");
    let results = list(&log["runs"][0]["results"]);
    assert!(results.iter().any(|result| text(&result["message"]["text"]).contains("[a] (1)\\u{202e}")), "{written}");
    assert!(results.iter().all(|result| !text(&result["message"]["text"]).contains("](")));
}

#[test]
fn the_same_findings_are_the_same_bytes_on_stdout_and_in_a_file() {
    let folder = Folder::new();
    for app in 0..300 {
        folder.file(&format!("connectedApps/App{app}.connectedApp"), full_app());
    }
    let arguments = ["check", "--format", "sarif", "--report", "sarif=out.sarif"];
    let written = folder.run(&arguments, 1).stdout;
    assert_eq!(std::fs::read_to_string(folder.path().join("out.sarif")).expect("a report"), written);
    assert_eq!(folder.run(&["check", "--format", "sarif", "connectedApps", "."], 1).stdout, written);
    let log: Value = serde_json::from_str(&written).expect("JSON");
    assert!(list(&log["runs"][0]["results"]).len() >= 300);
}
