//! What a person sees at a terminal: lines that fit, colors, links, and characters that the locale has.

use std::fs;

use crate::common::{Folder, command, full_app, good_app, run};

/// What a run with variables writes, on stdout and on stderr.
fn with(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)], code: i32) -> crate::common::Run {
    let mut command = command(folder.path());
    run(command.args(arguments).envs(variables.iter().copied()), code)
}

fn faulty() -> Folder {
    let folder = Folder::new();
    folder.file("apps/App.connectedApp", full_app());
    folder
}

/// A text without colors and links.
fn plain(text: &str) -> String {
    let sequences = regex::Regex::new("\u{1b}(\\[[0-9;]*m|\\]8;;[^\u{1b}]*\u{1b}\\\\)").expect("a pattern");
    sequences.replace_all(text, "").into_owned()
}

#[test]
fn messages_and_help_fit_the_width_and_no_word_is_cut() {
    let folder = Folder::copy_of("orgs/acme-crm");
    let arguments = ["check", "--profile", "strict", "."];
    let whole = with(&folder, &arguments, &[], 1).stdout;
    let wrapped = with(&folder, &arguments, &[("COLUMNS", "80")], 1).stdout;
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let is_prose = |line: &&str| !line.contains(['│', '╭', '·']) && line.contains(' ');
    assert_eq!(words(&whole), words(&wrapped), "only the ends of lines differ");
    assert!(whole.lines().any(|line| line.chars().count() > 160), "a pipe has whole messages");
    for line in wrapped.lines().filter(is_prose) {
        let longest = line.split(' ').map(|word| word.chars().count()).max().unwrap_or_default();
        assert!(line.chars().count() <= 80 || longest > 60, "{line}");
    }
    let narrow = with(&folder, &arguments, &[("COLUMNS", "3")], 1).stdout;
    assert_eq!(words(&whole), words(&narrow), "a width that is too small to be meant");
}

#[test]
fn pictures_have_characters_of_the_locale() {
    let folder = faulty();
    let drawn = |variables: &[(&str, &str)]| with(&folder, &["check"], variables, 1).stdout;
    for ascii in [&[("LANG", "C")][..], &[("LANG", "de_DE.UTF-8"), ("LC_ALL", "POSIX")], &[("LC_CTYPE", "C")]] {
        let text = drawn(ascii);
        assert!(text.is_ascii() && text.contains("^^^^") && text.contains(",-[apps/App.connectedApp:8:17]"), "{text}");
    }
    for unicode in [&[][..], &[("LANG", "C.UTF-8")], &[("LANG", "C"), ("LC_ALL", "en_US.UTF-8")], &[("LANG", "")]] {
        assert!(drawn(unicode).contains("╭─[apps/App.connectedApp:8:17]"), "{unicode:?}");
    }
    // Its own report in ASCII is a report to calint, too.
    let text = drawn(&[("LANG", "C")]);
    folder.file("report.txt", &text);
    let again = with(&folder, &["check", "--report", "full=report.txt"], &[], 1).stdout;
    assert_eq!(fs::read_to_string(folder.path().join("report.txt")).expect("the report"), again);
}

#[test]
fn findings_come_by_app_the_worst_first_and_the_org_last() {
    let folder = Folder::new();
    let mild = full_app().replace("<scopes>Full</scopes>", "<scopes>Api</scopes>");
    folder.file("apps/Mild.connectedApp", mild).file("apps/Worse.connectedApp", full_app());
    folder.file(
        "a/OauthOidc.settings",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OauthOidcSettings xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n    \
         <blockOAuthUnPwFlow>false</blockOAuthUnPwFlow>\n</OauthOidcSettings>\n",
    );
    let text = with(&folder, &["check", "--profile", "audit"], &[], 1).stdout;
    let mut places: Vec<&str> = text.lines().filter_map(|line| line.split("╭─[").nth(1)?.split(':').next()).collect();
    places.dedup();
    assert_eq!(places, ["apps/Worse.connectedApp", "apps/Mild.connectedApp", "a/OauthOidc.settings"], "{text}");
}

/// An External Client App is one thing for people, whatever its files are called.
#[test]
fn the_files_of_an_external_client_app_stay_together() {
    let folder = Folder::copy_of("orgs/acme-crm");
    let report = folder.json(&["--profile", "audit", "."], 1);
    let apps = ["ConnectedApp", "ExternalClientApplication"];
    let findings = report["findings"].as_array().expect("findings");
    let of_apps: Vec<_> =
        findings.iter().filter(|it| apps.iter().any(|kind| it["component"]["type"] == *kind)).collect();
    assert!(of_apps.len() > 5);
    let text = with(&folder, &["check", "--profile", "audit", "--format", "markdown", "."], &[], 1).stdout;
    let mut headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let count = headings.len();
    headings.sort_unstable();
    headings.dedup();
    assert_eq!(headings.len(), count, "no app has two headings: {text}");
}

