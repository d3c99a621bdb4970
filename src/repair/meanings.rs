//! What a report says, in a form in which two reports of one run can be compared.
//!
//! A fix moves lines, renumbers elements, and shortens lists in messages. So neither place nor message identifies a
//! finding here: findings are the same if rule, file and element are. A finding that gets more severe is a new one. One
//! that a rule splits into several is not.

use std::collections::BTreeMap;

use crate::schema::Severity;
use crate::verdict::{Judged, Summary};

/// What a finding says, without its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Meaning {
    /// The file, by the path that it had before the run.
    pub(crate) path: String,
    pub(crate) rule: &'static str,
    /// The element path without indices.
    element: String,
}

/// The paths before the run of files that fixes renamed, by their new paths.
pub(crate) type FormerPaths = BTreeMap<String, String>;

impl Meaning {
    pub(crate) fn of(finding: &Judged, former: &FormerPaths) -> Self {
        let steps = finding.element.split('/').map(|step| step.split('[').next().unwrap_or(step));
        let element = steps.collect::<Vec<_>>().join("/");
        Self { path: former_path(&finding.place.path, former), rule: finding.page.name, element }
    }
}

pub(crate) fn former_path(path: &str, former: &FormerPaths) -> String {
    former.get(path).map_or(path, String::as_str).to_owned()
}

/// How many findings of one meaning there are, and of which component.
#[derive(Debug, Default, Clone)]
struct Findings {
    /// At or above each severity.
    counts: [usize; 3],
    component: String,
}

/// All that a report says.
#[derive(Debug, Default)]
pub(crate) struct Meanings {
    findings: BTreeMap<Meaning, Findings>,
    problems: BTreeMap<String, usize>,
}

/// A difference between two reports.
#[derive(Debug)]
pub(crate) struct Difference<'m> {
    pub(crate) meaning: &'m Meaning,
    pub(crate) component: &'m str,
}

impl Meanings {
    pub(crate) fn of(summary: &Summary, former: &FormerPaths) -> Self {
        let mut meanings = Self::default();
        for finding in summary.active() {
            let findings = meanings.findings.entry(Meaning::of(finding, former)).or_default();
            findings.component.clone_from(&finding.component.name);
            for (count, level) in findings.counts.iter_mut().zip([Severity::Info, Severity::Warning, Severity::Error]) {
                *count += usize::from(finding.severity >= level);
            }
        }
        for problem in &summary.problems {
            *meanings.problems.entry(former_path(&problem.path, former)).or_default() += 1;
        }
        meanings
    }

    /// How many findings have a meaning.
    pub(crate) fn count(&self, meaning: &Meaning) -> usize {
        self.findings.get(meaning).map_or(0, |findings| findings.counts[0])
    }

    /// How many problems a file has.
    pub(crate) fn problems(&self, path: &str) -> usize {
        self.problems.get(path).copied().unwrap_or_default()
    }

    /// Findings that an earlier report does not have.
    pub(crate) fn new_since<'m>(&'m self, earlier: &'m Self) -> impl Iterator<Item = Difference<'m>> {
        self.findings.iter().filter_map(|(meaning, now)| {
            let before = earlier.findings.get(meaning).map_or([0; 3], |before| before.counts);
            let is_new = now.counts.iter().zip(before).any(|(now, before)| *now > 0 && before == 0);
            is_new.then_some(Difference { meaning, component: &now.component })
        })
    }

    /// Findings of an earlier report that are gone, beyond those that were fixed.
    pub(crate) fn gone_since<'m>(
        &'m self,
        earlier: &'m Self,
        fixed: &'m BTreeMap<Meaning, usize>,
    ) -> impl Iterator<Item = Difference<'m>> {
        earlier.findings.iter().filter_map(|(meaning, before)| {
            let fixed = fixed.get(meaning).copied().unwrap_or_default();
            let is_gone = self.count(meaning) + fixed < before.counts[0];
            is_gone.then_some(Difference { meaning, component: &before.component })
        })
    }
}
