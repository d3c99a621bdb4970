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
        for command in
            ["check", "flows", "explain", "rules", "facts", "baseline", "init", "config", "completions", "man"]
        {
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
    for command in ["check", "flows", "explain", "rules", "facts", "baseline", "init", "config", "completions"] {
        assert!(page.contains(&format!("calint\\-{command}")), "{command}");
    }
    assert!(page.contains("Exit codes: 0 nothing at or above"), "{page}");
}

#[test]
fn the_text_of_an_error_leads_to_steps_of_flows_and_to_rules() {
    let said_of = |text: &str| said(&["explain", text]);
    let approval = said_of("user hasn't approved this consumer");
    assert!(approval.contains("in jwt-bearer, saml-bearer"), "{approval}");
    assert!(approval.contains("- jwt-bearer-not-preauthorized: "), "{approval}");
    // As it stands in a log, and in an address.
    let line = r#"{"error":"invalid_grant","error_description":"no client credentials user enabled"}"#;
    let address = "error=invalid_request&error_description=missing+required+code+challenge";
    assert!(said_of(line).contains("- no run-as user is named"), "{}", said_of(line));
    assert!(said_of(address).contains("- PKCE is demanded"), "{}", said_of(address));
    assert!(said_of("Username-Password Flow Disabled").contains("authentication failure"));
    // What nobody knows, and what is a mistyped name.
    for unknown in ["the moon is blue today", "full-scop"] {
        let said = run(command(repository()).args(["explain", unknown]), 2).stderr;
        assert!(said.contains("no rule is called"), "{said}");
    }
}
