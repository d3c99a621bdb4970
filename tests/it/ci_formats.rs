//! The formats for CI systems (`github`, `gitlab`, `junit`, `checkstyle`): parsed back, each contains what the JSON
//! report of the same run contains, and no text of a file acts on the reader.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{Folder, command, full_app, good_app, repository, run};
use calint::testing::one_line;
use roxmltree::{Document, Node};
use serde_json::Value;

const FORMATS: [&str; 4] = ["github", "gitlab", "junit", "checkstyle"];

const HOSTILE: &str =
    "\n::error::x ]]> \"><script> %0A::warning::y \u{1b}[31m \u{202e} a,b:c=d & <!-- ##[add-mask]z \u{ffff}";

/// What every format tells: path, line, rule and message.
type Row = (String, u64, String, String);

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// A text of the JSON report as it looks in formats that take no harmful characters.
fn shown(value: &Value) -> String {
    one_line(value.as_str().expect("a text"))
}

/// The rows of the JSON report. A problem that is also a finding appears once.
fn expected(report: &Value) -> Vec<Row> {
    let key = |it: &Value| [it["path"].clone(), it["range"].clone(), it["message"].clone()];
    let reported: Vec<_> = list(&report["findings"]).iter().map(key).collect();
    let problems = list(&report["problems"]).iter().filter(|problem| !reported.contains(&key(problem)));
    let entries = list(&report["findings"]).iter().chain(problems);
    let row = |entry: &Value| {
        let line = entry["range"]["start"]["line"].as_u64().unwrap_or(1);
        let rule = entry["rule"].as_str().unwrap_or("unreadable-input").to_owned();
        (shown(&entry["path"]), line, rule, shown(&entry["message"]))
    };
    sorted(entries.map(row).collect())
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort();
    rows
}

/// A workflow command as the runner of GitHub reads it.
#[derive(Debug)]
struct Annotation {
    command: String,
    properties: BTreeMap<String, String>,
    message: String,
}

fn annotation(line: &str) -> Annotation {
    let (head, data) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect("a workflow command");
    let (command, properties) = head.split_once(' ').expect("properties");
    let unescaped = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",");
        text.replace("%25", "%")
    };
    let pair = |property: &str| {
        let (name, value) = property.split_once('=').expect("a name and a value");
        (name.to_owned(), unescaped(value))
    };
    Annotation {
        command: command.to_owned(),
        properties: properties.split(',').map(pair).collect(),
        message: data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%"),
    }
}

fn github_rows(report: &str) -> Vec<Row> {
    let row = |line: &str| {
        let Annotation { properties, message, .. } = annotation(line);
        let line = properties.get("line").map_or(1, |line| line.parse().expect("a number"));
        let rule = properties["title"].strip_prefix("calint ").expect("the name of the tool");
        let rule = if rule == "problem" { "unreadable-input" } else { rule };
        (properties["file"].clone(), line, rule.to_owned(), message.lines().next().unwrap_or_default().to_owned())
    };
    report.lines().map(row).collect()
}

fn gitlab(report: &str) -> Vec<Value> {
    list(&serde_json::from_str(report).expect("JSON")).to_vec()
}

fn gitlab_rows(report: &str) -> Vec<Row> {
    let row = |entry: &Value| {
        let (rule, location) = (text(&entry["check_name"]), &entry["location"]);
        let description = text(&entry["description"]);
        let message = description.strip_prefix(&format!("{rule}: ")).expect("the rule comes first").to_owned();
        (text(&location["path"]), location["lines"]["begin"].as_u64().expect("a line"), rule, message)
    };
    gitlab(report).iter().map(row).collect()
}

fn elements<'x>(document: &'x Document<'_>, name: &str) -> Vec<Node<'x, 'x>> {
    document.descendants().filter(|node| node.has_tag_name(name)).collect()
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute(name).unwrap_or_else(|| panic!("<{}> has `{name}`", node.tag_name().name())).to_owned()
}

