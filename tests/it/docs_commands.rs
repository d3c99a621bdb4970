//! Every command of README.md and of the pages below docs/ runs, or a mark before it says why it does not.

use std::collections::BTreeSet;

use crate::common::markdown::{Block, Page, documentation};
use crate::common::{Folder, Run, command, full_app, git, repository, run, zip};
use regex::Regex;

/// Pages with commands that need more than a folder, and what runs those commands.
const RUN_ELSEWHERE: [(&str, &str); 3] = [
    ("docs/experiments.md", "checks/in-an-org/try.py"),
    ("docs/facts.md", "tests/it/facts_script.rs"),
    ("docs/flows.md", "tests/it/flow_page.rs"),
];

/// All blocks that no test runs, by a word in them.
const NOT_RUN: [&str; 5] = [
    "cargo install --locked --path",
    "cargo install --locked --git",
    "cargo install --locked --git",
    "pip install calint",
    "sf plugins install @calint/sf-plugin",
];

fn pages() -> Vec<Page> {
    let is_ours = |page: &Page| RUN_ELSEWHERE.iter().all(|(name, _)| *name != page.name);
    documentation().into_iter().filter(is_ours).collect()
}

/// Commands of calint in a block, wrapped in a shell, YAML, Groovy, or JSON.
fn commands(block: &Block) -> Vec<String> {
    let wrapped =
        Regex::new(r#"^\s*(?:(?:- )?(?:script: )?|"command": "|.*\bsh ')(calint [^'#]*?)(?:['"],?.*|\s+#.*)?$"#);
    let wrapped = wrapped.expect("a pattern");
    let in_shell = |line: &str| line.split(" # ").next().unwrap_or_default().trim().to_owned();
    if block.language == "sh" {
        return block.lines.lines().filter(|line| !line.starts_with('#')).map(in_shell).collect();
    }
    block.lines.lines().filter_map(|line| Some(wrapped.captures(line)?[1].trim().to_owned())).collect()
}

/// The words of a command; double quotes keep a text together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// A project with one finding, with everything that the commands name.
fn project() -> Folder {
    let folder = Folder::outside_git();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["commit", "-q", "--allow-empty", "-m", "first"]);
    git(folder.path(), &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    folder.file("sfdx-project.json", "{}").file("force-app/connectedApps/App.connectedApp-meta.xml", full_app());
    folder.file("audit/users.json", "[]").file("facts/users.json", "[]");
    folder.file("retrieve.zip", zip(&[("connectedApps/App.connectedApp", full_app().as_bytes())]));
    folder.folder("test-results");
    folder
}

/// Runs a command line of calint, with a file behind `>` if there is one, and expects an exit code.
fn run_line(folder: &Folder, line: &str, code: i32) -> Run {
    let (line, into) = line.split_once(" > ").map_or((line, None), |(line, file)| (line, Some(file)));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let ran = run(command(folder.path()).env("PATH", path).args(&words(line)[1..]), code);
    into.map(|file| folder.file(file, &ran.stdout));
    ran
}

/// Runs the commands of a block one after another in a new project.
fn run_block(block: &Block, name: &str) -> usize {
    let (folder, commands) = (project(), commands(block));
    let ci = std::fs::read_to_string(repository().join(".ci/run")).expect("the script");
    let mut finds = true;
    if commands.first().is_some_and(|line| line.starts_with("calint baseline")) {
        run_line(&folder, "calint baseline create", 0);
    }
    for line in &commands {
        if line.starts_with("cargo ") {
            // The two commands for a fresh clone, which .ci/run calls with `--locked`.
            let in_ci =
                line.replacen("--release", "--release --locked", 1).replace("cargo test", "cargo test --locked");
            assert!(ci.contains(&in_ci), "{name}: no test runs {line}");
            continue;
        }
        assert!(line.starts_with("calint "), "{name}: no test runs {line}");
        let fails = line.starts_with("calint check") && !line.contains("--exit-zero") && finds;
        run_line(&folder, line, i32::from(fails));
        finds &= !line.starts_with("calint baseline create") && !line.starts_with("calint check --fix --unsafe-fixes");
    }
    commands.len()
}

#[test]
fn every_command_of_the_pages_runs() {
    let (mut ran, mut not_run) = (0, Vec::new());
    for page in pages() {
        for block in page.blocks() {
            if block.is_not_run {
                not_run.push(block.lines);
                continue;
            }
            ran += run_block(&block, &page.name);
            // No other line of a configuration or a shell runs calint in a way that was not seen.
            let wraps = !matches!(block.language.as_str(), "text" | "console" | "toml");
            let calls = |line: &&str| line.contains("calint check") && !line.contains("entry: calint check");
            let mentions = block.lines.lines().filter(calls).count();
            let seen = commands(&block).iter().filter(|line| line.starts_with("calint check")).count();
            assert!(!wraps || mentions == seen, "{}: a command is not seen in\n{}", page.name, block.lines);
        }
    }
    assert!(ran > 45, "{ran}");
    assert_eq!(not_run.len(), NOT_RUN.len(), "{not_run:?}");
    assert!(not_run.iter().zip(NOT_RUN).all(|(block, word)| block.contains(word)), "{not_run:?}");
}

#[test]
fn what_runs_the_commands_of_other_pages_reads_them() {
    for (page, script) in RUN_ELSEWHERE {
        let text = std::fs::read_to_string(repository().join(script)).expect("a file of the repository");
        assert!(text.contains(page), "{script} does not read {page}");
    }
}

/// Names of other linters that options have, too, and that no help lists. `help.rs` tries them.
const ALIASES: [&str; 3] = ["--ignore", "--output-format", "--select"];

/// The options of all commands, by their long names.
fn options() -> BTreeSet<String> {
    let commands = ["check", "flows", "explain", "rules", "facts", "init", "completions", "man"];
    let nested = [("baseline", "create"), ("baseline", "check"), ("config", "show"), ("config", "schema")];
    let calls = commands.iter().map(|name| vec![*name]).chain(nested.map(|(name, below)| vec![name, below]));
    let helps = calls.map(|mut call| {
        call.push("--help");
        run(command(repository()).args(&call), 0).stdout
    });
    let option = Regex::new(r"--[a-z][a-z-]+").expect("a pattern");
    helps.flat_map(|help| option.find_iter(&help).map(|it| it.as_str().to_owned()).collect::<Vec<_>>()).collect()
}

#[test]
fn every_option_that_a_page_names_exists() {
    let (mut options, option) = (options(), Regex::new(r"--[a-z][a-z-]+").expect("a pattern"));
    let is_ours = |code: &String| code.starts_with("calint ") || code.starts_with("--");
    options.extend(ALIASES.map(str::to_owned));
    let mut named = BTreeSet::new();
    for page in documentation().iter().filter(|page| page.name != "docs/experiments.md") {
        for code in page.code().into_iter().filter(is_ours) {
            for name in option.find_iter(&code) {
                assert!(options.contains(name.as_str()), "{} names {}", page.name, name.as_str());
                named.insert(name.as_str().to_owned());
            }
        }
    }
    assert!(named.len() > 20, "{named:?}");
}
