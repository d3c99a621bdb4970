//! The list of rules: each page with its code.
//!
//! It names a function for each page, so a page whose module is missing does not compile, and a rule cannot be
//! forgotten.

use super::literal::Literal;
use super::pages::Page;
use super::source::snake;

/// Rules that come first in their group. Reports and the README list rules in this order, and keep it.
const FIRST_IN_GROUP: [&str; 2] = ["consumer-key-in-source", "saml-weak-crypto"];

pub(super) fn code(pages: &[Page]) -> String {
    let mut pages: Vec<&Page> = pages.iter().collect();
    // The sort is stable: within a group, names stay in order.
    pages.sort_by_key(|page| (page.group.get_ref(), !FIRST_IN_GROUP.contains(&page.name())));
    // Each rule is on its own line: the compiler quotes that line if the page names another kind of function than the
    // code has.
    let rules: Vec<String> = pages.into_iter().map(rule).collect();
    format!("/// Every rule, by group.\npub static RULES: &[Rule] = &[\n    {},\n];\n", rules.join(",\n    "))
}

/// A rule: its page, the function `check` of its file, and what it reads.
fn rule(page: &Page) -> String {
    let (group, name) = (snake(page.group.get_ref()), snake(page.name()));
    let (constant, checks, reads) = (page.constant(), page.checks, page.reads.literal());
    format!(
        "Rule {{ page: &page::{constant}, check: Check::{checks:?}(super::{group}::{name}::check), reads: {reads} }}"
    )
}
