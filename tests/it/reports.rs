//! The formats: the frozen JSON, one line for each finding, pictures, colors, and the other commands.

use crate::common::{Folder, app, command, full_app, good_app, repository, run};
use serde_json::{Value, json};

const APP: &str = "connectedApps/App.connectedApp-meta.xml";

fn one_finding() -> Folder {
    let folder = Folder::new();
    folder.file(APP, full_app());
    folder
}

#[test]
fn json_is_the_contract_to_the_letter() {
    let mut report = one_finding().json(&[], 1);
    // How many there are in stricter profiles is tried elsewhere.
    report["summary"]["hidden"] = 0.into();
    let finding = report["findings"][0].as_object_mut().expect("a finding");
    let fingerprint = finding.remove("fingerprint").expect("a fingerprint");
    assert_eq!(fingerprint.as_str().map(str::len), Some(32));
    let url = "https://developer.salesforce.com/blogs/2023/03/using-the-client-credentials-flow-for-easier-api-authentication";
    assert_eq!(
        report,
        json!({
            "schema": 1,
            "tool": { "name": "calint", "version": env!("CARGO_PKG_VERSION") },
            "summary": {
                "files": 1, "apps": 1, "errors": 1, "warnings": 0, "infos": 0, "accepted": 0, "baselined": 0, "hidden": 0,
                "verdict": "findings", "exit_code": 1
            },
            "findings": [{
                "rule": "full-scope", "severity": "error", "confidence": "high", "evidence": "official", "status": "active",
                "message": "`App` asks for `Full`: its tokens reach everything that the user can reach",
                "help": "replace `Full` with the scopes in use, usually `Api`",
                "url": url,
                "component": { "type": "ConnectedApp", "name": "App" },
                "path": APP,
                "element": "ConnectedApp/oauthConfig/scopes",
                "range": {
                    "start": { "line": 8, "column": 17, "offset": full_app().find("Full") },
                    "end": { "line": 8, "column": 21, "offset": full_app().find("Full").map(|at| at + 4) }
                },
                "related": [],
                "fix": {
                    "safety": "unsafe",
                    "title": "replace `Full` with `Api`",
                    "edits": [{
                        "path": APP,
                        "start": full_app().find("Full"),
                        "end": full_app().find("Full").map(|at| at + 4),
                        "text": "Api"
                    }]
                }
            }],
            "problems": []
        })
    );
}

#[test]
fn an_absent_element_is_placed_at_its_parents_start_tag() {
    let folder = Folder::new();
    folder.file(APP, good_app().replace("        <isAdminApproved>true</isAdminApproved>\n", ""));
    let report = folder.json(&["--only", "self-authorize-allowed"], 1);
    let finding = &report["findings"][0];
    assert_eq!(finding["element"], "ConnectedApp/oauthConfig/isAdminApproved");
    assert_eq!(crate::common::under(good_app().as_bytes(), &finding["range"]), b"<oauthConfig>");
}

#[test]
fn every_callback_has_a_place_of_its_own() {
    let callbacks = "        \
                     <callbackUrl>https://a.acme.example/cb\r\n\thttp://b.acme.example/cb&amp;x\n\nhttp://localhost/cb\rftp://c.acme.example\
                     </callbackUrl>\n        <isAdminApproved>true</isAdminApproved>";
    let text = app(callbacks, "");
    let folder = Folder::new();
    folder.file(APP, &text);
    let report = folder.json(&["--only", "callback-insecure-scheme"], 1);
    let regions: Vec<_> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| String::from_utf8_lossy(crate::common::under(text.as_bytes(), &finding["range"])).into_owned())
        .collect();
    assert_eq!(regions, ["http://b.acme.example/cb&amp;x", "ftp://c.acme.example"]);
}

#[test]
fn concise_is_one_line_each() {
    let text = one_finding().run(&["check", "--format", "concise"], 1).stdout;
    assert_eq!(
        text,
        format!(
            "{APP}:8:17: error[full-scope] `App` asks for `Full`: its tokens reach everything that the user can reach\n"
        )
    );
}

