//! What a repository can and cannot do to its own check.

use std::fs;
use std::process::Command;

use crate::common::{Folder, command, full_app, rules, run};

fn git(folder: &Folder, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@acme.example"];
    let status = Command::new("git").current_dir(folder.path()).args(identity).args(arguments).output();
    assert!(status.is_ok_and(|output| output.status.success()), "{arguments:?}");
}

/// A repository of Git with an app that an ignore file hides, by its name or by its folder.
fn hiding(ignored: &str) -> Folder {
    let folder = Folder::outside_git();
    git(&folder, &["init", "-q"]);
    folder.file(".gitignore", ignored).file("apps/Hidden.connectedApp", full_app());
    folder.file("Shown.connectedApp", full_app().replace("Full", "Api"));
    folder
}

#[test]
fn what_git_tracks_is_checked_whatever_ignore_files_say() {
    for ignored in ["*Hidden*\n", "apps/\n", "*\n"] {
        let folder = hiding(ignored);
        let before = folder.json(&["--only", "full-scope", "--allow-empty"], 0);
        assert_eq!(rules(&before), Vec::<String>::new(), "{ignored}: Git does not track it yet");
        git(&folder, &["add", "-f", "-A"]);
        let report = folder.json(&["--only", "full-scope"], 1);
        assert_eq!(report["findings"][0]["path"], "apps/Hidden.connectedApp", "{ignored}");
        let inner = folder.json(&["--only", "full-scope", "apps"], 1);
        assert_eq!(rules(&inner), ["full-scope"], "{ignored}");
    }
}

#[cfg(unix)]
#[test]
fn what_git_tracks_is_checked_whatever_the_encoding_of_its_name() {
    use std::os::unix::ffi::OsStrExt;
    let folder = hiding("apps/\n");
    let name = std::ffi::OsStr::from_bytes(b"Caf\xe9.connectedApp");
    // Some file systems take names in UTF-8 alone.
    let Ok(()) = fs::write(folder.path().join("apps").join(name), full_app()) else { return };
    git(&folder, &["add", "-f", "-A"]);
    let report = folder.json(&["--only", "full-scope"], 1);
    assert_eq!(rules(&report), ["full-scope", "full-scope"], "{report}");
}

#[test]
fn tracked_files_that_are_gone_are_no_problem() {
    let folder = hiding("apps/\n");
    git(&folder, &["add", "-f", "-A"]);
    fs::remove_file(folder.path().join("apps/Hidden.connectedApp")).expect("it can be removed");
    folder.run(&["check", "--only", "full-scope"], 0);
}

/// A repository that hides its findings in every way.
fn loosened() -> Folder {
    let folder = hiding("apps/\n");
    folder.file("calint.toml", "exclude = [\"**\"]\n[rules]\nfull-scope = \"off\"\n");
    let comment = "<oauthConfig><!-- calint: accept(full-scope) we like it -->";
    folder.file("Accepted.connectedApp", full_app().replace("<oauthConfig>", comment));
    folder
}

#[test]
fn an_untrusted_repository_decides_nothing() {
    let folder = loosened();
    folder.run(&["check", "--only", "full-scope", "--allow-empty"], 0);
    let report = folder.json(&["--untrusted", "--only", "full-scope"], 1);
    assert_eq!(rules(&report), ["full-scope", "full-scope"]);
    fs::remove_file(folder.path().join("calint.toml")).expect("it can be removed");
    folder.run(&["baseline", "create", "--no-ignore", "--only", "full-scope"], 0);
    folder.run(&["check", "--no-ignore", "--only", "full-scope"], 0);
    assert_eq!(rules(&folder.json(&["--untrusted", "--only", "full-scope"], 1)).len(), 2);
}

#[test]
fn an_untrusted_repository_is_checked_by_the_policy_of_the_command_line() {
    let (folder, policy) = (loosened(), Folder::outside_git());
    policy.file("policy.toml", "[rules]\nfull-scope = \"off\"\n");
    let policy = policy.path().join("policy.toml").display().to_string();
    folder.run(&["check", "--untrusted", "--config", &policy, "--profile", "audit", "--exit-zero"], 0);
    let report = folder.json(&["--untrusted", "--config", &policy], 0);
    assert_eq!((rules(&report), &report["summary"]["apps"]), (Vec::new(), &3.into()), "all apps, by the policy alone");
    folder.run(&["check", "--untrusted", "--changed-since", "HEAD"], 2);
}

