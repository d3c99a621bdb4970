//! The list of rules. The build makes it from the pages below `rules/`, so that a page without its code does not
//! compile.

use super::page;
use super::rule::{Check, Rule};
use crate::schema::Need;

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

/// The rule of a name.
pub fn find_rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name() == name)
}

/// The names of the groups, sorted.
pub fn groups() -> Vec<&'static str> {
    let mut groups: Vec<&str> = RULES.iter().map(|rule| rule.page.group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

/// Whether a group has this name.
pub fn is_group(name: &str) -> bool {
    RULES.iter().any(|rule| rule.page.group == name)
}
