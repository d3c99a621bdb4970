//! The README tells the truth: its output is the program's, its table is the list, its commands run.

use std::collections::BTreeSet;
use std::fs;

use crate::common::{Folder, app, command, full_app, good_app, repository, run, zip};
use regex::Regex;
use serde_json::Value;

/// The block that adopts calint; a test of its own runs it.
const ADOPTION: &str = "calint init\n";

fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).expect("the README")
}

/// All code blocks, each with its language.
fn all_blocks() -> Vec<(String, String)> {
    let text = readme();
    let fenced = text.split("```").skip(1).step_by(2);
    let block = |block: &str| {
        let (language, lines) = block.split_once('\n').expect("a language");
        (language.to_owned(), lines.to_owned())
    };
    fenced.map(block).collect()
}

/// Lines of the code blocks of a language.
fn blocks(language: &str) -> Vec<String> {
    all_blocks().into_iter().filter(|(of, _)| of == language).map(|(_, lines)| lines).collect()
}

/// Command lines of calint, in whatever they are wrapped: a shell, YAML, Groovy or JSON.
fn command_lines() -> Vec<String> {
    let wrapped =
        Regex::new(r#"^\s*(?:(?:- )?(?:script: )?|"command": "|.*\bsh ')(calint [^'#>"]*)"#).expect("a pattern");
    let blocks: Vec<_> = all_blocks().into_iter().filter(|(_, block)| !block.contains(ADOPTION)).collect();
    let lines = blocks.iter().flat_map(|(_, block)| block.lines());
    lines.filter_map(|line| Some(wrapped.captures(line)?[1].trim().to_owned())).collect()
}

#[test]
fn each_screenful_is_the_true_output() {
    let mut shown_commands = Vec::new();
    for block in blocks("console") {
        let (prompt, shown) = block.split_once('\n').expect("a command and its output");
        let words = prompt.strip_prefix("$ cargo run --release -- ").expect("a prompt");
        let arguments: Vec<&str> = words.split(' ').collect();
        let output = run(command(repository()).args(&arguments), i32::from(arguments[0] == "check"));
        let all = output.stdout + &output.stderr;
        let filled =
            |text: &str| text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        assert_eq!(filled(shown), filled(&all), "{prompt}");
        shown_commands.push(arguments[0].to_owned());
    }
    assert_eq!(shown_commands, ["check", "flows"]);
}

#[test]
fn the_table_is_the_list_of_rules() {
    let table = run(command(repository()).args(["rules", "--format", "markdown"]), 0).stdout;
    assert!(readme().contains(&table), "paste the output of `calint rules --format markdown` into the README");
}

#[test]
fn every_command_line_of_calint_runs() {
    let folder = Folder::new();
    folder.file("force-app/connectedApps/App.connectedApp-meta.xml", full_app());
    folder.file("audit/users.json", "[]").file("facts/users.json", "[]");
    folder.file("facts/prod/users.json", "[]").file("facts/uat/users.json", "[]");
    folder.file("retrieve.zip", zip(&[("connectedApps/App.connectedApp", full_app().as_bytes())]));
    folder.folder("test-results");
    let lines = command_lines();
    for line in &lines {
        let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
        let finds = arguments[0] == "check" && !arguments.contains(&"--exit-zero");
        folder.run(&arguments, i32::from(finds));
    }
    assert_eq!(lines.len(), 21);
    // No other block runs calint in a way that was not seen; the hook's `entry` is tried elsewhere.
    let blocks: Vec<_> = all_blocks().into_iter().filter(|(_, block)| !block.contains(ADOPTION)).collect();
    let mentions = blocks.iter().flat_map(|(_, block)| block.lines()).filter(|line| line.contains("calint check"));
    let mentions = mentions.filter(|line| !line.contains("entry: calint check"));
    assert_eq!(mentions.count(), lines.iter().filter(|line| line.starts_with("calint check")).count());
}

#[test]
fn an_old_repository_is_adopted_by_three_commands() {
    let block = blocks("sh").into_iter().find(|block| block.contains(ADOPTION)).expect("the block");
    let folder = Folder::new();
    folder.file("sfdx-project.json", "{}").file("force-app/Old.connectedApp-meta.xml", full_app());
    folder.run(&["check"], 1);
    let commands: Vec<&str> = block.lines().collect();
    assert_eq!(commands.len(), 3);
    for command in commands {
        let arguments: Vec<&str> = command.split_whitespace().skip(1).collect();
        folder.run(&arguments, 0);
    }
    // A new fault turns it red, and mending it turns it green.
    folder.file("force-app/New.connectedApp-meta.xml", full_app());
    folder.run(&["check"], 1);
    folder.run(&["check", "--fix", "--unsafe-fixes"], 0);
    folder.run(&["check"], 0);
    let mended = fs::read_to_string(folder.path().join("force-app/New.connectedApp-meta.xml")).expect("the file");
    assert_eq!(mended, good_app());
}

#[test]
fn the_configurations_are_valid() {
    let samples = blocks("toml");
    assert_eq!(samples.len(), 2);
    for sample in samples {
        let folder = Folder::new();
        folder.file("calint.toml", sample).run(&["config", "check"], 0);
    }
}

#[test]
fn the_problem_matcher_reads_the_concise_format() {
    let task: Value = serde_json::from_str(&blocks("json").remove(0)).expect("JSON");
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
        let told = |part: &str| {
            let group = pattern[part].as_u64().and_then(|group| usize::try_from(group).ok()).expect("a group");
            captures[group].to_owned()
        };
        let start = &finding["range"]["start"];
        assert_eq!(told("file"), finding["path"].as_str().expect("a path"));
        assert_eq!((told("line"), told("column")), (start["line"].to_string(), start["column"].to_string()));
        assert_eq!(told("severity"), finding["severity"].as_str().expect("a severity"));
        assert_eq!(told("code"), finding["rule"].as_str().expect("a rule"));
        assert_eq!(told("message"), finding["message"].as_str().expect("a message"));
        severities.insert(told("severity"));
    }
    assert_eq!(severities.into_iter().collect::<Vec<_>>(), ["error", "info", "warning"]);
}
