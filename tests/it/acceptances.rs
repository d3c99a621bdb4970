//! Acceptances: with a reason, for as long as they hold, and reported when no finding needs them.

use crate::common::{Folder, full_app, good_app, rules, texts};
use serde_json::Value;

const ACCEPT: &str = "[[accept]]\nrule = \"full-scope\"\napp = \"Leg*\"\nreason = \"SEC-1412\"\n";

/// Two apps with the same fault.
fn two_apps(configuration: &str) -> Folder {
    let folder = Folder::new();
    folder.file("apps/Legacy.connectedApp", full_app()).file("apps/Other.connectedApp", full_app());
    folder.file("calint.toml", configuration);
    folder
}

fn statuses(report: &Value) -> Vec<(String, String)> {
    texts(report, "path").into_iter().zip(texts(report, "status")).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(path, status)| ((*path).to_owned(), (*status).to_owned())).collect()
}

#[test]
fn what_is_accepted_fails_nothing_and_is_counted_apart() {
    let folder = two_apps(ACCEPT);
    let report = folder.json(&[], 1);
    let expected = pairs(&[("apps/Legacy.connectedApp", "accepted"), ("apps/Other.connectedApp", "active")]);
    assert_eq!(statuses(&report), expected);
    assert_eq!((&report["summary"]["errors"], &report["summary"]["accepted"]), (&1.into(), &1.into()));
    let accepted = &report["findings"][0]["accepted"];
    assert_eq!((&accepted["reason"], &accepted["origin"]), (&"SEC-1412".into(), &"calint.toml:1".into()));
    folder.run(&["check", "apps/Legacy.connectedApp"], 0);
    assert_eq!(folder.json(&["--no-accept"], 1)["summary"]["errors"], 2);
}

#[test]
fn a_path_limits_an_acceptance() {
    let folder = two_apps("[[accept]]\nrule = \"full-scope\"\npath = \"apps/Oth*\"\nreason = \"SEC-1\"\n");
    assert_eq!(
        statuses(&folder.json(&[], 1)),
        pairs(&[("apps/Legacy.connectedApp", "active"), ("apps/Other.connectedApp", "accepted")])
    );
    // A `*` does not cross a folder.
    folder.file("calint.toml", "[[accept]]\nrule = \"full-scope\"\npath = \"*.connectedApp\"\nreason = \"SEC-1\"\n");
    assert_eq!(folder.json(&[], 1)["summary"]["errors"], 2);
}

#[test]
fn formats_show_what_is_accepted_on_request_only() {
    let folder = two_apps(ACCEPT);
    for format in ["full", "concise", "sarif", "github", "gitlab", "junit", "checkstyle", "markdown", "csv"] {
        let apart = folder.run(&["check", "--format", format], 1).stdout;
        assert!(!apart.contains("Legacy.connectedApp") && apart.contains("Other"), "{format}: {apart}");
    }
    for format in ["full", "concise", "markdown", "sarif"] {
        let shown = folder.run(&["check", "--format", format, "--show-accepted"], 1).stdout;
        assert!(shown.contains("Legacy") && shown.contains("SEC-1412"), "{format}: {shown}");
    }
    let sarif = folder.run(&["check", "--format", "sarif", "--show-accepted"], 1).json();
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results[0]["suppressions"][0]["justification"], "SEC-1412");
    assert!(results[1].get("suppressions").is_none());
    // What fails a test or annotates a change must count.
    for format in ["github", "gitlab", "junit", "checkstyle"] {
        assert!(
            !folder.run(&["check", "--format", format, "--show-accepted"], 1).stdout.contains("Legacy.connectedApp"),
            "{format}"
        );
    }
}

