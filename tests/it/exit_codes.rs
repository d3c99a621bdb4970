//! The exit codes of the contract, the same in every format.

use crate::common::{Folder, full_app, good_app};

const APP: &str = "connectedApps/App.connectedApp-meta.xml";
const FORMATS: [&str; 3] = ["full", "concise", "json"];

/// The same arguments end with the same code in every format.
fn in_every_format(folder: &Folder, arguments: &[&str], code: i32) {
    for format in FORMATS {
        let mut all = vec!["check", "--format", format];
        all.extend(arguments);
        folder.run(&all, code);
    }
}

#[test]
fn clean_is_0() {
    let folder = Folder::new();
    folder.file(APP, good_app());
    in_every_format(&folder, &[], 0);
}

#[test]
fn findings_are_1() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    in_every_format(&folder, &[], 1);
    in_every_format(&folder, &["--exit-zero"], 0);
}

#[test]
fn the_threshold_is_inclusive() {
    let folder = Folder::new();
    folder.file(
        APP,
        good_app()
            .replace("<isAdminApproved>true", "<isAdminApproved>false")
            .replace("permissionSetName", "description"),
    );
    in_every_format(&folder, &["--fail-on", "error"], 0);
    in_every_format(&folder, &["--fail-on", "warning"], 1);
    let report = folder.json(&["--fail-on", "error"], 0);
    assert_eq!((&report["summary"]["verdict"], &report["summary"]["warnings"]), (&"clean".into(), &1.into()));
}

#[test]
fn a_wrong_command_line_is_2_and_looks_at_nothing() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    for arguments in [
        &["missing.connectedApp"][..],
        &[APP, "missing"],
        &["--only", "full-scop"],
        &["--skip", "no-such-rule"],
        &["--fail-on", "critical"],
        &["--facts", "missing.json"],
        &["--api-version", "66.5"],
        &["--only", "full-scope", "--skip", "full-scope"],
        &["-"],
    ] {
        in_every_format(&folder, arguments, 2);
        let mut all = vec!["check"];
        all.extend(arguments);
        assert_eq!(folder.run(&all, 2).stdout, "");
    }
    folder.run(&["explain", "full-scop"], 2);
    folder.run(&["nonsense"], 2);
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest() {
    let folder = Folder::new();
    for arguments in [["check", "--only", "full-scop"], ["check", "--skip", "fullscope"]] {
        assert!(folder.run(&arguments, 2).stderr.contains("did you mean `full-scope`?"));
    }
    assert!(folder.run(&["explain", "refresh-token-expires-never"], 2).stderr.contains("refresh-token-never-expires"));
}

#[test]
fn an_unreadable_input_is_3_and_hides_nothing() {
    let folder = Folder::new();
    folder.file(APP, full_app()).file("connectedApps/Cut.connectedApp-meta.xml", "<ConnectedApp><oauth");
    in_every_format(&folder, &[], 3);
    in_every_format(&folder, &["--exit-zero"], 3);
    in_every_format(&folder, &["--skip", "invalid-xml,full-scope"], 3);
    let report = folder.json(&[], 3);
    assert!(crate::common::rules(&report).contains(&"full-scope".to_owned()));
    assert_eq!(report["summary"]["verdict"], "incomplete");
    assert_eq!(report["problems"][0]["path"], "connectedApps/Cut.connectedApp-meta.xml");
}

#[test]
fn a_problem_is_told_once_in_words() {
    let folder = Folder::new();
    let cut = good_app().replace("</ConnectedApp>\n", "");
    folder.file("connectedApps/Cut.connectedApp-meta.xml", cut);
    for (arguments, marker) in [(&["check"][..], "invalid-xml]"), (&["check", "--skip", "invalid-xml"], "problem")] {
        for format in ["full", "concise"] {
            let mut all = arguments.to_vec();
            all.extend(["--format", format]);
            let run = folder.run(&all, 3);
            assert_eq!(run.stdout.matches("Cut.connectedApp-meta.xml").count(), 1, "{}", run.stdout);
            assert!(run.stdout.contains(marker), "{}", run.stdout);
        }
    }
}

