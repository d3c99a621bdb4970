//! The pages of docs/ that are generated: one for each rule, their index, the packs, and the texts of errors.
//!
//! `CALINT_WRITE_DOCS=1 cargo test --test it rule_pages` rewrites them.

mod errors;
mod index;
mod packs;
mod page;
mod samples_of_page;

use std::collections::BTreeMap;
use std::{env, fs};

use calint::testing::{PAGES, Page};

use crate::common::markdown::pages_of;
use crate::common::repository;

/// The variable that has the pages written.
const WRITE: &str = "CALINT_WRITE_DOCS";

/// The lines of the site's configuration between these marks list the pages of rules.
const NAVIGATION: [&str; 2] = ["  # rules: begin\n", "  # rules: end\n"];

fn path_of(page: &Page) -> String {
    format!("docs/rules/{}.md", page.name)
}

/// Each generated page, by its path.
fn generated() -> BTreeMap<String, String> {
    let rules = PAGES.iter().map(|page| (path_of(page), page::of(page)));
    let mut pages: BTreeMap<String, String> = rules.collect();
    pages.insert("docs/rules/README.md".to_owned(), index::of_rules());
    pages.insert("docs/packs.md".to_owned(), packs::of_all());
    pages.insert("docs/errors.md".to_owned(), errors::of_all());
    pages.insert(".mkdocs.yml".to_owned(), with_navigation());
    pages
}

/// The configuration of the site with the pages of rules in its navigation.
fn with_navigation() -> String {
    let text = fs::read_to_string(repository().join(".mkdocs.yml")).expect("the configuration of the site");
    let (before, rest) = text.split_once(NAVIGATION[0]).expect("the mark");
    let (_, after) = rest.split_once(NAVIGATION[1]).expect("the mark");
    let [begin, end] = NAVIGATION;
    format!("{before}{begin}{}{end}{after}", index::navigation())
}

/// A sentence without a full stop as the start of a text.
fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// Names of rules with links to their pages; `folder` is where the pages are.
fn links(names: &[&str], folder: &str) -> String {
    names.iter().map(|name| format!("[`{name}`]({folder}{name}.md)")).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_generated_pages_are_those_of_the_program() {
    let mut stale = Vec::new();
    for (path, text) in generated() {
        let file = repository().join(&path);
        if fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        if env::var_os(WRITE).is_some() {
            fs::create_dir_all(file.parent().expect("a folder")).expect("the repository can be written");
            fs::write(file, text).expect("the repository can be written");
        } else {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "out of date: {stale:?}; {WRITE}=1 cargo test --test it rule_pages rewrites them");
}

#[test]
fn no_page_is_about_a_rule_that_does_not_exist() {
    let is_known = |name: &str| name == "docs/rules/README.md" || PAGES.iter().any(|it| name == path_of(it));
    for page in pages_of("docs/rules") {
        assert!(is_known(&page.name), "{} is about no rule: delete it", page.name);
    }
}

#[test]
fn how_to_fix_is_before_the_samples_and_lines_are_named() {
    let text = page::of(PAGES.iter().find(|page| page.name == "full-scope").expect("the rule"));
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part:?} in\n{text}"));
    assert!(at("\n## How to fix\n") < at("\n## Samples with a finding\n"));
    assert!(at("\n```xml hl_lines=\"8\"\n") < at("\n- Line 8, error: `Billing_Portal` asks for `Full`"));
    assert!(!text.contains("+++") && !text.contains("guard=") && !text.contains("finding=\""));
}