#[test]
fn full_shows_the_line_the_advice_and_where_to_read_on() {
    let text = one_finding().run(&["check"], 1).stdout;
    for part in [
        "error[full-scope]",
        &format!("{APP}:8:17"),
        "<scopes>Full</scopes>",
        "────",
        "help: replace",
        "calint explain full-scope",
        "https://developer.salesforce.com/",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn full_points_at_the_right_columns_beside_tabs_wide_characters_and_line_ends() {
    for (before, after) in [("\t", ""), ("<!-- 日本語 🦀 é -->", ""), ("", "\r")] {
        let folder = Folder::new();
        folder.file(
            APP,
            full_app()
                .replace("        <scopes>", &format!("        {before}<scopes>"))
                .replace("</scopes>", &format!("</scopes>{after}")),
        );
        let text = folder.run(&["check"], 1).stdout;
        let mut lines = text.lines().skip_while(|line| !line.contains("<scopes>Full"));
        let (code, marks) = (lines.next().expect("the line"), lines.next().expect("the marks"));
        // In terminal cells: wide characters take two, tabs up to the next stop of four.
        let cells = |text: &str| text.chars().map(|it| if it > '\u{1100}' && it != '─' { 2 } else { 1 }).sum::<usize>();
        let at = |line: &str, part: &str| cells(&line[..line.find(part).expect("the part")].replace(['│', '·'], "|"));
        assert_eq!(at(code, "Full"), at(marks, "────"), "{text}");
    }
}

#[test]
fn colors_follow_the_flag_then_no_color_then_the_terminal() {
    let folder = one_finding();
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = command(folder.path());
        run(command.arg("check").args(arguments).envs(variables.iter().copied()), 1).stdout.contains('\u{1b}')
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")]));
}

#[test]
fn stdout_carries_the_report_and_nothing_else() {
    let folder = one_finding();
    folder.file("connectedApps/Cut.connectedApp", "<x");
    let run = folder.run(&["check", "--format", "json", "-v"], 3);
    assert_eq!(run.json()["summary"]["verdict"], "incomplete");
    assert!(run.stderr.starts_with("calint: "));
}

#[test]
fn the_list_of_rules_is_the_same_in_all_formats() {
    let folder = Folder::new();
    let list = folder.run(&["rules", "--format", "json"], 0).json();
    let names: Vec<&str> =
        list["rules"].as_array().expect("rules").iter().map(|rule| rule["name"].as_str().expect("a name")).collect();
    assert_eq!((list["schema"].as_u64(), names.len()), (Some(1), calint::testing::RULES.len()));
    let keys: Vec<&str> = list["rules"][0].as_object().expect("a rule").keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["confidence", "fixable", "group", "name", "packs", "profile", "severity", "since", "summary", "url"]
    );
    let text = folder.run(&["rules"], 0).stdout;
    let listed = text.lines().skip(1).filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    assert_eq!(listed.collect::<Vec<_>>(), names);
    let markdown = folder.run(&["rules", "--format", "markdown"], 0).stdout;
    for name in names {
        assert!(markdown.contains(&format!("[`{name}`](rules/")));
    }
}

#[test]
fn explain_shows_the_page_of_every_rule() {
    let folder = Folder::new();
    for rule in calint::testing::RULES {
        let text = folder.run(&["explain", rule.name()], 0).stdout;
        for section in ["What it checks", "Why it matters", "Bad", "Good", "How to fix", "When to accept", "References"]
        {
            assert!(text.lines().any(|line| line == section), "{}: no {section}", rule.name());
        }
        assert!(text.contains(rule.page.url()) && !text.contains("finding=\"") && !text.contains('\u{1b}'));
    }
    let absent = folder.run(&["explain", "inventory-entry-missing"], 0).stdout;
    assert!(absent.contains("--- calint.toml (absent: with this file, the rule reports a finding)\ninventory = "));
    assert!(folder.run(&["explain", "full-scope", "--color", "always"], 0).stdout.contains('\u{1b}'));
}

#[test]
fn links_of_the_markdown_list_lead_to_pages() {
    let markdown = Folder::new().run(&["rules", "--format", "markdown"], 0).stdout;
    let links = markdown.split("](").skip(1).map(|rest| rest.split(')').next().expect("an end"));
    for link in links {
        assert!(repository().join(link).is_file(), "{link}");
    }
}

#[test]
fn a_clean_run_says_nothing_on_stdout() {
    let folder = Folder::new();
    folder.file(APP, good_app());
    for format in ["full", "concise"] {
        assert_eq!(folder.run(&["check", "--format", format], 0).stdout, "");
    }
    assert_eq!(folder.json(&[], 0)["findings"], Value::Array(Vec::new()));
}

#[test]
fn help_and_version_are_no_errors() {
    let folder = Folder::new();
    for arguments in [&["--help"][..], &["check", "--help"], &["explain", "-h"], &["--version"]] {
        let run = folder.run(arguments, 0);
        assert!(!run.stdout.is_empty() && run.stderr.is_empty());
    }
}
