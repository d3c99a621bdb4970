//! `--statistics`, `--show-fixes` and `--quiet`: more or less than the findings.

use std::fs;

use crate::common::{Folder, command, full_app, good_app, run};

/// Two apps with `Full`, and one with a scope in the wrong case, which has a safe fix.
fn three_findings() -> Folder {
    let folder = Folder::new();
    folder.file("apps/A.connectedApp-meta.xml", full_app()).file("apps/B.connectedApp-meta.xml", full_app());
    folder.file("apps/C.connectedApp-meta.xml", good_app().replace("<scopes>Api<", "<scopes>API<"));
    folder
}

#[test]
fn statistics_count_findings_by_rule_and_severity() {
    let folder = three_findings();
    let plain = folder.run(&["check"], 1);
    let counted = folder.run(&["check", "--statistics"], 1);
    let expected = "2  error    full-scope           2 fixable with --fix --unsafe-fixes\n\
                    1  error    unknown-oauth-scope  1 fixable with --fix\n";
    assert_eq!(counted.stdout, expected);
    assert_eq!(counted.stderr, plain.stderr);
    assert_eq!(folder.run(&["check", "--statistics", "--format", "concise"], 1).stdout, expected);
    let json = folder.json(&["--statistics"], 1);
    assert_eq!(json["schema"], 1);
    let row = &json["statistics"][0];
    let counts = ["count", "fixable", "fixable_unsafe"].map(|key| row[key].as_u64().expect("a count"));
    assert_eq!(
        (row["rule"].as_str(), row["severity"].as_str(), counts),
        (Some("full-scope"), Some("error"), [2, 0, 2])
    );
    // Reports into files list findings all the same, and a clean run has no lines.
    folder.run(&["check", "--statistics", "--report", "csv=out.csv"], 1);
    assert_eq!(fs::read_to_string(folder.path().join("out.csv")).expect("a report").lines().count(), 4);
    assert_eq!(folder.run(&["check", "--statistics", "--skip", "full-scope,unknown-oauth-scope"], 0).stdout, "");
}

#[test]
fn statistics_name_files_that_cannot_be_read() {
    let folder = three_findings();
    folder.file("apps/Cut.connectedApp", "<x");
    let text = folder.run(&["check", "--statistics"], 3).stdout;
    assert!(text.starts_with("apps/Cut.connectedApp: problem: "), "{text}");
    assert_eq!(folder.json(&["--statistics"], 3)["problems"][0]["path"], "apps/Cut.connectedApp");
}

#[test]
fn statistics_are_refused_where_a_report_has_no_place_for_them() {
    let folder = three_findings();
    for format in ["sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "csv", "jsonl"] {
        let refused = folder.run(&["check", "--statistics", "--format", format], 2);
        assert!(refused.stderr.contains("use full, concise, or json") && refused.stdout.is_empty());
    }
    folder.run(&["check", "--statistics", "--diff"], 2);
}

#[test]
fn show_fixes_lists_what_a_fix_run_would_change() {
    let folder = three_findings();
    let reported = folder.run(&["check", "--show-fixes", "-q"], 1).stderr;
    let expected = "calint: --fix --unsafe-fixes would fix apps/A.connectedApp-meta.xml: full-scope: replace `Full` with `Api`\n\
                    calint: --fix --unsafe-fixes would fix apps/B.connectedApp-meta.xml: full-scope: replace `Full` with `Api`\n\
                    calint: --fix would fix apps/C.connectedApp-meta.xml: unknown-oauth-scope: write `Api`\n";
    assert_eq!(reported, expected);
    // Afterwards it lists what was changed, which a quiet run leaves out.
    assert_eq!(folder.run(&["check", "--fix", "-q", "--skip", "full-scope"], 0).stderr, "");
    let fixed = folder.run(&["check", "--fix", "--unsafe-fixes", "--show-fixes", "-q"], 0).stderr;
    assert_eq!(fixed.lines().count(), 2);
    assert!(fixed.lines().all(|line| line.starts_with("calint: fixed apps/")), "{fixed}");
}

#[test]
fn a_quiet_run_prints_findings_and_errors_only() {
    let folder = three_findings();
    let loud = folder.run(&["check", "--show-accepted"], 1);
    let quiet = folder.run(&["check", "-q"], 1);
    assert_eq!((quiet.stdout, quiet.stderr.as_str()), (loud.stdout, ""));
    assert!(loud.stderr.contains("exit 1"));
    assert_eq!(folder.run(&["flows", "--quiet"], 0).stderr, "");
    // What fails the run is said.
    folder.file(
        "calint.toml",
        "unused-acceptances = \"error\"\n[[accept]]\nrule = \"callback-insecure-scheme\"\nreason = \"x\"\n",
    );
    assert!(folder.run(&["check", "-q"], 1).stderr.contains("calint: error: calint.toml:2: "));
    folder.file("calint.toml", "profil = 1\n");
    assert!(folder.run(&["check", "-q"], 2).stderr.contains("profil"));
    fs::remove_file(folder.path().join("calint.toml")).expect("the file");
    folder.file("apps/Cut.connectedApp", "<x");
    assert!(folder.run(&["check", "-q"], 3).stderr.contains("exit 3"));
    folder.run(&["check", "-q", "-v"], 2);
}

#[test]
fn colors_can_be_forced_and_forbidden() {
    let folder = three_findings();
    let has_colors = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut checked = command(folder.path());
        checked.envs(variables.iter().copied()).arg("check").args(arguments);
        run(&mut checked, 1).stdout.contains('\u{1b}')
    };
    assert!(!has_colors(&[], &[]));
    assert!(has_colors(&[("FORCE_COLOR", "1")], &[]));
    assert!(has_colors(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!has_colors(&[("FORCE_COLOR", "0")], &[]));
    assert!(!has_colors(&[("FORCE_COLOR", "")], &[]));
    assert!(!has_colors(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[]));
    assert!(!has_colors(&[("FORCE_COLOR", "1")], &["--color", "never"]));
    assert!(has_colors(&[("NO_COLOR", "1")], &["--color", "always"]));
}