#[test]
fn each_rule_says_once_where_to_read_on() {
    let folder = faulty();
    folder.file("apps/Other.connectedApp", full_app());
    let text = with(&folder, &["check"], &[], 1).stdout;
    assert_eq!((text.matches("error[full-scope]").count(), text.matches("calint explain full-scope").count()), (2, 1));
    let lines = text.lines().count();
    assert!(lines <= 2 * 10 + 1, "two findings take {lines} lines:\n{text}");
}

#[test]
fn names_of_rules_are_links_where_a_terminal_knows_them() {
    let folder = faulty();
    let forced = [("FORCE_HYPERLINK", "1"), ("CLICOLOR_FORCE", "1")];
    for format in ["full", "concise"] {
        let text = with(&folder, &["check", "--format", format], &forced, 1).stdout;
        let link = "\u{1b}]8;;https://developer.salesforce.com/";
        assert!(text.contains(link) && text.contains("\u{1b}\\error[full-scope]\u{1b}]8;;\u{1b}\\"), "{text:?}");
        let off = with(&folder, &["check", "--format", format], &[("FORCE_HYPERLINK", "1")], 1).stdout;
        assert!(!off.contains('\u{1b}'), "no colors, no links");
        if format == "concise" {
            assert_eq!(plain(&text), off);
        }
    }
}

#[test]
fn concise_lines_the_patch_and_the_closing_line_have_colors() {
    let folder = faulty();
    let forced = [("CLICOLOR_FORCE", "1")];
    let concise = with(&folder, &["check", "--format", "concise"], &forced, 1);
    assert!(concise.stdout.contains("\u{1b}[31merror[full-scope]\u{1b}[0m"), "{:?}", concise.stdout);
    assert!(concise.stderr.contains("\u{1b}[31m1 error\u{1b}[0m, 0 warnings"), "{:?}", concise.stderr);
    let patch = ["check", "--diff", "--unsafe-fixes"];
    let always = with(&folder, &[&patch[..], &["--color", "always"]].concat(), &[], 1).stdout;
    assert!(
        always.contains("\n\u{1b}[31m-        <scopes>Full</scopes>\u{1b}[0m\n\u{1b}[32m+        <scopes>Api</scopes>")
    );
    let forced = with(&folder, &patch, &forced, 1).stdout;
    assert!(!forced.contains('\u{1b}'), "a variable does not break a patch in a pipe");
    assert_eq!(plain(&always), forced);
}

#[test]
fn a_picture_marks_few_of_many_lines() {
    let folder = Folder::new();
    let scopes = ["Api", "Wave", "Pardot", "Chatbot", "CDPIngest", "CDPProfile", "CDPQuery", "CDPSegment"];
    let scopes = scopes.map(|scope| format!("        <scopes>{scope}</scopes>\n")).concat();
    folder.file("App.connectedApp", full_app().replace("        <scopes>Full</scopes>\n", &scopes));
    let arguments = ["check", "--only", "broad-scopes", "--fail-on", "info"];
    let short = with(&folder, &arguments, &[], 1).stdout;
    assert!(short.contains(" more lines (-v marks them)"), "{short}");
    let long = with(&folder, &[&arguments[..], &["-v"]].concat(), &[], 1).stdout;
    assert!(long.lines().count() > short.lines().count() && !long.contains("-v marks them"), "{long}");
}

/// What is wrong with a configuration reaches those who read no log.
#[test]
fn a_wrong_configuration_is_in_the_reports_for_machines() {
    let folder = Folder::new();
    folder.file("App.connectedApp", good_app()).file("calint.toml", "profile = \"lax\"\nfail-on = \"never\"\n");
    let report = folder.run(&["check", "--format", "json"], 2).json();
    assert_eq!((&report["summary"]["verdict"], &report["summary"]["exit_code"]), (&"incomplete".into(), &2.into()));
    let problems = report["problems"].as_array().expect("problems");
    assert_eq!(problems.len(), 2, "{report}");
    assert_eq!((&problems[0]["path"], &problems[0]["range"]["start"]["line"]), (&"calint.toml".into(), &1.into()));
    assert_eq!(problems[1]["range"]["start"]["line"], 2);
    let github = folder.run(&["check", "--format", "github"], 2).stdout;
    assert_eq!(github.lines().filter(|line| line.starts_with("::error file=calint.toml,line=")).count(), 2, "{github}");
    let sarif = folder.run(&["check", "--format", "sarif"], 2).json();
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&false.into(), &2.into()));
    assert_eq!(invocation["toolConfigurationNotifications"].as_array().map(Vec::len), Some(2));
    // A person reads it on stderr, once.
    for format in ["full", "concise"] {
        let run = folder.run(&["check", "--format", format, "--report", "json=report.json"], 2);
        assert!(run.stdout.is_empty() && run.stderr.contains("profile = \"lax\""), "{}", run.stderr);
        let written = fs::read_to_string(folder.path().join("report.json")).expect("the report");
        assert!(written.contains("\"exit_code\": 2"), "{written}");
    }
}
