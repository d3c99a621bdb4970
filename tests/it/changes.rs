//! `--changed-since`: calint reports only new findings, compared with the earlier state in Git.

use std::process::Command;

use crate::common::{Folder, app, command, full_app, git, good_app, rules, run, texts};
use serde_json::Value;

/// A repository with one commit that holds some files.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::outside_git();
    for (name, text) in files {
        folder.file(name, text);
    }
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "first"]);
    folder
}

/// Runs with the variables that Git needs to be found.
fn since(folder: &Folder, arguments: &[&str], code: i32) -> Value {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all = vec!["check", "--format", "json", "--changed-since", "HEAD"];
    all.extend(arguments);
    run(command(folder.path()).env("PATH", path).args(&all), code).json()
}

#[test]
fn only_new_findings_are_told() {
    let folder = repository(&[("app/Old.connectedApp", &full_app())]);
    assert_eq!(rules(&since(&folder, &["."], 0)), Vec::<String>::new());
    folder.file("app/New.connectedApp", full_app());
    folder.file(
        "app/Old.connectedApp",
        full_app().replace("https://erp", "http://erp").replace("    <label>", "\n\n    <label>"),
    );
    let report = since(&folder, &["."], 1);
    let found: Vec<(String, String)> = texts(&report, "path").into_iter().zip(rules(&report)).collect();
    let expected = [("app/New.connectedApp", "full-scope"), ("app/Old.connectedApp", "callback-insecure-scheme")];
    assert_eq!(found, expected.map(|(path, rule)| (path.to_owned(), rule.to_owned())));
    assert_eq!(report["summary"]["errors"], 2);
    // Staged or not, and from a folder below.
    git(folder.path(), &["add", "-A"]);
    assert_eq!(rules(&since(&folder, &["app"], 1)).len(), 2);
}

#[test]
fn what_was_broken_before_is_no_problem_of_the_change() {
    let folder = repository(&[("app/Broken.connectedApp", "<ConnectedApp"), ("app/Good.connectedApp", &good_app())]);
    since(&folder, &["."], 0);
    folder.file("app/Good.connectedApp", "<ConnectedApp");
    let report = since(&folder, &["."], 3);
    let problems = report["problems"].as_array().expect("problems");
    assert_eq!(problems.iter().map(|it| it["path"].as_str()).collect::<Vec<_>>(), [Some("app/Good.connectedApp")]);
}

#[test]
fn a_moved_file_brings_nothing_new() {
    let folder = repository(&[("app/Old.connectedApp", &full_app())]);
    folder.folder("other");
    git(folder.path(), &["mv", "app/Old.connectedApp", "other/Old.connectedApp"]);
    assert_eq!(rules(&since(&folder, &["."], 0)), Vec::<String>::new());
}

#[test]
fn a_rule_on_the_whole_project_sees_what_did_not_change() {
    let with_key = |label: &str| {
        let oauth = "        <callbackUrl>https://erp.acme.example/cb</callbackUrl>\n        \
                     <consumerKey>ACMEKEYACMEKEYACMEKEY</consumerKey>\n        \
                     <isAdminApproved>true</isAdminApproved>\n        <scopes>Api</scopes>";
        app(oauth, "    <permissionSetName>ERP</permissionSetName>").replace("<label>Acme", &format!("<label>{label}"))
    };
    let folder = repository(&[("app/A.connectedApp", &with_key("One"))]);
    folder.file("app/B.connectedApp", with_key("Two"));
    let report = since(&folder, &["--only", "duplicate-app-or-policy", "."], 1);
    assert_eq!(texts(&report, "path"), ["app/B.connectedApp"]);
    assert_eq!(report["findings"][0]["related"][0]["path"], "app/A.connectedApp");
}

#[test]
fn a_connected_app_is_blocked_where_it_is_new() {
    let rule = "connected-app-creation-blocked";
    let folder = repository(&[("app/Old.connectedApp", &good_app())]);
    assert_eq!(rules(&since(&folder, &["--profile", "strict", "--only", rule, "."], 0)), Vec::<String>::new());
    folder.file("app/New.connectedApp", good_app());
    let report = since(&folder, &["--only", rule, "."], 1);
    assert_eq!(
        (texts(&report, "path"), texts(&report, "severity")),
        (vec!["app/New.connectedApp".to_owned()], vec!["error".to_owned()])
    );
    // Without an earlier state, calint does not know which app is new.
    let report = folder.json(&["--only", rule, "."], 0);
    assert_eq!(
        (texts(&report, "path"), texts(&report, "severity")),
        (vec!["app/New.connectedApp".to_owned()], vec!["info".to_owned()])
    );
    assert_eq!(
        rules(&folder.json(&["--profile", "strict", "--exit-zero", "."], 0))
            .iter()
            .filter(|told| *told == rule)
            .count(),
        0
    );
}