#[cfg(unix)]
#[test]
fn an_untrusted_repository_runs_no_git() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, programs) = (hiding("apps/\n"), Folder::outside_git());
    let mark = programs.path().join("it-ran");
    programs.file("git", format!("#!/bin/sh\necho >> {}\n", mark.display()));
    let script = programs.path().join("git");
    fs::set_permissions(script, fs::Permissions::from_mode(0o755)).expect("the mode can be set");
    for (arguments, code, runs) in [(&["--untrusted"][..], 1, false), (&[], 0, true)] {
        let mut command = command(folder.path());
        let all = ["check", "--only", "full-scope"].iter().chain(arguments);
        run(command.args(all).env("PATH", programs.path()), code);
        assert_eq!(mark.exists(), runs, "{arguments:?}");
    }
}

#[test]
fn an_untrusted_repository_is_held_to_the_same_bounds() {
    let folder = Folder::new();
    folder.file("Wide.connectedApp", full_app().replace("<oauthConfig>", &("<a/>".repeat(50_000) + "<oauthConfig>")));
    let long = format!("<ConnectedApp><label>{}</label></ConnectedApp>", "a".repeat(64 * 1024 * 1024));
    folder.file("Long.connectedApp", long);
    let report = folder.json(&["--untrusted"], 3);
    assert_eq!(report["problems"].as_array().map(Vec::len), Some(2), "{}", report["problems"]);
    assert_eq!(report["problems"], folder.json(&[], 3)["problems"]);
}

/// A repository whose configuration extends a policy that locks a rule, and the same policy elsewhere.
fn with_policy() -> (Folder, Folder, String) {
    let (folder, outside) = (Folder::new(), Folder::outside_git());
    for copy in [&folder, &outside] {
        copy.file("policy.toml", "locked = [\"full-scope\"]\n");
    }
    folder.file("calint.toml", "extends = \"policy.toml\"\n").file("force-app/A.connectedApp", full_app());
    let policy = outside.path().join("policy.toml").display().to_string();
    folder.run(&["check"], 1);
    folder.run(&["check", "--config", &policy], 1);
    (folder, outside, policy)
}

#[test]
fn a_pull_request_that_drops_extends_does_not_loosen_the_policy_of_the_command_line() {
    let (folder, _outside, policy) = with_policy();
    folder.file("calint.toml", "[rules]\nfull-scope = \"off\"\n");
    folder.run(&["check"], 0);
    assert_eq!(rules(&folder.json(&["--config", &policy], 1)), ["full-scope"]);
    fs::remove_file(folder.path().join("calint.toml")).expect("it can be removed");
    assert_eq!(rules(&folder.json(&["--config", &policy], 1)), ["full-scope"]);
}

#[test]
fn a_nearer_configuration_does_not_loosen_the_policy_of_the_command_line() {
    let (folder, _outside, policy) = with_policy();
    folder.file("force-app/calint.toml", "[rules]\nfull-scope = \"off\"\n");
    for path in [".", "force-app", "force-app/A.connectedApp"] {
        folder.run(&["check", path], 0);
        assert_eq!(rules(&folder.json(&["--config", &policy, path], 1)), ["full-scope"]);
    }
}

#[test]
fn what_a_policy_locks_holds_although_the_repository_does_not_extend_it() {
    let folder = loosened();
    folder
        .file("force-app/calint.toml", "[rules]\nfull-scope = \"off\"\n")
        .file("force-app/A.connectedApp", full_app());
    let policy = Folder::outside_git();
    policy.file("policy.toml", "locked = [\"full-scope\"]\n");
    let policy = policy.path().join("policy.toml").display().to_string();
    let report = folder.json(&["--config", &policy, "--only", "full-scope", "--no-ignore"], 1);
    assert_eq!(rules(&report).len(), 3, "no comment and no nearer configuration loosens it: {report}");
    assert!(folder.run(&["check", "--config", &policy, "--skip", "full-scope"], 2).stderr.contains("locks this rule"));
    folder.run(&["baseline", "create", "--config", &policy, "--only", "full-scope", "--no-ignore"], 0);
    assert_eq!(rules(&folder.json(&["--config", &policy, "--only", "full-scope", "--no-ignore"], 1)).len(), 3);
}
