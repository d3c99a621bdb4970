//! `calint init`: what it writes, where it writes it, and what it leaves alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use calint::testing::file_pattern;

use crate::common::{Folder, command, run};

const HOOK: &str = ".pre-commit-config.yaml";
const GITHUB: &str = ".github/workflows/calint.yml";
const GITLAB: &str = ".gitlab-ci.yml";

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Acme", "-c", "user.email=crm@acme.example"];
    let output = Command::new("git").current_dir(folder).args(identity).args(arguments).output().expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs with the variables that Git needs to be found.
fn init(folder: &Path, arguments: &[&str]) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    run(command(folder).env("PATH", path).arg("init").args(arguments), 0);
}

#[test]
fn hooks_and_workflows_come_to_a_configuration_that_is_there() {
    let folder = Folder::new();
    folder.file("calint.toml", "profile = \"strict\"\n");
    let run = folder.run(&["init", "--pre-commit", "--ci", "github"], 0);
    assert!(run.stderr.contains("calint: kept calint.toml\n"), "{}", run.stderr);
    assert_eq!(text(&folder, "calint.toml"), "profile = \"strict\"\n");
    assert!(text(&folder, HOOK).contains("entry: calint check\n"));
    assert!(text(&folder, GITHUB).contains("uses: OWNER/calint@COMMIT\n"));
    folder.run(&["init", "--ci", "gitlab"], 0);
    assert!(text(&folder, GITLAB).contains("-- .\""));
    let run = folder.run(&["init"], 2);
    assert!(run.stderr.contains("`--pre-commit` and `--ci` add a hook and a workflow"), "{}", run.stderr);
}

#[test]
fn from_a_subfolder_hooks_and_workflows_go_to_the_top_of_the_repository() {
    for (arguments, within) in [(&["packages/crm"][..], "."), (&[], "packages/crm"), (&["."], "packages/crm")] {
        let folder = Folder::new();
        folder.folder("packages/crm");
        let both = [&["--pre-commit", "--ci", "github"], arguments].concat();
        init(&folder.path().join(within), &both);
        init(&folder.path().join(within), &[&["--ci", "gitlab"], arguments].concat());
        assert!(text(&folder, "packages/crm/calint.toml").contains("edition = "));
        let hook = text(&folder, HOOK);
        assert!(hook.contains(&format!("files: '^packages/crm(?=/).*{}'\n", file_pattern())), "{hook}");
        assert!(text(&folder, GITHUB).contains("          paths: \"packages/crm\"\n"));
        assert!(text(&folder, GITLAB).contains(" -- packages/crm\"\n"));
        let inside = fs::read_dir(folder.path().join("packages/crm")).expect("the folder").count();
        assert_eq!(inside, 1, "nothing but calint.toml");
    }
}

#[test]
fn a_subfolder_keeps_the_configuration_above_it() {
    let folder = Folder::new();
    folder.file("calint.toml", "profile = \"strict\"\n").folder("packages/crm");
    folder.run(&["init", "packages/crm", "--pre-commit"], 0);
    assert!(!folder.path().join("packages/crm/calint.toml").exists());
    let run = folder.run(&["init", "packages/crm"], 0);
    assert!(run.stderr.contains("it replaces calint.toml here"), "{}", run.stderr);
    assert!(folder.path().join("packages/crm/calint.toml").exists());
}

#[test]
fn what_to_add_is_printed_if_the_file_exists() {
    let folder = Folder::new();
    folder.file(HOOK, "repos: []\n").file(GITHUB, "on: push\n").file(GITLAB, "a: 1\n");
    let printed = folder.run(&["init", "--pre-commit"], 0);
    assert!(printed.stdout.starts_with("  - repo: local\n"), "{}", printed.stdout);
    assert!(printed.stderr.contains(".pre-commit-config.yaml exists already; add this below `repos:`\n"));
    assert!(folder.run(&["init", "--ci", "github"], 0).stdout.contains("\non:\n  pull_request:\n"));
    assert!(folder.run(&["init", "--ci", "gitlab"], 0).stdout.contains("\ncalint:\n"));
    assert_eq!([HOOK, GITHUB, GITLAB].map(|name| text(&folder, name)), ["repos: []\n", "on: push\n", "a: 1\n"]);
}

/// The branch in the workflow of a repository that Git made by some commands.
fn branch(commands: &[&[&str]]) -> String {
    let folder = Folder::outside_git();
    for arguments in commands {
        git(folder.path(), arguments);
    }
    init(folder.path(), &["--ci", "github"]);
    let workflow = text(&folder, GITHUB);
    let line = workflow.lines().find_map(|line| line.strip_prefix("    branches: ")).expect("the branches");
    line.to_owned()
}

#[test]
fn the_workflow_runs_on_the_default_branch() {
    let start = |name: &'static str| [["init", "-q", "-b", name], ["commit", "-q", "--allow-empty", "-mA"]];
    let commands = |[init, commit]: &[[&'static str; 4]; 2]| [init.to_vec(), commit.to_vec()];
    let of = |name: &'static str, more: &[&[&str]]| {
        let [init, commit] = commands(&start(name));
        let mut all: Vec<&[&str]> = vec![&init, &commit];
        all.extend(more);
        branch(&all)
    };
    assert_eq!(of("master", &[]), "[\"master\"]");
    assert_eq!(of("feature", &[]), "[\"main\"]");
    let head = |to| ["symbolic-ref", "refs/remotes/origin/HEAD", to];
    assert_eq!(of("main", &[&head("refs/remotes/origin/release/next")]), "[\"release/next\"]");
    // The name of a branch is always a text in YAML.
    assert_eq!(of("main", &[&head("refs/remotes/origin/a\"]")]), "[\"a\\\"]\"]");
    // Without Git on the path nothing can be asked.
    let folder = Folder::new();
    folder.run(&["init", "--ci", "github"], 0);
    assert!(text(&folder, GITHUB).contains("    branches: [\"main\"]\n"));
}

/// Names of folders are words of a shell in one file and texts in another.
#[test]
fn names_of_folders_stay_texts() {
    let folder = Folder::new();
    folder.folder("it's $(here)");
    folder.run(&["init", "it's $(here)", "--pre-commit", "--ci", "github"], 0);
    folder.run(&["init", "it's $(here)", "--ci", "gitlab"], 0);
    assert!(text(&folder, HOOK).contains(r"files: '^it''s \$\(here\)(?=/).*"));
    assert!(text(&folder, GITHUB).contains("paths: \"it's $(here)\"\n"));
    assert!(text(&folder, GITLAB).contains(r#" -- 'it'\\''s $(here)'""#), "{}", text(&folder, GITLAB));
}
