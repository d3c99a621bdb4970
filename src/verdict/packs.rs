//! What a run says of the controls of benchmarks.
//!
//! No finding is not compliance: many controls are in the org or in a process, and their texts say so.

use std::collections::BTreeSet;

use crate::model::{App, AppKind, Model, Project};
use crate::rules::{Control, Cover, PAGES, Pack};

use super::controls::{ControlState, PackReport};
use super::policy::Policy;

/// The rules that reported something, by what became of it.
pub(super) struct Outcome<'a> {
    /// Rules with a finding that contradicts a control. Findings in the baseline do, because they are not fixed.
    pub(super) broken: BTreeSet<&'a str>,
    /// Rules with such a finding that is accepted.
    pub(super) accepted: BTreeSet<&'a str>,
    /// Rules with any other finding: an info, or one that the profile hides.
    pub(super) noted: BTreeSet<&'a str>,
}

/// What the findings say of the controls of the packs of a run.
pub(super) fn reports(outcome: &Outcome<'_>, model: &Model, policy: &Policy) -> Vec<PackReport> {
    let state = |control: &'static Control| (control, state(control, outcome, model, policy));
    let report = |pack: &&'static Pack| PackReport { pack, controls: pack.controls.iter().map(state).collect() };
    policy.packs.iter().map(report).collect()
}

fn state(control: &Control, outcome: &Outcome<'_>, model: &Model, policy: &Policy) -> ControlState {
    let any = |rules: &BTreeSet<&str>| control.rules.iter().any(|rule| rules.contains(rule));
    if control.cover == Cover::None || control.rules.is_empty() {
        return ControlState::NoEvidence;
    }
    if any(&outcome.broken) {
        return ControlState::Broken;
    }
    if !control.rules.iter().all(|rule| policy.shown.running.contains(rule)) {
        return ControlState::Unasked;
    }
    if any(&outcome.accepted) {
        return ControlState::Accepted;
    }
    // A rule that sees a part of a control shows at most that this part is broken.
    let is_seen = control.cover == Cover::Full && control.rules.iter().all(|rule| has_evidence(rule, model));
    if is_seen && !any(&outcome.noted) { ControlState::NoFinding } else { ControlState::NoEvidence }
}

/// Whether the files contain what a rule reads, for every External Client App that it reads.
fn has_evidence(rule: &str, model: &Model) -> bool {
    let Some(page) = PAGES.iter().find(|page| page.name == rule) else { return false };
    let is_read = |kind: &str| page.applies_to.contains(&kind);
    let mut sources = model.projects.iter().flat_map(|project| &project.sources);
    let mut apps = model.projects.iter().flat_map(|project| project.apps.iter().map(move |app| (project, app)));
    sources.any(|source| is_read(source.kind.type_name()))
        && apps.all(|(project, app)| is_complete(app, project, page.applies_to))
}

/// Whether the project contains each part of an External Client App that is among some types.
fn is_complete(app: &App, project: &Project, types: &[&str]) -> bool {
    let files = app.files().into_iter().filter_map(|file| project.source(file));
    let there: BTreeSet<&str> = files.map(|source| source.kind.type_name()).collect();
    let mut parts = types.iter().filter(|kind| kind.starts_with("ExtlClntApp"));
    app.kind == AppKind::ConnectedApp || parts.all(|part| there.contains(*part))
}