fn line(node: Node<'_, '_>) -> u64 {
    node.attribute("line").map_or(1, |line| line.parse().expect("a number"))
}

/// The first line of a result's text tells the place; above it stands what passes without failing.
fn junit_rows(report: &str) -> Vec<Row> {
    let document = Document::parse(report).expect("XML");
    let row = |case: Node<'_, '_>| {
        let result = case.children().find(Node::is_element).expect("a result");
        let mut lines = result.text().expect("a text").lines();
        let message = result.attribute("message").map_or_else(
            || lines.next().and_then(|line| line.split_once(": ")).expect("a severity and a message").1.to_owned(),
            str::to_owned,
        );
        let path = attribute(case.parent().expect("a suite"), "name");
        let place = lines.next().and_then(|line| line.strip_prefix(path.as_str())).expect("the place");
        let line = place.split(':').nth(1).map_or(1, |line| line.parse().expect("a number"));
        (path, line, attribute(case, "classname"), message)
    };
    elements(&document, "testcase").into_iter().map(row).collect()
}

fn checkstyle_rows(report: &str) -> Vec<Row> {
    let document = Document::parse(report).expect("XML");
    let row = |error: Node<'_, '_>| {
        let source = attribute(error, "source");
        let rule = source.strip_prefix("calint.").expect("the name of the tool").to_owned();
        (attribute(error.parent().expect("a file"), "name"), line(error), rule, attribute(error, "message"))
    };
    elements(&document, "error").into_iter().map(row).collect()
}

fn rows(format: &str, report: &str) -> Vec<Row> {
    sorted(match format {
        "github" => github_rows(report),
        "gitlab" => gitlab_rows(report),
        "junit" => junit_rows(report),
        _ => checkstyle_rows(report),
    })
}

/// A folder with errors, warnings and infos, run where calint lives.
const ORGS: [&str; 3] = ["--profile", "audit", "testdata/orgs"];

fn of_orgs(format: &str) -> String {
    let mut command = command(repository());
    run(command.args(["check", "--format", format]).args(ORGS), 1).stdout
}

fn json_of_orgs() -> Value {
    serde_json::from_str(&of_orgs("json")).expect("JSON")
}

/// The report in a format; the exit code must match the JSON report.
fn report(folder: &Folder, format: &str, code: i32) -> String {
    folder.run(&["check", "--format", format, "."], code).stdout
}

/// Every format tells the same as the JSON report, which is returned.
fn assert_all_tell_the_same(folder: &Folder, code: i32) -> Value {
    let json = folder.json(&["."], code);
    for format in FORMATS {
        assert_eq!(rows(format, &report(folder, format, code)), expected(&json), "{format}");
    }
    json
}

/// A file that is cut off, which is a finding and a problem, and a fault in another file.
fn broken() -> Folder {
    let folder = Folder::new();
    folder.file("Cut.connectedApp", "<x").file("Full.connectedApp", full_app());
    folder
}

/// A run over an empty directory and no archive: problems without a line.
const UNREADABLE: [&str; 3] = ["Full.connectedApp", "empty", "no.zip"];

fn unreadable() -> Folder {
    let folder = broken();
    folder.file("no.zip", "no archive").folder("empty");
    folder
}

/// Names, labels and scopes that try to get out of every format.
fn hostile() -> Folder {
    let folder = Folder::new();
    let inside = HOSTILE.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{1b}', "");
    let app = full_app()
        .replace("Acme", &inside)
        .replace("<scopes>Full", &format!("<scopes>{inside}</scopes><scopes>Full"))
        .replace("ERP Integration", &inside);
    folder.hostile_file(&format!("{HOSTILE}/{HOSTILE}.connectedApp"), app);
    folder.hostile_file("a folder/ü, 100%: 日本.connectedApp", full_app());
    folder.hostile_file(&format!("Cut{HOSTILE}.connectedApp"), format!("<x{HOSTILE}"));
    folder
}