#[test]
fn an_acceptance_ends_on_its_last_day() {
    let folder = two_apps(&format!("{ACCEPT}until = 2026-12-31\n"));
    let on = |day: &str| {
        let run = folder.run(&["check", "--format", "json", "--now", day], 1);
        (run.json()["summary"]["errors"].as_u64().expect("a number"), run)
    };
    assert_eq!((on("2026-12-31").0, on("2027-01-01").0), (1, 2));
    let soon =
        |day: &str| on(day).1.stderr.contains("calint.toml:1: this acceptance of `full-scope` ends on 2026-12-31");
    assert_eq!((soon("2026-12-16"), soon("2026-12-17"), soon("2026-12-31")), (false, true, true));
    let (_, ended) = on("2027-01-01");
    assert!(ended.stderr.contains("warning: calint.toml:1: this acceptance of `full-scope` ended on 2026-12-31"));
    let report = ended.json();
    assert_eq!(report["notes"][0]["level"], "warning");
    let help = report["findings"][0]["help"].as_str().expect("a text");
    assert!(help.ends_with("it was accepted until 2026-12-31 in calint.toml:1 (SEC-1412)"), "{help}");
}

#[test]
fn what_nothing_needs_is_told_where_all_was_looked_at() {
    let unused = |configuration: &str, arguments: &[&str], code: i32| {
        let folder = two_apps(configuration);
        folder.file("apps/Legacy.connectedApp", good_app()).file("apps/Other.connectedApp", good_app());
        let all: Vec<&str> = ["check"].into_iter().chain(arguments.iter().copied()).collect();
        folder.run(&all, code).stderr.contains("no finding needs this acceptance of `full-scope`; delete it")
    };
    assert!(unused(ACCEPT, &[], 0));
    assert!(unused(&format!("unused-acceptances = \"error\"\n{ACCEPT}"), &[], 1));
    assert!(!unused(&format!("unused-acceptances = \"off\"\n{ACCEPT}"), &[], 0));
    // A run that did not look, or did not ask, proves nothing.
    for arguments in [&["apps/Legacy.connectedApp"][..], &["apps"], &["--skip", "full-scope"], &["--no-accept"]] {
        assert!(!unused(ACCEPT, arguments, 0), "{arguments:?}");
    }
    // Rules on users are silent without facts.
    let on_users = ACCEPT.replace("full-scope", "run-as-user-privileged");
    assert!(!two_apps(&on_users).run(&["check"], 1).stderr.contains("no finding needs"));
    // What the profile hides still needs its acceptance.
    let doubled = full_app().replace("<scopes>Full</scopes>", "<scopes>Full</scopes>\n        <scopes>Api</scopes>");
    let hidden = "[[accept]]\nrule = \"redundant-scope\"\nreason = \"SEC-2\"\n";
    let folder = Folder::new();
    folder.file("App.connectedApp", doubled).file("calint.toml", hidden);
    assert!(!folder.run(&["check", "--profile", "audit"], 1).stderr.contains("no finding needs"));
    assert!(!folder.run(&["check"], 1).stderr.contains("no finding needs"));
}

/// An app with a comment directly before, or inside, the element with the fault.
fn commented(before: &str, inside: &str) -> Folder {
    let folder = Folder::new();
    let text = full_app().replace("<scopes>Full</scopes>", &format!("{before}<scopes>Full{inside}</scopes>"));
    folder.file("App.connectedApp", text);
    folder
}

#[test]
fn a_comment_accepts_what_it_stands_before_or_in() {
    for (before, inside) in [
        ("<!-- calint: accept(full-scope) SEC-1412 -->\n        ", ""),
        ("<!--calint:accept(full-scope): SEC-1412--><!-- another -->", ""),
        ("<!-- calint: accept(wrong-case, full-scope) SEC-1412 -->", ""),
        ("", "<!-- calint: accept(full-scope) SEC-1412 -->"),
    ] {
        let folder = commented(before, inside);
        let report = folder.json(&[], 0);
        assert_eq!(texts(&report, "status"), ["accepted"], "{before}{inside}");
        assert_eq!(report["findings"][0]["accepted"]["reason"], "SEC-1412");
        folder.json(&["--no-accept"], 1);
    }
    for before in [
        "<!-- calint: accept(wrong-case) another rule -->",
        "<!-- calint: accept(full-scope) too far up --><nothing/>",
        "<!-- TODO calint: accept(full-scope) no word to calint -->",
    ] {
        commented(before, "").json(&[], 1);
    }
    // A comment before the root element is about the root element.
    let folder = Folder::new();
    let bare = good_app().replace("    <label>Acme</label>\n", "");
    folder.file("App.connectedApp", &bare);
    assert_eq!(rules(&folder.json(&[], 1)), ["missing-required-element"]);
    let comment = "<!-- calint: accept(missing-required-element) SEC-1 -->\n<ConnectedApp";
    folder.file("App.connectedApp", bare.replacen("<ConnectedApp", comment, 1)).json(&[], 0);
}

