//! Packs: the controls of benchmarks, each with the rules that look at it. The tables are `rules/packs/*.toml`.

use crate::schema::Severity;

use super::page_words::Cover;

/// The controls of a benchmark.
#[derive(Debug, PartialEq, Eq)]
pub struct Pack {
    /// The name in `--pack`.
    pub name: &'static str,
    /// The benchmark.
    pub title: &'static str,
    /// Where it can be read.
    pub url: &'static str,
    /// The date of the text that was read.
    pub read: &'static str,
    /// What it is, and for whom.
    pub about: &'static str,
    /// Its controls, in its order.
    pub controls: &'static [Control],
    /// Severities that it raises, by rule.
    pub severities: &'static [(&'static str, Severity)],
}

/// One thing that a benchmark asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Control {
    /// Its id in the benchmark.
    pub id: &'static str,
    /// What it asks for.
    pub title: &'static str,
    /// Where it can be read.
    pub url: &'static str,
    /// How much of it files show.
    pub cover: Cover,
    /// The rules that look at it.
    pub rules: &'static [&'static str],
    /// What files cannot show of it.
    pub why_not: &'static str,
}

impl Pack {
    /// The controls that a rule looks at.
    pub fn controls_of(&self, rule: &str) -> impl Iterator<Item = &'static Control> {
        self.controls.iter().filter(move |control| control.rules.contains(&rule))
    }

    /// The severity that it raises a rule to.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.severities.iter().find(|(name, _)| *name == rule).map(|(_, severity)| *severity)
    }

    /// Whether it asks for a rule.
    pub fn has(&self, rule: &str) -> bool {
        self.controls_of(rule).next().is_some()
    }
}

/// The pack of a name.
pub fn find_pack(name: &str) -> Option<&'static Pack> {
    PACKS.iter().find(|pack| pack.name == name).copied()
}

include!(concat!(env!("OUT_DIR"), "/packs.rs"));
