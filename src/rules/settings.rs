//! What one may set of the rules: their severities, and the options that their pages name.

use std::collections::{BTreeMap, BTreeSet};

use globset::GlobMatcher;

use crate::schema::Severity;

use super::page::{OptionKind, Page};

/// What is set of all rules.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    rules: BTreeMap<&'static str, RuleSettings>,
    /// Whether findings of an earlier state will be removed, so that a rule may report everything that is new.
    pub compares: bool,
    /// Rules that the packs of the run ask for.
    pub in_packs: BTreeSet<&'static str>,
}

/// What is set of one rule.
#[derive(Debug, Clone, Default)]
pub struct RuleSettings {
    /// The severity of all its findings.
    pub severity: Option<Severity>,
    /// Its options, by name.
    pub options: BTreeMap<&'static str, OptionValue>,
}

/// The value of an option.
#[derive(Debug, Clone)]
pub enum OptionValue {
    /// A whole number.
    Count(i64),
    /// Names or globs.
    Names(Vec<GlobMatcher>),
}

impl Settings {
    /// Sets something of a rule; later settings win.
    pub fn set(&mut self, page: &'static Page, settings: RuleSettings) {
        let of_rule = self.rules.entry(page.name).or_default();
        of_rule.severity = settings.severity.or(of_rule.severity);
        of_rule.options.extend(settings.options);
    }

    /// The severity that is set for a rule.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.rules.get(rule).and_then(|settings| settings.severity)
    }

    /// A number that is set for a rule, or its default.
    pub(super) fn count(&self, page: &Page, option: &str) -> i64 {
        match (self.given(page, option), kind(page, option)) {
            (Some(OptionValue::Count(count)), _) => *count,
            (_, Some(OptionKind::Count { default, .. })) => default,
            _ => 0,
        }
    }

    /// Whether a name is in a list that is set for a rule.
    pub(super) fn names(&self, page: &Page, option: &str, name: &str) -> bool {
        match self.given(page, option) {
            Some(OptionValue::Names(globs)) => globs.iter().any(|glob| glob.is_match(name)),
            _ => false,
        }
    }

    fn given(&self, page: &Page, option: &str) -> Option<&OptionValue> {
        self.rules.get(page.name).and_then(|settings| settings.options.get(option))
    }
}

fn kind(page: &Page, option: &str) -> Option<OptionKind> {
    page.options.iter().find(|known| known.name == option).map(|known| known.kind)
}