#[test]
fn every_format_tells_what_the_json_report_tells() {
    let json = json_of_orgs();
    assert!(["errors", "warnings", "infos"].iter().all(|count| json["summary"][count].as_u64() > Some(0)));
    for format in FORMATS {
        assert_eq!(rows(format, &of_orgs(format)), expected(&json), "{format}");
    }
}

#[test]
fn a_file_that_cannot_be_parsed_is_told_once() {
    let json = assert_all_tell_the_same(&broken(), 3);
    assert_eq!(list(&json["problems"]).len(), 1);
    assert_eq!(expected(&json).len(), 2);
}

#[test]
fn problems_without_a_line_are_told_in_every_format() {
    let folder = unreadable();
    let json = folder.json(&UNREADABLE, 3);
    for format in FORMATS {
        let mut arguments = vec!["check", "--format", format];
        arguments.extend(UNREADABLE);
        let text = folder.run(&arguments, 3).stdout;
        assert_eq!(rows(format, &text), expected(&json), "{format}");
        let problems = rows(format, &text).into_iter().filter(|(_, _, rule, _)| rule == "unreadable-input");
        assert_eq!(problems.map(|(path, ..)| path).collect::<Vec<_>>(), ["empty", "no.zip"], "{format}");
    }
}

#[test]
fn hundreds_of_findings_are_all_told() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.file(&format!("apps/App{number}.connectedApp"), full_app());
    }
    assert_eq!(expected(&assert_all_tell_the_same(&folder, 1)).len(), 300);
}

#[test]
fn a_clean_run_is_a_well_formed_report_without_entries() {
    let folder = Folder::new();
    folder.file("Good.connectedApp", good_app());
    assert_eq!(report(&folder, "github", 0), "");
    assert_eq!(gitlab(&report(&folder, "gitlab", 0)), Vec::<Value>::new());
    let checkstyle = report(&folder, "checkstyle", 0);
    let checkstyle = Document::parse(&checkstyle).expect("XML");
    assert!(checkstyle.root_element().has_tag_name("checkstyle") && elements(&checkstyle, "file").is_empty());
    let junit = report(&folder, "junit", 0);
    let junit = Document::parse(&junit).expect("XML");
    let cases = elements(&junit, "testcase");
    assert_eq!(cases.len(), 1);
    assert!(!cases[0].has_children());
}

#[test]
fn exit_codes_are_those_of_the_json_report() {
    let folder = broken();
    folder.file("Good.connectedApp", good_app());
    for (arguments, code) in [
        (&["Good.connectedApp"][..], 0),
        (&["Full.connectedApp", "--exit-zero"], 0),
        (&["Full.connectedApp"], 1),
        (&["Full.connectedApp", "--only", "no-such-rule"], 2),
        (&["Cut.connectedApp"], 3),
    ] {
        for format in FORMATS.into_iter().chain(["json"]) {
            let mut all = vec!["check", "--format", format];
            all.extend(arguments);
            folder.run(&all, code);
        }
    }
}

#[test]
fn verbose_runs_and_files_hold_the_same_report() {
    let folder = unreadable();
    for format in FORMATS {
        let quiet = report(&folder, format, 3);
        assert_eq!(folder.run(&["check", "--format", format, "-v", "."], 3).stdout, quiet, "{format}");
        folder.run(&["check", "--report", &format!("{format}=empty/out.txt"), "."], 3);
        let written = std::fs::read_to_string(folder.path().join("empty/out.txt")).expect("the report");
        assert_eq!(written, quiet, "{format}");
    }
}

#[test]
fn hostile_names_and_values_are_told_and_do_no_harm() {
    let folder = hostile();
    let json = folder.json(&["."], 3);
    assert!(list(&json["findings"]).iter().any(|finding| text(&finding["message"]).contains("::error::x")));
    for format in FORMATS {
        let text = report(&folder, format, 3);
        let harmful = |it: char| (it.is_control() && it != '\n') || ('\u{202a}'..='\u{202e}').contains(&it);
        assert_eq!(text.chars().find(|it| harmful(*it)), None, "{format}: {text:?}");
        let replaced = |text: &str| text.replace('\u{ffff}', "\u{fffd}");
        let in_xml = |rows: Vec<Row>| rows.into_iter().map(|it| (replaced(&it.0), it.1, it.2, replaced(&it.3)));
        let (reported, wanted) = (in_xml(rows(format, &text)), in_xml(expected(&json)));
        assert_eq!(sorted(reported.collect()), sorted(wanted.collect()), "{format}");
    }
}

