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
