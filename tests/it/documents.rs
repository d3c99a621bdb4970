//! Version, completions and the manual page.

use std::fs;

use crate::common::{Folder, command, repository, run};

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
fn every_command_tells_the_version() {
    for command in ["check", "flows", "explain", "rules", "facts", "baseline", "init", "config", "completions", "man"] {
        assert_eq!(said(&[command, "--version"]), said(&["--version"]), "{command}");
    }
}

#[test]
fn every_shell_has_completions_with_every_command_and_name() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = said(&["completions", shell]);
        for command in
            ["check", "flows", "explain", "rules", "facts", "baseline", "init", "config", "completions", "man"]
        {
            assert!(script.contains(command), "{shell}: {command}");
        }
        for name in ["changed-since", "full-scope", "client-credentials", "incident-2025"] {
            // PowerShell and elvish complete options and commands only.
            let has_values = !matches!(shell, "powershell" | "elvish") || name == "changed-since";
            assert!(script.contains(name) || !has_values, "{shell}: {name}");
        }
    }
    let fish = said(&["completions", "fish"]);
    let helper = "__fish_calint_using_subcommand";
    assert!(
        fish.contains(&format!("function {helper}\n")) && fish.contains(&format!("-n \"{helper} explain\" -f -a \""))
    );
    run(command(repository()).args(["completions", "tcsh"]), 2);
}

/// What bash offers for the last of some words.
#[cfg(unix)]
fn completed(words: &[&str]) -> Vec<String> {
    let line = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let script = said(&["completions", "bash"]);
    let last = words.len() - 1;
    let (before, begun) = (words[last - 1], words[last]);
    let ask = format!("COMP_WORDS=({line}); COMP_CWORD={last}; _calint calint '{begun}' '{before}'");
    let text = format!("{script}\n{ask}; printf '%s\\n' \"${{COMPREPLY[@]}}\"");
    let output = std::process::Command::new("bash").args(["-c", &text]).output().expect("bash");
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_rules_groups_and_packs() {
    assert_eq!(completed(&["calint", "check", "--only", "full-sc"]), ["full-scope"]);
    assert_eq!(completed(&["calint", "check", "--skip", "scop"]), ["scopes"]);
    assert_eq!(completed(&["calint", "check", "--pack", "sb"]), ["sbs"]);
    assert_eq!(completed(&["calint", "rules", "--group", "sco"]), ["scopes"]);
    assert_eq!(completed(&["calint", "explain", "full-sc"]), ["full-scope"]);
    assert_eq!(completed(&["calint", "baseline", "create", "--only", "full-sc"]), ["full-scope"]);
    assert_eq!(completed(&["calint", "check", "--fix-o"]), ["--fix-only"]);
}

#[test]
fn each_command_has_a_page_of_the_manual() {
    let main = said(&["man"]);
    assert!(main.contains(".TH calint 1") && !main.contains(".TH calint-check"), "{main}");
    let commands = ["check", "flows", "explain", "rules", "facts", "baseline", "init", "config", "completions"];
    for command in commands {
        assert!(main.contains(&format!("calint\\-{command}")), "{command}");
        assert!(said(&["man", command]).contains(&format!(".TH calint-{command} 1")), "{command}");
    }
    let check = said(&["man", "check"]);
    assert!(check.contains("Exit codes: 0 nothing at or above") && check.contains("CALINT_FAIL_ON"), "{check}");
    assert!(said(&["man", "baseline", "create"]).contains("\\-\\-update"));
    let refused = run(command(repository()).args(["man", "chek"]), 2).stderr;
    assert!(refused.contains("no command is called `chek`; did you mean `check`?"), "{refused}");
    let folder = Folder::new();
    folder.run(&["man", "--into", "pages/man1"], 0);
    let page = |name: &str| fs::read_to_string(folder.path().join("pages/man1").join(name)).expect("a page");
    assert_eq!(page("calint.1"), main);
    assert_eq!(page("calint-check.1"), check);
    assert!(page("calint-baseline-create.1").contains("update"));
}

#[test]
fn the_text_of_an_error_leads_to_steps_of_flows_and_to_rules() {
    let said_of = |text: &str| said(&["explain", text]);
    let approval = said_of("user hasn't approved this consumer");
    assert!(approval.contains("in jwt-bearer, saml-bearer"), "{approval}");
    assert!(approval.contains("- jwt-bearer-not-preauthorized: "), "{approval}");
    // As in a log, and as in an address.
    let line = r#"{"error":"invalid_grant","error_description":"no client credentials user enabled"}"#;
    let address = "error=invalid_request&error_description=missing+required+code+challenge";
    assert!(said_of(line).contains("- no run-as user is named"), "{}", said_of(line));
    assert!(said_of(address).contains("- the app requires PKCE"), "{}", said_of(address));
    assert!(said_of("Username-Password Flow Disabled").contains("authentication failure"));
    // A text that calint does not know, and a mistyped name.
    for unknown in ["the moon is blue today", "full-scop"] {
        let said = run(command(repository()).args(["explain", unknown]), 2).stderr;
        assert!(said.contains("no rule is called"), "{said}");
    }
}
