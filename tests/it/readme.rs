//! README.md is short and true: its output and the output in docs/ match the program, and the table of rules is the
//! list.

use std::collections::BTreeSet;
use std::fs;

use crate::common::markdown::{documentation, page};
use crate::common::{Folder, app, command, full_app, good_app, repository, run};
use regex::Regex;
use serde_json::Value;

/// The block that adopts calint.
const ADOPTION: &str = "calint init\n";

/// More would no longer be a window.
const MOST_LINES: usize = 150;

#[test]
fn the_readme_is_a_window() {
    let count = page("README.md").text.lines().count();
    assert!(count <= MOST_LINES, "README.md has {count} lines: move something to docs/");
}

fn without_empty_lines(text: &str) -> String {
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A line `…` marks what an excerpt leaves out: its pieces are in the output, in order, the first at the beginning
/// and the last at the end.
#[test]
fn each_screenful_is_the_true_output() {
    let mut shown_commands = Vec::new();
    for (name, block) in
        documentation().iter().flat_map(|page| page.blocks_in("console").into_iter().map(|it| (&page.name, it)))
    {
        let (prompt, shown) = block.split_once('\n').expect("a command and its output");
        let words = prompt.strip_prefix("$ cargo run --release -- ").expect("a prompt");
        let arguments: Vec<&str> = words.split(' ').collect();
        let output = run(command(repository()).args(&arguments), i32::from(arguments[0] == "check"));
        let all = without_empty_lines(&(output.stdout + &output.stderr)) + "\n";
        let shown = without_empty_lines(shown) + "\n";
        let mut rest = all.as_str();
        for (index, piece) in shown.split("…\n").enumerate() {
            let at = rest.find(piece).unwrap_or_else(|| panic!("{name}: not in the output:\n{piece}"));
            assert!(index > 0 || at == 0, "{name}: the output begins with something else than\n{piece}");
            rest = &rest[at + piece.len()..];
        }
        assert_eq!(rest, "", "{name}: the output goes on");
        shown_commands.push(format!("{name}: {}", arguments[0]));
    }
    assert_eq!(shown_commands, ["README.md: check", "docs/flows.md: flows"]);
}

#[test]
fn the_table_is_the_list_of_rules() {
    let table = run(command(repository()).args(["rules", "--format", "markdown"]), 0).stdout;
    let folder = Regex::new(r"\]\(rules/[a-z-]+/").expect("a pattern");
    let table = folder.replace_all(&table, "](../docs/rules/");
    let page = page("rules/README.md").text;
    assert!(
        page.ends_with(&format!("\n\n{table}")),
        "python3 checks/readme.py target/debug/calint rewrites rules/README.md"
    );
}

#[test]
fn an_old_repository_is_adopted_by_three_commands() {
    let adoptions = ["README.md", "docs/baseline.md"]
        .map(|name| page(name).blocks_in("sh").into_iter().find(|block| block.contains(ADOPTION)).expect("the block"));
    assert_eq!(adoptions[0], adoptions[1]);
    let block = &adoptions[0];
    let folder = Folder::new();
    folder.file("sfdx-project.json", "{}").file("force-app/Old.connectedApp-meta.xml", full_app());
    folder.run(&["check"], 1);
    let commands: Vec<&str> = block.lines().collect();
    assert_eq!(commands.len(), 3);
    for command in commands {
        let arguments: Vec<&str> = command.split_whitespace().skip(1).collect();
        folder.run(&arguments, 0);
    }
    // A new finding makes it fail, and its fix makes it pass.
    folder.file("force-app/New.connectedApp-meta.xml", full_app());
    folder.run(&["check"], 1);
    folder.run(&["check", "--fix", "--unsafe-fixes"], 0);
    folder.run(&["check"], 0);
    let fixed = fs::read_to_string(folder.path().join("force-app/New.connectedApp-meta.xml")).expect("the file");
    assert_eq!(fixed, good_app());
}

#[test]
fn the_configurations_are_valid() {
    let samples: Vec<String> = documentation().iter().flat_map(|page| page.blocks_in("toml")).collect();
    assert_eq!(samples.len(), 4);
    for sample in samples {
        let folder = Folder::new();
        folder.file("calint.toml", sample).run(&["config", "check"], 0);
    }
}

#[test]
fn the_problem_matcher_reads_the_concise_format() {
    let task: Value = serde_json::from_str(&page("docs/hooks.md").blocks_in("json").remove(0)).expect("JSON");
    let task = &task["tasks"][0];
    let pattern = &task["problemMatcher"]["pattern"];
    let regexp = Regex::new(pattern["regexp"].as_str().expect("a pattern")).expect("a regular expression");
    let folder = Folder::new();
    let scopes = "        <callbackUrl>https://erp.acme.example/a</callbackUrl>\n        <isAdminApproved>true</isAdminApproved>\n        \
                  <scopes>Full</scopes>\n        <scopes>Api</scopes>";
    let policy = "    <oauthPolicy>\n        <ipRelaxation>BYPASS</ipRelaxation>\n    </oauthPolicy>";
    folder.file("force app/connectedApps/Zürich (1).connectedApp-meta.xml", app(scopes, policy));
    let report = folder.json(&["--profile", "audit"], 1);
    let command = task["command"].as_str().expect("a command");
    let arguments: Vec<&str> = command.split(' ').skip(1).chain(["--profile", "audit"]).collect();
    let text = folder.run(&arguments, 1).stdout;
    let findings = report["findings"].as_array().expect("findings");
    assert_eq!(text.lines().count(), findings.len());
    let mut severities = BTreeSet::new();
    for (line, finding) in text.lines().zip(findings) {
        let captures = regexp.captures(line).expect("the pattern matches");
        let reported = |part: &str| {
            let group = pattern[part].as_u64().and_then(|group| usize::try_from(group).ok()).expect("a group");
            captures[group].to_owned()
        };
        let start = &finding["range"]["start"];
        assert_eq!(reported("file"), finding["path"].as_str().expect("a path"));
        assert_eq!((reported("line"), reported("column")), (start["line"].to_string(), start["column"].to_string()));
        assert_eq!(reported("severity"), finding["severity"].as_str().expect("a severity"));
        assert_eq!(reported("code"), finding["rule"].as_str().expect("a rule"));
        assert_eq!(reported("message"), finding["message"].as_str().expect("a message"));
        severities.insert(reported("severity"));
    }
    assert_eq!(severities.into_iter().collect::<Vec<_>>(), ["error", "info", "warning"]);
}