#[test]
fn a_directory_without_anything_of_ours_is_3() {
    let folder = Folder::new();
    folder.file("README.md", "hello").file("sub/App.profile-meta.xml", "<Profile/>");
    in_every_format(&folder, &[], 3);
    in_every_format(&folder, &["--allow-empty"], 0);
    let report = folder.json(&["sub"], 3);
    let message = report["problems"][0]["message"].as_str().expect("a message");
    assert!(message.contains("*.connectedApp, *.eca,") && message.contains("it skipped 1 other file"), "{message}");
}

#[test]
fn an_empty_folder_may_be_allowed_by_its_configuration() {
    let folder = Folder::new();
    folder.file("a/calint.toml", "allow-empty = true\n").file("b/calint.toml", "allow-empty = false\n").folder("c");
    folder.run(&["check", "a"], 0);
    for named in ["b", "c"] {
        let run = folder.run(&["check", "a", named], 3);
        assert!(run.stdout.contains("`allow-empty = true` in calint.toml"), "{}", run.stdout);
        folder.run(&["check", "a", named, "--allow-empty"], 0);
    }
    // Strangers decide nothing.
    folder.run(&["check", "a", "--untrusted"], 3);
    folder.file("a/App.connectedApp", full_app());
    folder.run(&["check", "a"], 1);
    folder.file("a/App.connectedApp", good_app());
    assert!(folder.run(&["config", "show", "a"], 0).stdout.contains("allow-empty = true  # a/calint.toml:1\n"));
    assert!(folder.run(&["config", "show", "c"], 0).stdout.contains("allow-empty = false  # default\n"));
}

#[test]
fn a_named_file_of_another_kind_changes_no_exit_code_and_no_report() {
    let folder = Folder::new();
    folder.file("README.md", "hello");
    for format in ["full", "concise"] {
        assert_eq!(folder.run(&["check", "README.md", "--format", format], 0).stdout, "");
    }
    assert_eq!(folder.json(&["README.md"], 0)["summary"]["files"], 0);
}

#[test]
fn the_closing_line_gives_the_reason() {
    let folder = Folder::new();
    folder.file(APP, full_app());
    let line = |arguments: &[&str], code| folder.run(arguments, code).stderr;
    let hidden = folder.json(&[], 1)["summary"]["hidden"].clone();
    assert_eq!(
        line(&["check"], 1),
        format!(
            "calint: 1 file, 1 app: 1 error, 0 warnings, 0 infos ({hidden} more in stricter profiles: --profile strict); \
             1 fixable with --fix --unsafe-fixes; exit 1: something at or above `warning`\n"
        )
    );
    assert!(line(&["check", "--exit-zero"], 0).ends_with("exit 0: --exit-zero\n"));
    assert!(line(&["check", "--skip", "full-scope"], 0).ends_with("exit 0: nothing at or above `warning`\n"));
}

#[cfg(unix)]
#[test]
fn a_report_that_cannot_be_written_is_3() {
    use std::process::{Command, Stdio};
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let folder = Folder::new();
    folder.file(APP, full_app());
    let program = assert_cmd::cargo::cargo_bin("calint");
    let mut child = Command::new(program);
    let status = child.current_dir(folder.path()).arg("check").stdout(full).stderr(Stdio::null()).status();
    assert_eq!(status.expect("the program starts").code(), Some(3));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    use std::process::{Command, Stdio};
    let folder = Folder::new();
    for number in 0..400 {
        folder.file(&format!("connectedApps/App{number}.connectedApp-meta.xml"), full_app());
    }
    let program = assert_cmd::cargo::cargo_bin("calint");
    let mut command = Command::new(program);
    command.current_dir(folder.path()).arg("check").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("calint: 400 files") && stderr.lines().count() == 1, "{stderr}");
}
