//! The formats for people: Markdown for comments and job summaries, CSV for spreadsheets. Each is read back by a
//! reader of its own and compared with the JSON report of the same run.

use crate::common::{Folder, command, full_app, good_app, run};
use csv::ReaderBuilder;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

/// What a value could hold to act on a reader of Markdown or on a spreadsheet.
const HOSTILE: &str = "=1+1 @everyone #1 !2 a|b `x` ](javascript:x) ![i](http://evil.example/i.png) *b* _i_ ~~s~~ \
                       &lt;img src=x&gt; &amp;lt;b&amp;gt; http://evil.example www.evil.example $`m`$ :eyes: a\\|b ``` end";

/// Findings in several files, among them some with hostile values and a hostile path.
fn faulty() -> Folder {
    let folder = Folder::new();
    let scope = |value: &str| full_app().replace("Full", value);
    folder
        .file("a/App.connectedApp", full_app())
        .hostile_file("b/@team a|b #1 `x` [l](x) _i_.connectedApp", scope(HOSTILE))
        .file("c/=1+1.connectedApp", scope("`odd").replace("https://", "http://"));
    folder
}

/// A folder with a name that acts in a table, where the system takes it.
const EMPTY: &str = if cfg!(windows) { "@e" } else { "@|e" };

/// The same, a file that cannot be looked at, and a folder that holds nothing.
fn unreadable() -> Folder {
    let folder = faulty();
    folder.hostile_file("d/@Cut|_.connectedApp", "<x").folder(EMPTY);
    folder
}

/// Everything, and the folder that holds nothing.
const BOTH: &[&str] = &[".", EMPTY];

/// The text without what the formats write differently on purpose.
fn on_one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ").trim().to_owned()
}

fn list<'r>(report: &'r Value, key: &str) -> &'r Vec<Value> {
    report[key].as_array().expect("a list")
}

/// A Markdown report as its reader sees it.
#[derive(Default)]
struct Page {
    /// The first one, then one for each app.
    headings: Vec<String>,
    /// Items of all lists, with the number of headings above each.
    items: Vec<(usize, String)>,
    /// The targets of all links.
    links: Vec<String>,
    paragraphs: Vec<String>,
}

/// Reads a Markdown report; panics at anything but headings, lists, text, code, and links.
fn page(markdown: &str) -> Page {
    let (mut page, mut text) = (Page::default(), String::new());
    for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.into_string()),
            Event::End(TagEnd::Heading(_)) => page.headings.push(std::mem::take(&mut text)),
            Event::End(TagEnd::Item) => page.items.push((page.headings.len(), std::mem::take(&mut text))),
            Event::End(TagEnd::Paragraph) => page.paragraphs.push(std::mem::take(&mut text)),
            Event::Start(Tag::Heading { .. } | Tag::List(_) | Tag::Item | Tag::Paragraph | Tag::Strong)
            | Event::End(TagEnd::List(_) | TagEnd::Link | TagEnd::Strong) => {}
            other => panic!("{other:?} is in:\n{markdown}"),
        }
    }
    page
}

fn markdown(folder: &Folder, code: i32) -> (Page, String) {
    let text = folder.run(&["check", "--format", "markdown"], code).stdout;
    (page(&text), text)
}

/// Backticks of a message show code in Markdown and are not seen.
fn without_backticks(text: &str) -> String {
    on_one_line(&text.replace('`', ""))
}

/// What an item says of a finding: severity, message, rule, help, and place.
fn item_of(finding: &Value) -> Vec<String> {
    let text = |key: &str| without_backticks(finding[key].as_str().expect("a text"));
    let mut lines = vec![format!("{} {} {}", text("severity"), text("message"), text("rule"))];
    lines.push(format!("Help: {}", text("help")));
    if let Some(fix) = finding.get("fix") {
        let options = if fix["safety"] == "safe" { "--fix" } else { "--fix --unsafe-fixes" };
        let title = without_backticks(fix["title"].as_str().expect("a title"));
        lines.push(format!("Fix: {title} ({options})"));
    }
    lines.push(format!(
        "At {}:{}",
        without_backticks(finding["path"].as_str().expect("a path")),
        finding["range"]["start"]["line"]
    ));
    lines
}

