//! Version, completions and the manual page.

use crate::common::{command, repository, run};

fn said(arguments: &[&str]) -> String {
    run(command(repository()).args(arguments), 0).stdout
}

#[test]
fn the_version_tells_commit_and_rule_edition() {
    let version = said(&["--version"]);
    let pattern = regex::Regex::new(r"^calint \d+\.\d+\.\d+ \(([0-9a-f]{7,}; )?rules \d{4}\.\d{2}\)\n$");
    assert!(pattern.expect("a pattern").is_match(&version), "{version}");
    assert!(version.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_shell_has_completions_with_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = said(&["completions", shell]);
        for command in ["check", "explain", "rules", "facts", "baseline", "init", "config", "completions", "man"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("changed-since"), "{shell}");
    }
    run(command(repository()).args(["completions", "tcsh"]), 2);
}

#[test]
fn the_manual_page_holds_every_command_and_the_exit_codes() {
    let page = said(&["man"]);
    assert!(page.contains(".TH calint 1"), "{page}");
    for command in ["check", "explain", "rules", "facts", "baseline", "init", "config", "completions"] {
        assert!(page.contains(&format!("calint\\-{command}")), "{command}");
    }
    assert!(page.contains("Exit codes: 0 nothing at or above"), "{page}");
}
