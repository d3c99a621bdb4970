//! Controls of benchmarks, as findings and reports name them.

use crate::rules::{Control, Pack};

/// A control in its pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlOf {
    /// The pack.
    pub pack: &'static Pack,
    /// The control.
    pub control: &'static Control,
}

/// What became of the controls of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackReport {
    /// The pack.
    pub pack: &'static Pack,
    /// Each of its controls, in its order.
    pub controls: Vec<(&'static Control, ControlState)>,
}

/// What a run says of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ControlState {
    /// Its rules see all of it, had something to check, and reported nothing.
    NoFinding,
    /// What its rules reported is accepted, with a reason.
    Accepted,
    /// Its rules report something that is not accepted.
    Broken,
    /// Not all of its rules ran.
    Unasked,
    /// The files do not show whether it is met, or only a part of them does, and that part breaks no rule.
    NoEvidence,
}

impl ControlState {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoFinding => "no-finding",
            Self::Accepted => "accepted",
            Self::Broken => "broken",
            Self::Unasked => "unasked",
            Self::NoEvidence => "no-evidence",
        }
    }
}

impl PackReport {
    /// Adds what another configuration says of the same pack: the worse of the two counts.
    pub(super) fn merge(&mut self, other: &Self) {
        for ((_, state), (_, of_other)) in self.controls.iter_mut().zip(&other.controls) {
            let is_broken = [*state, *of_other].contains(&ControlState::Broken);
            *state = if is_broken { ControlState::Broken } else { (*state).max(*of_other) };
        }
    }

    /// How many controls are in a state.
    pub fn count(&self, state: ControlState) -> usize {
        self.controls.iter().filter(|(_, it)| *it == state).count()
    }
}