#[test]
fn a_comment_that_is_wrong_is_a_finding_and_hides_no_other() {
    for (comment, message, help) in [
        ("<!-- calint: accept(ful-scope) x -->", "no rule is called `ful-scope`", "did you mean `full-scope`?"),
        ("<!-- calint: accept(full-scope) -->", "it gives no reason to accept `full-scope`", "write the reason"),
        ("<!-- calint: ignore full-scope -->", "it does not have the form `calint: accept(RULE) REASON`", "delete it"),
    ] {
        let folder = commented(comment, "");
        folder.file("Other.connectedApp", full_app());
        let report = folder.json(&[], 1);
        assert_eq!(rules(&report), ["invalid-acceptance", "full-scope", "full-scope"], "{comment}");
        let finding = &report["findings"][0];
        assert_eq!((&finding["severity"], &finding["range"]["start"]["line"]), (&"error".into(), &8.into()));
        assert_eq!(finding["message"], format!("this comment accepts nothing: {message}"));
        assert!(finding["help"].as_str().expect("a text").contains(help), "{finding}");
        assert_eq!(folder.json(&["--no-accept"], 1)["summary"]["errors"], 3);
    }
    let unused = "<!-- calint: accept(wrong-case) SEC-1 -->";
    let folder = commented(unused, "");
    folder.file("calint.toml", "");
    assert!(
        folder.run(&["check", "--profile", "strict"], 1).stderr.contains("App.connectedApp:8: no finding needs this")
    );
}

#[test]
fn what_was_accepted_before_is_not_new() {
    // The change takes an acceptance away: its finding was there before.
    let folder = two_apps(ACCEPT);
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-qm", "A commit"]] {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@acme.example"];
        let git = std::process::Command::new("git").current_dir(folder.path()).args(identity).args(arguments).status();
        assert!(git.expect("git runs").success());
    }
    folder.file("calint.toml", "");
    assert_eq!(rules(&folder.json(&["--changed-since", "HEAD"], 0)), [""; 0]);
    folder.file("apps/New.connectedApp", full_app());
    assert_eq!(texts(&folder.json(&["--changed-since", "HEAD"], 1), "path"), ["apps/New.connectedApp"]);
}

#[test]
fn a_date_in_quotes_is_refused_with_what_to_write() {
    let folder = Folder::new();
    folder.file("calint.toml", "[[accept]]\nrule = \"full-scope\"\nreason = \"x\"\nuntil = \"2027-03-31\"\n");
    let said = folder.run(&["config", "check"], 2).stderr;
    assert!(said.contains("calint.toml:4:9") && said.contains("help: write the date without quotes"), "{said}");
}

#[test]
fn the_closing_line_names_the_option_for_more_findings() {
    let folder = Folder::new();
    folder.file("App.connectedApp", crate::common::good_app());
    let closing = |arguments: &[&str]| folder.run(&[&["check", "--exit-zero"], arguments].concat(), 0).stderr;
    assert!(closing(&[]).contains("more in stricter profiles: --profile strict)"));
    assert!(closing(&["--profile", "strict"]).contains("more in stricter profiles: --profile audit)"));
    assert!(!closing(&["--profile", "audit"]).contains("stricter"));
    folder.file("calint.toml", "profile = \"strict\"\n");
    assert!(closing(&[]).contains("--profile audit)"));
}