#[test]
fn every_line_for_github_is_one_annotation() {
    let (folder, levels) = (hostile(), BTreeSet::from(["error", "warning", "notice"]));
    for text in [report(&folder, "github", 3), of_orgs("github")] {
        for line in text.lines() {
            let Annotation { command, properties, message } = annotation(line);
            assert!(levels.contains(command.as_str()), "{line}");
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(properties.keys().all(|name| known.contains(&name.as_str())), "{line}");
            // One line says what is wrong and one what to do.
            assert!(message.lines().count() <= 2, "{line}");
        }
    }
}

#[test]
fn github_gets_the_worst_first_since_it_shows_few() {
    let commands: Vec<_> = of_orgs("github").lines().map(|line| annotation(line).command).collect();
    let rank = |command: &String| ["error", "warning", "notice"].iter().position(|it| it == command);
    assert!(commands.is_sorted_by_key(rank), "{commands:?}");
    assert_eq!(commands.iter().collect::<BTreeSet<_>>().len(), 3);
}

#[test]
fn github_gets_columns_only_within_a_line() {
    let folder = Folder::new();
    folder.file("Full.connectedApp", full_app());
    let text = report(&folder, "github", 1);
    assert!(
        text.starts_with(
            "::error file=Full.connectedApp,line=8,endLine=8,col=17,endColumn=21,title=calint full-scope::"
        ),
        "{text}"
    );
    assert!(text.ends_with("%0Areplace `Full` with the scopes in use, usually `Api`\n"), "{text}");
    let mut of_many_lines = 0;
    for line in report(&hostile(), "github", 3).lines() {
        let properties = annotation(line).properties;
        let in_one_line = properties.get("line") == properties.get("endLine") && properties.contains_key("line");
        assert_eq!(properties.contains_key("col"), in_one_line, "{line}");
        assert_eq!(properties.contains_key("endColumn"), in_one_line, "{line}");
        of_many_lines += usize::from(!in_one_line);
    }
    assert!(of_many_lines > 0);
}

#[test]
fn gitlab_entries_have_all_that_gitlab_asks_for_and_fingerprints_of_their_own() {
    let folder = unreadable();
    // Namesakes mean the same, and have the same fingerprint in the JSON report. Copies would be one finding.
    for folder_name in ["a", "b", "c"] {
        folder.file(&format!("{folder_name}/Full.connectedApp"), full_app().replace("Acme", folder_name));
    }
    let json = folder.json(&[], 3);
    let own: BTreeSet<_> = crate::common::texts(&json, "fingerprint").into_iter().collect();
    assert!(own.len() < list(&json["findings"]).len());
    let entries = gitlab(&folder.run(&["check", "--format", "gitlab"], 3).stdout);
    let fingerprints: BTreeSet<_> = entries.iter().map(|entry| text(&entry["fingerprint"])).collect();
    assert_eq!(fingerprints.len(), entries.len());
    assert!(own.is_subset(&fingerprints));
    for entry in entries {
        let keys: Vec<_> = entry.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, ["check_name", "description", "fingerprint", "location", "severity"]);
        let lines = &entry["location"]["lines"];
        assert!(lines["begin"].as_u64() >= Some(1) && lines["end"].as_u64() >= lines["begin"].as_u64(), "{entry}");
    }
}

