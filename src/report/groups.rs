//! Findings as people read them: app after app, the worst app first, and what is about the org last.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::schema::Severity;
use crate::verdict::Judged;

/// What people take as one thing: an app, or a file that belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group<'s> {
    /// An app by its name and its first file.
    App(&'s str, &'s str),
    /// A file by its path.
    File(&'s str),
}

impl<'s> Group<'s> {
    /// The group of a finding.
    pub(super) fn of(finding: &'s Judged) -> Self {
        match &finding.app {
            Some(app) => Self::App(&app.name, &app.path),
            None => Self::File(&finding.place.path),
        }
    }
}

/// The findings in groups that stand together. Within a group the worst finding comes first.
pub(super) fn by_app(findings: &[Judged]) -> Vec<&Judged> {
    let mut worst: HashMap<Group<'_>, Severity> = HashMap::new();
    for finding in findings {
        let of_group = worst.entry(Group::of(finding)).or_insert(finding.severity);
        *of_group = finding.severity.max(*of_group);
    }
    let rank = |finding: &Judged| (!finding.is_of_app(), Reverse(worst.get(&Group::of(finding)).copied()));
    let mut sorted: Vec<&Judged> = findings.iter().collect();
    // Stable: within a severity findings stay in the order of their places.
    sorted.sort_by(|a, b| {
        let by_group = rank(a).cmp(&rank(b)).then_with(|| Group::of(a).cmp(&Group::of(b)));
        by_group.then_with(|| b.severity.cmp(&a.severity))
    });
    sorted
}
