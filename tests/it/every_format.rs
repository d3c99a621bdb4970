//! What holds in every format: nothing that was read acts on the reader, the exit code is the same, and a report in a
//! file is the report on stdout.

use std::collections::BTreeSet;
use std::fs;

use calint::testing::FORMATS;

use crate::common::{Folder, Run, full_app, good_app};
use roxmltree::Document;
use serde_json::{Value, json};

/// The names of all formats, from the program itself.
pub(crate) fn formats() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name)
}

/// The machine formats that contain every finding.
const FOR_MACHINES: [&str; 7] = ["jsonl", "sarif", "gitlab", "junit", "checkstyle", "github", "csv"];

/// What could act on a terminal, a log, a browser, a spreadsheet or a parser, with the line end given.
fn hostile(line_end: &str) -> String {
    let parts = [
        "=HYPERLINK(\"http://evil.example\")",
        "\u{1b}[31m\u{9b}2J\u{202e}",
        "::error::x",
        "##[error]x",
        "<script>alert(1)</script>",
        "](javascript:x)",
        "]]>",
        "|\"'",
        "@everyone #1 %0A",
    ];
    parts.join(line_end)
}

/// The same for the content of an element, without the control characters that XML forbids.
fn hostile_xml() -> String {
    let allowed = hostile("\n").replace(['\u{1b}', '\u{9b}'], "");
    allowed.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "&#10;")
}

/// An app with hostile names and values.
fn hostile_app() -> String {
    let value = hostile_xml();
    let unknown = "<script xmlns=\"\">alert(1)</script>";
    full_app()
        .replace("<label>Acme", &format!("<label>{value}"))
        .replace(
            "https://erp.acme.example/oauth/callback",
            &format!("{value}\njavascript:alert(1)\nhttp://x\"|.example/"),
        )
        .replace("<scopes>Full", &format!("<scopes>{value}</scopes><scopes>Full"))
        .replace(
            "    <oauthConfig>",
            &format!("{unknown}    <oauthConfig><oauthClientCredentialUser>{value}</oauthClientCredentialUser>"),
        )
        .replace(">true<", &format!(">{value}<"))
}

/// Hostile files under hostile names.
fn hostile_project() -> Folder {
    let folder = Folder::new();
    let name = hostile("\n").replace('/', "\u{2215}").replace("\u{9b}", "");
    for path in [
        &format!("{name}.connectedApp"),
        "::error::x.connectedApp",
        "::error file=a,line=1::x/a.connectedApp",
        "=1+1/ ::warning::x.connectedApp",
        "@everyone\r\n::error::y.connectedApp",
    ] {
        folder.hostile_file(path, hostile_app());
    }
    folder.file(
        "retrieve.zip",
        crate::common::zip(&[("connectedApps/::error::\n::error::z.connectedApp", hostile_app().as_bytes())]),
    );
    folder
}

/// The name of a folder that looks like a command, where the system takes it.
const EMPTY: &str = if cfg!(windows) { "empty" } else { "::error::empty" };

/// Files that can be read in part only, which every format must tell, and a folder that holds nothing.
fn with_problems(folder: &Folder) {
    // XML forbids control characters; a hostile file has them all the same.
    folder.hostile_file(
        "::error::controls.connectedApp",
        full_app().replace("Full", &hostile("\n").replace(['<', '&'], "")),
    );
    folder.hostile_file("::error::cut\n::error::x.connectedApp", hostile_app().replace("</ConnectedApp>", "<"));
    folder.folder(EMPTY);
}

fn check(folder: &Folder, format: &str, code: i32) -> Run {
    folder.run(&["check", "--format", format], code)
}

fn findings(report: &Value) -> &Vec<Value> {
    report["findings"].as_array().expect("a report has findings")
}

