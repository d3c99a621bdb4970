//! `calint rules` and `calint explain` on screens: filters, columns, wrapped words, and samples with marks.

use calint::testing::{FixSafety, PAGES, Page, find_pack};

use crate::common::{command, repository, run, unwrapped};

#[test]
fn the_list_of_rules_has_filters_in_all_formats() {
    let listed = |arguments: &[&str]| -> Vec<&str> {
        let call = [&["rules", "--format", "json"], arguments].concat();
        let list = run(command(repository()).args(&call), 0).json();
        let rules = list["rules"].as_array().expect("rules").clone();
        let is_listed = |page: &&&'static Page| rules.iter().any(|rule| rule["name"] == page.name);
        PAGES.iter().filter(is_listed).map(|page| page.name).collect()
    };
    let pages = |is_wanted: &dyn Fn(&Page) -> bool| -> Vec<&str> {
        PAGES.iter().filter(|page| is_wanted(page)).map(|page| page.name).collect()
    };
    let fixable = |page: &Page| page.fix != FixSafety::None;
    let sbs = find_pack("sbs").expect("a pack");
    assert_eq!(listed(&["--group", "scopes"]), pages(&|page| page.group == "scopes"));
    assert_eq!(listed(&["--profile", "default"]), pages(&|page| page.profile.as_str() == "default"));
    assert_eq!(listed(&["--profile", "audit"]).len(), PAGES.len());
    assert_eq!(listed(&["--pack", "sbs"]), pages(&|page| sbs.has(page.name)));
    assert_eq!(listed(&["--fixable"]), pages(&fixable));
    let both = pages(&|page| ["scopes", "access"].contains(&page.group) && fixable(page));
    assert_eq!(listed(&["--group", "scopes,access", "--fixable"]), both);
    assert!(both.len() > 3);
}

#[test]
fn the_list_of_rules_fits_the_screen() {
    let list = |columns: &str| run(command(repository()).env("COLUMNS", columns).arg("rules"), 0).stdout;
    for columns in [60, 80, 120, 200] {
        let text = list(&columns.to_string());
        let longest = text.lines().map(|line| line.chars().count()).max().expect("lines");
        assert!(longest <= columns.max(75), "{columns}: {longest}");
        assert!(text.lines().any(|line| line == "scopes"));
    }
    // Wide lines have the summary beside the name, narrow ones below it.
    let summary = "The app may request the `Full` scope";
    assert!(list("120").lines().any(|line| line.starts_with("  full-scope ") && line.contains(summary)));
    assert!(list("80").lines().any(|line| line.starts_with(&format!("    {summary}"))));
}

/// The texts of a page, without samples and references.
fn texts(page: &str) -> impl Iterator<Item = &str> {
    page.lines().take_while(|line| *line != "Bad")
}

#[test]
fn explain_wraps_between_words_and_outside_of_code() {
    let mut wrapped = 0;
    for page in PAGES {
        let explain =
            |columns: &str| run(command(repository()).env("COLUMNS", columns).args(["explain", page.name]), 0).stdout;
        let (narrow, wide) = (explain("80"), explain("5000"));
        let has_long_code = texts(&narrow).any(|line| line.matches('`').count() % 2 == 1);
        let longest_code = page.body().split('`').skip(1).step_by(2).map(str::len).max().unwrap_or_default();
        assert!(!has_long_code || longest_code > 60, "{}", page.name);
        for line in texts(&narrow) {
            assert!(line.chars().count() <= 80 || !line.trim().contains(' '), "{}: {line}", page.name);
        }
        assert!(wide.lines().all(|line| line.chars().count() <= 100 || !line.contains(". ")), "{}", page.name);
        // Each line of a quotation has its mark.
        let words = |text: &str| unwrapped(text).replace("> ", "");
        assert!(words(&narrow) == words(&wide), "{}", page.name);
        wrapped += narrow.lines().count() - wide.lines().count();
    }
    assert!(wrapped > 500, "{wrapped}");
}

#[test]
fn explain_says_how_to_fix_before_the_samples_and_marks_what_is_wrong_in_them() {
    for page in PAGES {
        let text = run(command(repository()).args(["explain", page.name]), 0).stdout;
        let at = |heading: &str| text.lines().position(|line| line == heading).expect("a heading");
        let order = ["What it checks", "Why it matters", "How to fix", "When to accept", "Bad", "Good", "References"];
        assert!(order.map(at).is_sorted(), "{}", page.name);
        let body = page.body();
        let marked = body.lines().filter(|line| line.starts_with("```") && line.contains(" finding=\"")).count();
        assert_eq!(text.matches(" at >)\n").count(), marked, "{}", page.name);
    }
    let text = run(command(repository()).args(["explain", "full-scope"]), 0).stdout;
    assert!(text.contains("(error at >)\n  <?xml") && text.contains("\n>         <scopes>Full</scopes>\n"), "{text}");
}

#[test]
fn explain_takes_several_names() {
    let both = run(command(repository()).args(["explain", "full-scope", "sbs"]), 0).stdout;
    let alone = |name: &str| run(command(repository()).args(["explain", name]), 0).stdout;
    assert_eq!(both, format!("{}\n{}", alone("full-scope"), alone("sbs")));
    let text = run(command(repository()).args(["explain", "user", "hasn't", "approved", "this", "consumer"]), 0).stdout;
    assert_eq!(text, alone("user hasn't approved this consumer"));
    run(command(repository()).args(["explain", "full-scope", "sbz"]), 2);
}