#[test]
fn markdown_says_what_json_says() {
    let folder = faulty();
    let report = folder.json(&[], 1);
    let (page, text) = markdown(&folder, 1);
    let mut said: Vec<Vec<String>> =
        page.items.iter().map(|(_, item)| item.lines().map(without_backticks).collect()).collect();
    let mut expected: Vec<Vec<String>> = list(&report, "findings").iter().map(item_of).collect();
    assert!(expected.len() > 3, "{text}");
    said.sort();
    expected.sort();
    assert_eq!(said, expected, "{text}");
    let mut urls: Vec<&str> = list(&report, "findings").iter().map(|it| it["url"].as_str().expect("a URL")).collect();
    let mut links: Vec<&str> = page.links.iter().map(String::as_str).collect();
    urls.sort_unstable();
    links.sort_unstable();
    assert_eq!(links, urls);
    for url in urls {
        assert_eq!(text.matches(&format!(": {url}\n")).count(), 1, "an address is written once for each rule: {text}");
    }
}

/// An app with several files has one heading, and the worst app comes first.
#[test]
fn markdown_has_a_heading_for_each_app_the_worst_first() {
    let folder = Folder::new();
    folder.file("a/Mild.connectedApp", full_app().replace("<scopes>Full</scopes>", "<scopes>Api</scopes>"));
    folder.file("b/Bad.connectedApp", full_app()).file("c/Worse.connectedApp", full_app());
    let text = folder.run(&["check", "--profile", "strict", "--format", "markdown"], 1).stdout;
    let page = page(&text);
    assert_eq!(page.headings[1..], ["Bad", "Worse", "Mild"], "{text}");
    for (heading, item) in &page.items {
        let app = &page.headings[heading - 1];
        assert!(item.contains(&format!("/{app}.connectedApp:")), "{app}: {item}");
    }
    let severities: Vec<&str> =
        page.items.iter().filter(|(at, _)| *at == 2).map(|(_, it)| it.split(' ').next().expect("a word")).collect();
    let rank = |severity: &&str| ["error", "warning", "info"].iter().position(|it| it == severity);
    assert!(severities.len() > 1 && severities.is_sorted_by_key(rank), "{severities:?}");
}

#[test]
fn markdown_leaves_nothing_to_the_forge() {
    let (_, text) = markdown(&faulty(), 1);
    assert!(text.contains("@everyone") && text.contains("evil.example"), "the values are quoted:\n{text}");
    // What a forge reads outside of code and outside of our own links.
    let mut outside = String::new();
    let mut links = 0;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { .. }) => links += 1,
            Event::End(TagEnd::Link) => links -= 1,
            Event::Text(part) if links == 0 => outside.push_str(&part),
            Event::Code(_) => outside.push('\u{0}'),
            _ => {}
        }
    }
    for active in ["@", "#", "!", "http", "www.", "$", ":eyes:", "<", "[", "~"] {
        assert!(!outside.contains(active), "{active} is in: {outside:?}");
    }
}

#[test]
fn markdown_keeps_the_code_of_messages() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app());
    let (page, text) = markdown(&folder, 1);
    assert!(text.contains("\n- **error** `App` asks for `Full`: its tokens reach"), "{text}");
    assert!(
        text.contains(" [full-scope]  \n  Help: replace `Full`") && text.contains("  \n  At `App.connectedApp:8`\n"),
        "{text}"
    );
    assert_eq!(
        page.headings,
        [
            "calint: findings to act on: 1 error, 0 warnings, 0 infos (5 more in stricter profiles) in 1 file, 1 app",
            "App"
        ]
    );
}