#[test]
fn user_definitions_and_profiles_of_the_earlier_state_count() {
    let oauth = "        <callbackUrl>https://login.salesforce.com/services/oauth2/success</callbackUrl>\n        \
                 <isAdminApproved>true</isAdminApproved>\n        \
                 <isClientCredentialEnabled>true</isClientCredentialEnabled>\n        \
                 <oauthClientCredentialUser>etl@acme.example</oauthClientCredentialUser>\n        <scopes>Api</scopes>";
    let etl = app(oauth, "    <permissionSetName>ETL</permissionSetName>");
    let folder = repository(&[
        ("sfdx-project.json", r#"{"packageDirectories": [{"path": "app"}]}"#),
        ("app/Etl.connectedApp-meta.xml", &etl),
        ("config/etl-user-def.json", r#"{"Username": "etl@acme.example", "profileName": "System Administrator"}"#),
    ]);
    assert_eq!(rules(&folder.json(&["."], 1)), ["run-as-user-not-api-only", "run-as-user-privileged"]);
    assert_eq!(rules(&since(&folder, &["."], 0)), Vec::<String>::new());
}

#[test]
fn a_revision_that_is_not_there_is_a_mistake_of_the_command_line() {
    let folder = repository(&[("app/Old.connectedApp", &full_app())]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    for revision in ["nowhere", "--output=x", "HEAD~7"] {
        let arguments = ["check", &format!("--changed-since={revision}")];
        let said = run(command(folder.path()).env("PATH", &path).args(arguments), 2).stderr;
        assert!(said.starts_with(&format!("calint: --changed-since {revision}: ")), "{said}");
    }
    let outside = Folder::outside_git();
    outside.file("Old.connectedApp", full_app());
    run(command(outside.path()).env("PATH", &path).args(["check", "--changed-since", "HEAD"]), 2);
}

/// Writes a script that leaves a mark when it runs, and names the mark.
#[cfg(unix)]
fn trap(folder: &Folder) -> (String, std::path::PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let mark = folder.path().join("it-ran");
    folder.file("trap.sh", format!("#!/bin/sh\necho \"$0 $*\" >> {}\ncat\n", mark.display()));
    let script = folder.path().join("trap.sh");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).expect("the mode can be set");
    (script.display().to_string(), mark)
}

#[cfg(unix)]
#[test]
fn no_program_of_the_repository_runs() {
    let outside = Folder::outside_git();
    let (script, mark) = trap(&outside);
    let folder = repository(&[
        ("app/Old.connectedApp", &full_app()),
        (".gitattributes", "*.connectedApp filter=trap diff=trap\n*.bin filter=lfs\n* export-subst\n"),
        (".lfsconfig", "[lfs]\n\turl = http://127.0.0.1:9/objects\n"),
        ("large.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n"),
    ]);
    let hooks = folder.folder(".hooks");
    for hook in ["post-index-change", "pre-auto-gc", "reference-transaction", "fsmonitor-watchman"] {
        std::fs::copy(&script, hooks.join(hook)).expect("a hook can be written");
    }
    for (name, value) in [
        ("filter.trap.smudge", &script),
        ("filter.trap.process", &script),
        ("filter.lfs.smudge", &script),
        ("filter.lfs.process", &script),
        ("diff.trap.textconv", &script),
        ("diff.external", &script),
        ("tar.zip.command", &script),
        ("tar.tgz.command", &script),
        ("core.fsmonitor", &script),
        ("core.sshCommand", &script),
        ("core.pager", &script),
        ("pager.ls-tree", &script),
        ("alias.ls-tree", &format!("!{script}")),
        ("core.hooksPath", &hooks.display().to_string()),
    ] {
        git(folder.path(), &["config", name, value]);
    }
    folder.file("app/New.connectedApp", full_app());
    std::fs::remove_file(&mark).ok();
    assert_eq!(texts(&since(&folder, &["."], 1), "path"), ["app/New.connectedApp"]);
    // Git is asked for what it tracks although an ignore file names it, too.
    folder.file(".gitignore", "*Old*\n");
    assert_eq!(texts(&folder.json(&["."], 1), "path").len(), 2);
    assert!(!mark.exists(), "{}", std::fs::read_to_string(&mark).unwrap_or_default());
    // The trap works: checking the file out runs it.
    Command::new("git").current_dir(folder.path()).args(["archive", "--output=a.zip", "HEAD"]).output().expect("git");
    assert!(mark.exists());
}

#[test]
fn a_partial_clone_fetches_nothing() {
    let origin = repository(&[("app/Old.connectedApp", &full_app()), ("app/Other.connectedApp", &good_app())]);
    git(origin.path(), &["config", "uploadpack.allowFilter", "true"]);
    git(origin.path(), &["rm", "-q", "app/Old.connectedApp"]);
    git(origin.path(), &["commit", "-q", "-m", "second"]);
    let clone = Folder::outside_git();
    let url = format!("file://{}", origin.path().display());
    git(clone.path(), &["clone", "-q", "--filter=blob:none", &url, "work"]);
    let work = clone.path().join("work");
    // From here on, the remote is a port to which calint must not connect.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    listener.set_nonblocking(true).expect("the listener can be asked");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    git(&work, &["remote", "set-url", "origin", &address]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut check = command(&work);
    let said = run(check.env("PATH", path).args(["check", "--changed-since", "HEAD~1"]), 2).stderr;
    assert!(said.contains("partial clone lacks 1 file"), "{said}");
    assert!(listener.accept().is_err(), "calint connected");
}

#[test]
fn export_ignore_hides_no_earlier_state() {
    let folder = repository(&[("app/Old.connectedApp", &full_app()), (".gitattributes", "app export-ignore\n")]);
    assert_eq!(rules(&since(&folder, &["."], 0)), Vec::<String>::new());
}

#[test]
fn a_shallow_clone_says_what_helps() {
    let origin = repository(&[("app/Old.connectedApp", &full_app())]);
    git(origin.path(), &["commit", "-q", "--allow-empty", "-m", "second"]);
    let clone = Folder::outside_git();
    git(clone.path(), &["clone", "-q", "--depth=1", &format!("file://{}", origin.path().display()), "work"]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut check = command(&clone.path().join("work"));
    let said = run(check.env("PATH", path).args(["check", "--changed-since", "HEAD~1"]), 2).stderr;
    assert!(said.contains("shallow") && said.contains("--unshallow") && said.contains("fetch-depth: 0"), "{said}");
}

#[test]
fn a_revision_that_is_none_is_refused_with_what_to_write() {
    let folder = repository(&[("app/Old.connectedApp", &full_app())]);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let refused = |revision: &str| {
        run(command(folder.path()).env("PATH", &path).args(["check", "--changed-since", revision]), 2).stderr
    };
    assert!(refused("main...HEAD").contains("this is a range: name one revision, such as `main`"));
    assert!(refused("HEAD~1..HEAD").contains("such as `HEAD~1`"));
    assert!(refused("origin/release").contains("fetch it with `git fetch origin release`"));
    assert!(refused("nowhere").ends_with("Git knows no such revision\n"));
    // Git trusts no repository of somebody else.
    let mut check = command(folder.path());
    check.env("PATH", &path).env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").args(["check", "--changed-since", "HEAD"]);
    let told = run(&mut check, 2).stderr;
    assert!(
        told.contains("dubious ownership") && told.contains("git config --global --add safe.directory /"),
        "{told}"
    );
}

#[test]
fn the_closing_line_says_what_was_left_out() {
    let folder = repository(&[("app/Old.connectedApp", &full_app())]);
    folder.file("app/New.connectedApp", full_app());
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut check = command(folder.path());
    let told = run(check.env("PATH", path).args(["check", "--changed-since", "HEAD"]), 1).stderr;
    assert!(
        told.contains(": 1 error, 0 warnings, 0 infos")
            && told.contains("; only findings new since HEAD, without 1 older finding; "),
        "{told}"
    );
}
