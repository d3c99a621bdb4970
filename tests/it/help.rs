//! The help fits on screens, and people who know other linters find their way.

use crate::common::{Folder, Run, command, full_app, repository, run};

const COMMANDS: [&[&str]; 12] = [
    &["check"],
    &["flows"],
    &["explain"],
    &["rules"],
    &["facts"],
    &["baseline", "create"],
    &["baseline", "check"],
    &["init"],
    &["config", "show"],
    &["completions"],
    &["man"],
    &[],
];

/// The help at a width.
fn help(words: &[&str], flag: &str, columns: &str) -> String {
    run(command(repository()).env("COLUMNS", columns).args(words).arg(flag), 0).stdout
}

#[test]
fn the_help_of_each_command_fits_on_a_page() {
    for words in COMMANDS {
        let text = help(words, "--help", "100");
        let lines = text.lines().count();
        assert!(lines <= 110, "{words:?} --help has {lines} lines");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{words:?}: {text}");
        assert!(!text.contains("\nOptions:") && !text.contains("[env: "), "{words:?}: {text}");
    }
}

#[test]
fn the_short_help_has_a_line_for_each_option() {
    for words in COMMANDS {
        let text = help(words, "-h", "100");
        let is_option = |line: &&str| line.trim_start().starts_with('-');
        let options = text.lines().skip_while(|line| !is_option(line)).filter(|line| line.starts_with("  "));
        let broken: Vec<&str> = options.filter(|line| !is_option(line)).collect();
        assert!(broken.is_empty(), "{words:?}: {broken:?}");
    }
    assert_eq!(help(&["check"], "-h", "100").lines().filter(|line| line.contains(" --")).count(), 36);
}

/// `help check` is `check --help`.
#[test]
fn help_of_a_command_is_the_whole_help() {
    assert_eq!(said(&["help", "check"], 0).stdout, said(&["check", "--help"], 0).stdout);
}

fn said(arguments: &[&str], code: i32) -> Run {
    run(command(repository()).args(arguments), code)
}

#[test]
fn options_of_the_same_meaning_are_aliases() {
    let folder = Folder::new();
    folder.file("App.connectedApp-meta.xml", full_app());
    let report = |arguments: &[&str], code: i32| folder.run(arguments, code).stdout;
    let plain = report(&["check", "--only", "full-scope", "--format", "concise"], 1);
    assert_eq!(report(&["lint", "--select", "full-scope", "-f", "concise"], 1), plain);
    assert_eq!(report(&["check", "--select=full-scope", "--output-format", "concise"], 1), plain);
    for skip in ["--ignore", "--disable"] {
        assert_eq!(report(&["check", skip, "full-scope", "-f", "concise"], 0), "");
    }
    assert_eq!(report(&["rule", "full-scope"], 0), report(&["explain", "full-scope"], 0));
    assert_eq!(report(&["rules", "-f", "json"], 0), report(&["rules", "--format", "json"], 0));
}

#[test]
fn options_of_another_meaning_have_an_exact_tip() {
    for (arguments, tip) in [
        (&["check", "--rule", "full-scope"][..], "tip: --only RULE runs one rule"),
        (&["check", "-o", "x.sarif"], "tip: --report FORMAT=FILE writes a file"),
        (&["check", "--output=x.sarif"], "tip: --report FORMAT=FILE writes a file"),
        (&["check", "--severity", "error"], "tip: --fail-on SEVERITY says which findings fail the run"),
        (&["lint", "--dry-run"], "tip: --diff prints the fixes as a patch"),
        (&["full-scope"], "tip: `calint explain full-scope` shows its page"),
        (&["rules", "full-scope"], "tip: `calint explain full-scope` shows its page"),
        (&["sbs"], "tip: `calint explain sbs` shows its page"),
        (&["scopes"], "tip: `calint rules --group scopes` lists the rules of this group"),
        (&["testdata"], "tip: to check files, run `calint check testdata`"),
        (&["force-app/main"], "tip: to check files, run `calint check force-app/main`"),
        (&["scan"], "tip: `calint check` checks files"),
        (&["chek"], "tip: a similar subcommand exists: 'check'"),
        (&["check", "--pack", "SBS"], "no pack is called `SBS`; there are appexchange, "),
        (&["check", "--pack", "SBS"], "and shr; did you mean `sbs`?"),
        (&["check", "--only", "scope"], "no rule is called `scope`, and no group or pack; did you mean `scopes`?"),
        (&["explain", "scopes"], "it is a group, and `calint rules --group scopes` lists its rules"),
        (&["rules", "--group", "scopez"], "no group is called `scopez`; there are access, "),
    ] {
        let text = said(arguments, 2).stderr;
        assert!(text.contains(tip), "{arguments:?}: {text}");
        assert!(!text.contains("to pass") && !text.contains("similar argument"), "{arguments:?}: {text}");
    }
}