#[test]
fn gitlab_severities_follow_ours_and_problems_block() {
    let table = BTreeMap::from([("error", "critical"), ("warning", "major"), ("info", "minor")]);
    let count = |values: Vec<String>| {
        values.into_iter().fold(BTreeMap::new(), |mut counts: BTreeMap<String, usize>, value| {
            *counts.entry(value).or_default() += 1;
            counts
        })
    };
    let ours =
        crate::common::texts(&json_of_orgs(), "severity").iter().map(|it| table[it.as_str()].to_owned()).collect();
    let theirs = gitlab(&of_orgs("gitlab")).iter().map(|entry| text(&entry["severity"])).collect();
    assert_eq!(count(theirs), count(ours));
    let folder = unreadable();
    let entries = gitlab(&folder.run(&["check", "--format", "gitlab", "no.zip"], 3).stdout);
    assert_eq!(entries[0]["severity"], "blocker");
}

#[test]
fn junit_fails_what_fails_the_run() {
    let totals = &json_of_orgs()["summary"];
    let of = |name: &str| totals[name].as_u64().expect("a number");
    let all = of("errors") + of("warnings") + of("infos");
    let by_default = of_orgs("junit");
    for (threshold, failures) in [("info", all), ("warning", all - of("infos")), ("error", of("errors"))] {
        let mut command = command(repository());
        let report = run(command.args(["check", "--format", "junit", "--fail-on", threshold]).args(ORGS), 1).stdout;
        assert_eq!(report == by_default, threshold == "warning");
        let document = Document::parse(&report).expect("XML");
        let number = |name: &str| attribute(document.root_element(), name).parse::<u64>().expect("a number");
        assert_eq!((number("tests"), number("failures"), number("errors")), (all, failures, 0));
        assert_eq!(elements(&document, "failure").len() as u64, failures);
        assert_eq!(elements(&document, "system-out").len() as u64, all - failures);
        let types = elements(&document, "failure").into_iter().map(|failure| attribute(failure, "type"));
        assert_eq!(types.filter(|it| it == "error").count() as u64, of("errors"));
    }
}

#[test]
fn junit_problems_are_errors_with_advice() {
    let report = unreadable().run(&["check", "--format", "junit", "no.zip"], 3).stdout;
    let document = Document::parse(&report).expect("XML");
    let errors = elements(&document, "error");
    assert_eq!((errors.len(), attribute(document.root_element(), "errors").as_str()), (1, "1"));
    assert!(errors[0].text().expect("advice").lines().count() == 2, "{report}");
}

#[test]
fn junit_cases_can_be_told_apart() {
    let folder = Folder::new();
    for folder_name in ["a", "b"] {
        let twice = "<scopes>Full</scopes><scopes>Nonsense</scopes><scopes>Nonsense2</scopes>";
        let app = full_app().replace("<scopes>Full</scopes>", twice).replace("Acme", folder_name);
        folder.file(&format!("{folder_name}/Full.connectedApp"), app);
    }
    let report = report(&folder, "junit", 1);
    let document = Document::parse(&report).expect("XML");
    let cases = elements(&document, "testcase");
    let names: BTreeSet<_> =
        cases.iter().map(|case| (attribute(*case, "classname"), attribute(*case, "name"))).collect();
    assert_eq!(names.len(), cases.len(), "{report}");
    assert!(names.iter().any(|(_, name)| name.ends_with(" (2)")), "{report}");
}

#[test]
fn checkstyle_has_columns_and_our_severities() {
    let (json, report) = (json_of_orgs(), of_orgs("checkstyle"));
    let document = Document::parse(&report).expect("XML");
    let reported = elements(&document, "error").into_iter().map(|error| {
        let file = attribute(error.parent().expect("a file"), "name");
        (file, attribute(error, "line"), attribute(error, "column"), attribute(error, "severity"))
    });
    let ours = list(&json["findings"]).iter().map(|finding| {
        let start = &finding["range"]["start"];
        (text(&finding["path"]), start["line"].to_string(), start["column"].to_string(), text(&finding["severity"]))
    });
    assert_eq!(reported.collect::<Vec<_>>(), ours.collect::<Vec<_>>());
    let names: Vec<_> = elements(&document, "file").into_iter().map(|file| attribute(file, "name")).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "each file stands once");
}