/// Characters that act on a terminal or mislead its reader.
fn acts(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Fails if the output could act on a terminal or on the log of a workflow.
pub(crate) fn acts_on_nobody(format: &str, stdout: &str) {
    // RFC 4180 ends lines by CR LF; nothing else may hold a CR.
    let text = if format == "csv" { stdout.replace("\r\n", "\n") } else { stdout.to_owned() };
    assert_eq!(text.chars().find(|it| acts(*it)), None, "{format}: {text:?}");
    for line in text.lines() {
        let command = line.trim_start();
        if format == "github" {
            let words = ["::error ", "::warning ", "::notice "];
            assert!(words.iter().any(|word| line.starts_with(word)), "{line:?} is no command");
            assert!(line[2..].contains("::"), "{line:?} is no whole command");
        } else {
            assert!(!command.starts_with("::"), "{format} gives a command to the log: {line:?}");
        }
        // The runner obeys these anywhere in a line.
        assert!(!line.contains("##[error]"), "{format} gives a command to the log: {line:?}");
    }
}

#[test]
fn nothing_hostile_acts_on_the_reader() {
    let folder = hostile_project();
    assert!(findings(&folder.json(&[], 1)).len() > 10);
    for format in formats() {
        acts_on_nobody(format, &check(&folder, format, 1).stdout);
    }
    with_problems(&folder);
    for format in formats() {
        let run = folder.run(&["check", "--format", format, "-v", ".", EMPTY], 3);
        acts_on_nobody(format, &run.stdout);
        assert!(!run.stdout.is_empty(), "{format}");
        acts_on_nobody("stderr", &run.stderr);
    }
}

/// The number of findings in a report for machines.
fn reported(format: &str, text: &str) -> usize {
    let json = || serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{format}: {error}: {text}"));
    let elements = |name: &str| {
        let document = Document::parse(text).unwrap_or_else(|error| panic!("{format}: {error}: {text}"));
        document.descendants().filter(|node| node.has_tag_name(name)).count()
    };
    match format {
        "jsonl" | "github" => text.lines().count(),
        "sarif" => json()["runs"][0]["results"].as_array().expect("results").len(),
        "gitlab" => json().as_array().expect("an array").len(),
        "junit" => elements("failure"),
        "checkstyle" => elements("error"),
        "csv" => {
            csv::Reader::from_reader(text.as_bytes()).records().collect::<Result<Vec<_>, _>>().expect("rows").len()
        }
        other => panic!("{other} is not counted"),
    }
}

/// Fails unless a report contains every finding.
fn tells_all(format: &str, text: &str, report: &Value) {
    let all = findings(report).len();
    let failures = findings(report).iter().filter(|finding| finding["severity"] != "info");
    let places: BTreeSet<_> = failures.map(|it| (it["rule"].as_str(), it["path"].as_str())).collect();
    let reported = reported(format, text);
    match format {
        // A test case may contain several findings of one rule in one file, and infos pass.
        "junit" => assert!((places.len()..=all).contains(&reported), "{reported} of {all}: {text}"),
        // A note on what GitHub will not show may be added.
        "github" => assert!(reported >= all, "{reported} of {all}: {text}"),
        _ => assert_eq!(reported, all, "{format}: {text}"),
    }
}

#[test]
fn every_report_for_machines_can_be_read_and_tells_of_every_finding() {
    let clean = Folder::new();
    clean.file("App.connectedApp", good_app());
    let faulty = Folder::new();
    for number in 0..40 {
        faulty.file(&format!("{number:02}.connectedApp"), full_app());
    }
    for (folder, code) in [(hostile_project(), 1), (clean, 0), (faulty, 1)] {
        let report = folder.json(&[], code);
        for format in FOR_MACHINES {
            tells_all(format, &check(&folder, format, code).stdout, &report);
        }
    }
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let folder = |files: &[(&str, String)]| {
        let folder = Folder::new();
        for (name, content) in files {
            folder.file(name, content);
        }
        folder
    };
    let good = || ("Good.connectedApp", good_app());
    let cases = [
        (folder(&[good()]), 0),
        (folder(&[good(), ("Full.connectedApp", full_app())]), 1),
        (folder(&[good(), ("Cut.connectedApp", "<x".to_owned())]), 3),
        (folder(&[]), 3),
    ];
    for (folder, code) in cases {
        let report = folder.json(&[], code);
        assert_eq!(report["summary"]["exit_code"], code);
        for format in formats() {
            check(&folder, format, code);
            if code == 1 {
                folder.run(&["check", "--format", format, "--exit-zero"], 0);
            }
        }
    }
}

/// A report that leaves out a file that could not be read looks like a clean one.
#[test]
fn every_format_names_a_file_that_cannot_be_read() {
    let folder = Folder::new();
    folder.file("Good.connectedApp", good_app());
    folder.file("Cut.connectedApp", "<x");
    for format in formats() {
        let text = check(&folder, format, 3).stdout;
        assert!(text.contains("Cut.connectedApp"), "{format}: {text}");
        assert!(!text.contains("Good.connectedApp"), "{format}: {text}");
    }
}

#[test]
fn formats_have_names_of_their_own_and_the_help_lists_them() {
    let names: BTreeSet<&str> = formats().collect();
    assert_eq!(names.len(), FORMATS.len());
    let help = Folder::new().run(&["check", "--help"], 0).stdout;
    for format in &FORMATS {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let row = format!("{} {}", format.name, format.about);
        assert!(help.lines().any(|line| words(line) == row), "{row}: {help}");
    }
}

#[test]
fn a_report_of_no_format_or_without_a_file_is_refused_with_an_example() {
    let folder = Folder::new();
    for (report, words) in [
        ("junit=", "write junit=FILE, such as junit=calint.xml"),
        ("html=a", "no format is called `html`; there are full, concise, json"),
        ("sarif", "write FORMAT=FILE, such as sarif=calint.sarif"),
        ("sarf=x", "markdown, and csv; did you mean `sarif`?"),
    ] {
        let stderr = folder.run(&["check", "--report", report], 2).stderr;
        assert!(stderr.contains(words), "{stderr}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = hostile_project();
    with_problems(&folder);
    for format in formats() {
        assert_eq!(check(&folder, format, 3).stdout, check(&folder, format, 3).stdout, "{format}");
    }
}

#[test]
fn a_report_in_a_file_is_the_report_on_stdout() {
    let folder = hostile_project();
    // A report beside the files would be a file to look at in the next run.
    let elsewhere = Folder::new();
    let place = |format: &str| elsewhere.path().join(format!("out-{format}"));
    let reports: Vec<String> = formats().map(|format| format!("{format}={}", place(format).display())).collect();
    let mut arguments = vec!["check", "--format", "json"];
    arguments.extend(reports.iter().flat_map(|report| ["--report", report]));
    let stdout = folder.run(&arguments, 1).stdout;
    assert_eq!(stdout, check(&folder, "json", 1).stdout);
    for format in formats() {
        let written = fs::read_to_string(place(format)).expect("the report is written");
        assert_eq!(written, check(&folder, format, 1).stdout, "{format}");
        assert!(!written.is_empty(), "{format}");
    }
}

#[test]
fn a_report_that_cannot_be_written_is_told_and_keeps_back_no_other() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    let reports = ["--report", "csv=missing/a.csv", "--report", "json=b.json", "--report", "csv=none/c.csv"];
    let run = folder.run(&[&["check", "--format", "concise"][..], &reports].concat(), 3);
    assert!(run.stderr.contains("missing/a.csv") && run.stderr.contains("none/c.csv"), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    let written = fs::read_to_string(folder.path().join("b.json")).expect("the other report is written");
    assert_eq!(written, check(&folder, "json", 1).stdout);
    assert!(!folder.path().join("missing").exists());
}

#[test]
fn every_line_of_jsonl_is_a_finding_of_the_json_report() {
    let folder = hostile_project();
    with_problems(&folder);
    let report = folder.json(&[], 3);
    let text = check(&folder, "jsonl", 3).stdout;
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let expected = findings(&report).iter().cloned().map(|mut finding| {
        finding["schema"] = report["schema"].clone();
        finding["tool_version"] = report["tool"]["version"].clone();
        finding
    });
    assert_eq!(lines, expected.collect::<Vec<_>>());
    assert_eq!(lines[0]["schema"], json!(1));
}