#[test]
fn markdown_of_a_clean_run_is_a_heading() {
    let folder = Folder::new();
    folder.file("App.connectedApp", good_app());
    let (page, text) = markdown(&folder, 0);
    assert_eq!(
        page.headings,
        ["calint: nothing to fail on: 0 errors, 0 warnings, 0 infos (5 more in stricter profiles) in 1 file, 1 app"]
    );
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn markdown_counts_what_is_accepted_and_names_the_controls_of_a_pack() {
    let folder = Folder::new();
    let accepted = "[[accept]]\nrule = \"full-scope\"\nreason = \"SEC-1\"\n";
    folder.file("App.connectedApp", full_app()).file("calint.toml", accepted);
    let text = folder.run(&["check", "--format", "markdown", "--pack", "essentials"], 0).stdout;
    let page = page(&text);
    assert!(page.headings[0].contains(" (1 accepted, "), "{text}");
    let report = folder.json(&["--pack", "essentials"], 0);
    let controls = list(&report["packs"][0], "controls").iter().filter(|it| it["state"] == "accepted");
    let names: Vec<String> = controls.map(|it| format!("{} accepted", it["id"].as_str().expect("an id"))).collect();
    let said: Vec<&str> = page.items.iter().map(|(_, it)| it.as_str()).collect();
    assert!(
        !names.is_empty() && names.iter().all(|name| said.iter().any(|it| it.starts_with(name))),
        "{names:?} {text}"
    );
}

#[test]
fn markdown_tells_problems_before_findings_and_nothing_twice() {
    let folder = unreadable();
    let report = folder.json(BOTH, 3);
    let said: Vec<&Value> = list(&report, "findings").iter().map(|it| &it["message"]).collect();
    let problems = list(&report, "problems");
    let untold: Vec<&Value> = problems.iter().filter(|problem| !said.contains(&&problem["message"])).collect();
    assert_eq!((problems.len(), untold.len()), (2, 1));
    let text = folder.run(&[&["check", "--format", "markdown"], BOTH].concat(), 3).stdout;
    let page = page(&text);
    assert!(page.headings[0].starts_with("calint: no full look, 2 problems: "), "{text}");
    assert_eq!(page.items.len(), 1 + said.len(), "{text}");
    assert_eq!(page.items[0].0, 1, "the problem is above the first app: {text}");
    for part in ["path", "message", "help"].map(|key| untold[0][key].as_str().expect("a text")) {
        assert!(page.items[0].1.contains(&without_backticks(part)), "{part} is not in: {text}");
    }
}

#[test]
fn markdown_of_an_empty_folder_says_so() {
    let (page, text) = markdown(&Folder::new(), 3);
    assert_eq!(page.items.len(), 1, "{text}");
    assert!(page.items[0].1.contains("contains nothing that calint reads"), "{text}");
}

/// A comment has a limit; a file has none.
#[test]
fn only_a_comment_ends_early_and_says_where_the_rest_is() {
    let folder = Folder::new();
    for number in 0..300 {
        folder.file(&format!("{number:03}.connectedApp"), full_app());
    }
    let arguments = ["check", "--format", "markdown", "--report", "markdown=full.md"];
    let comment = folder.run(&arguments, 1).stdout;
    let shown = page(&comment);
    assert!((55_000..65_000).contains(&comment.chars().count()), "{}", comment.chars().count());
    let more = format!(
        "{} more are not in this comment: calint check --report markdown=FILE writes all of them.",
        300 - shown.items.len()
    );
    assert_eq!(shown.paragraphs, [more]);
    let whole = page(&std::fs::read_to_string(folder.path().join("full.md")).expect("the report"));
    assert_eq!((whole.items.len(), whole.paragraphs.len()), (300, 0));
    // In a CI job the comment leads to the job.
    let job =
        [("GITHUB_SERVER_URL", "https://github.example"), ("GITHUB_REPOSITORY", "acme/crm"), ("GITHUB_RUN_ID", "17")];
    let mut command = command(folder.path());
    let comment = run(command.args(["check", "--format", "markdown"]).envs(job), 1).stdout;
    assert!(page(&comment).links.contains(&"https://github.example/acme/crm/actions/runs/17".to_owned()), "{comment}");
    let hostile = run(command.env("GITHUB_REPOSITORY", "acme/crm) <b>"), 1).stdout;
    assert!(!hostile.contains("<b>") && hostile.contains("writes all of them"), "{hostile}");
}

/// The rows of a CSV report, the header first.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("every row has as many cells as the header"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

const HEADER: &str = "rule,severity,confidence,path,line,column,end_line,end_column,component_type,component,element,message,\
                      help,url,fingerprint,status,controls\r\n";

#[test]
fn csv_says_what_json_says() {
    let folder = faulty();
    let report = folder.json(&[], 1);
    let text = folder.run(&["check", "--format", "csv"], 1).stdout;
    assert!(text.starts_with(HEADER), "{text}");
    let rows = rows(&text);
    assert_eq!(rows.len() - 1, list(&report, "findings").len());
    for (row, finding) in rows.iter().skip(1).zip(list(&report, "findings")) {
        let places = [("start", "line"), ("start", "column"), ("end", "line"), ("end", "column")];
        let places = places.map(|(end, unit)| finding["range"][end][unit].to_string());
        assert_eq!(row[4..8], places);
        let text = |value: &Value| on_one_line(value.as_str().expect("a text"));
        let expected = [
            (0, &finding["rule"]),
            (1, &finding["severity"]),
            (2, &finding["confidence"]),
            (3, &finding["path"]),
            (8, &finding["component"]["type"]),
            (9, &finding["component"]["name"]),
            (10, &finding["element"]),
            (11, &finding["message"]),
            (12, &finding["help"]),
            (13, &finding["url"]),
            (14, &finding["fingerprint"]),
            (15, &finding["status"]),
        ];
        for (column, value) in expected {
            assert_eq!(row[column].trim_start_matches('\''), text(value));
        }
    }
}

#[test]
fn csv_holds_no_formula() {
    let folder = Folder::new();
    folder.file("App.connectedApp", full_app()).hostile_file("=HYPERLINK(\"evil.example\").connectedApp", full_app());
    for name in ["=1", "+1", "-1", "@SUM(A1)", " =1", "a; =1", "\t=1", "\u{a0}=1"] {
        folder.hostile_file(&format!("{name}.connectedApp"), full_app());
    }
    let text = folder.run(&["check", "--format", "csv"], 1).stdout;
    let rows = rows(&text);
    assert_eq!(rows.len(), 11);
    let begins_formula = |cell: &str| cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    for cell in rows.iter().flatten().flat_map(|cell| cell.split(';')) {
        assert!(!begins_formula(cell), "{cell:?}");
    }
    assert!(rows.iter().any(|row| row[3] == "App.connectedApp") && rows.iter().any(|row| row[3] == "'=1.connectedApp"));
}

#[test]
fn csv_of_a_clean_run_is_its_header() {
    let folder = Folder::new();
    folder.file("App.connectedApp", good_app());
    assert_eq!(folder.run(&["check", "--format", "csv"], 0).stdout, HEADER);
}

#[test]
fn csv_has_a_row_for_every_problem_that_no_finding_tells() {
    let folder = unreadable();
    let report = folder.json(BOTH, 3);
    let text = folder.run(&[&["check", "--format", "csv"], BOTH].concat(), 3).stdout;
    let rows = rows(&text);
    let (problems, findings): (Vec<_>, Vec<_>) = rows.iter().skip(1).partition(|row| row[1] == "problem");
    assert_eq!(findings.len(), list(&report, "findings").len());
    for problem in list(&report, "problems") {
        let (path, message) = (problem["path"].as_str().expect("a path"), problem["message"].as_str().expect("text"));
        let reported = |row: &&Vec<String>| row[3].trim_start_matches('\'') == path && row[11] == on_one_line(message);
        assert_eq!(rows.iter().filter(reported).count(), 1, "{path}: {message}\n{text}");
    }
    assert_eq!(problems.len(), 1);
    assert!(problems.iter().all(|row| row[0].is_empty() && row[14].is_empty() && !row[11].is_empty()));
    let empty = Folder::new().run(&["check", "--format", "csv"], 3).stdout;
    assert!(empty.lines().nth(1).is_some_and(|line| line.starts_with(",problem,,")), "{empty}");
}

#[test]
fn csv_ends_its_lines_as_the_standard_says_and_holds_every_finding() {
    let folder = Folder::new();
    for number in 0..1200 {
        folder.file(&format!("{number:04}.connectedApp"), full_app());
    }
    let text = folder.run(&["check", "--format", "csv"], 1).stdout;
    assert_eq!((text.matches("\r\n").count(), text.matches('\n').count()), (1201, 1201));
    assert_eq!(rows(&text).len(), 1201);
}
