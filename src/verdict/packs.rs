//! What a run says of the controls of benchmarks.
//!
//! Meeting every check here is not compliance: many controls live in the org or in a process, and say so.

use std::collections::BTreeSet;

use crate::rules::{Control, Cover, Pack};

use super::controls::{ControlState, PackReport};
use super::policy::Policy;

/// What the findings of some rules say. Those of the baseline speak against a control: they were not mended.
pub(super) fn reports(broken: &BTreeSet<&str>, accepted: &BTreeSet<&str>, policy: &Policy) -> Vec<PackReport> {
    let state = |control: &'static Control| {
        let any = |rules: &BTreeSet<&str>| control.rules.iter().any(|rule| rules.contains(rule));
        let state = match control.cover {
            Cover::None => ControlState::Unseen,
            _ if control.rules.is_empty() => ControlState::Unseen,
            _ if any(broken) => ControlState::Broken,
            _ if !control.rules.iter().all(|rule| policy.shown.running.contains(rule)) => ControlState::Unasked,
            _ if any(accepted) => ControlState::Accepted,
            _ => ControlState::Met,
        };
        (control, state)
    };
    let report = |pack: &&'static Pack| PackReport { pack, controls: pack.controls.iter().map(state).collect() };
    policy.packs.iter().map(report).collect()
}
