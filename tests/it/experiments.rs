//! docs/experiments.md describes each experiment of checks/in-an-org, with the answer that calint expects.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::common::repository;
use regex::Regex;

fn text(name: &str) -> String {
    fs::read_to_string(repository().join(name)).expect("a file of the repository")
}

/// The answers that the page describes, the expected one first, by experiment.
fn described() -> BTreeMap<String, Vec<String>> {
    let page = text("docs/experiments.md");
    let code = Regex::new("`([^`]+)`").expect("a pattern");
    let answer = Regex::new("(?m)^- `([a-z_]+)`( \\(expected\\))?: ").expect("a pattern");
    let mut found = BTreeMap::new();
    for section in page.split("\n### ").skip(1) {
        let heading = section.lines().next().unwrap_or_default();
        let mut answers: Vec<_> = answer.captures_iter(section).collect();
        answers.sort_by_key(|captures| captures.get(2).is_none());
        assert_eq!(answers.iter().filter(|captures| captures.get(2).is_some()).count(), 1, "{heading}");
        let answers: Vec<String> = answers.iter().map(|captures| captures[1].to_owned()).collect();
        for name in code.captures_iter(heading) {
            assert_eq!(found.insert(name[1].to_owned(), answers.clone()), None, "{heading}");
        }
    }
    found
}

#[test]
fn the_page_describes_every_experiment_with_two_answers() {
    let table = text("checks/in-an-org/experiments.txt");
    let rows = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('|').collect::<Vec<_>>());
    let described = described();
    let mut names = BTreeSet::new();
    for row in rows {
        let [name, expected, claim] = row[..] else { panic!("{row:?} has not three columns") };
        assert!(claim.ends_with('.') && names.insert(name.to_owned()), "{name}");
        let answers = described.get(name).unwrap_or_else(|| panic!("{name} is not in docs/experiments.md"));
        assert_eq!((answers.len(), answers[0].as_str()), (2, expected), "{name}");
    }
    assert_eq!(described.into_keys().collect::<BTreeSet<_>>(), names);
}

#[test]
fn the_page_names_rules_that_exist() {
    let page = text("docs/experiments.md");
    let rules: BTreeSet<String> = fs::read_dir(repository().join("rules"))
        .expect("the pages")
        .filter_map(|group| fs::read_dir(group.ok()?.path()).ok())
        .flatten()
        .filter_map(|page| Some(page.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    let word = Regex::new("`([a-z]+(?:-[a-z]+)+)`").expect("a pattern");
    let not_rules = ["as-expected"];
    let experiments = described();
    let named: BTreeSet<&str> = word.captures_iter(&page).map(|captures| captures.extract::<1>().1[0]).collect();
    let named: Vec<&str> =
        named.into_iter().filter(|name| !experiments.contains_key(*name) && !not_rules.contains(name)).collect();
    assert!(named.len() > 8, "{named:?}");
    for name in named {
        assert!(rules.contains(name), "docs/experiments.md names the rule {name}, which does not exist");
    }
}
