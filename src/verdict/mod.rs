//! What counts: profile, threshold, order, fingerprints, and the exit code.
//!
//! The one summary that all reports and the exit code read is made here. Secrets are taken out of
//! everything before a report sees it.

mod acceptance;
mod baseline;
mod comments;
mod controls;
mod copies;
mod entry;
mod exit;
mod fingerprint;
mod flow_report;
mod judge;
mod left_out;
mod line_hash;
mod outside_root;
mod packs;
mod policy;
mod portion;
mod redact;
mod secret_elements;
mod secret_values;
mod set_aside;
mod standing;
mod status;
mod summary;
mod unchecked;

pub use acceptance::{Acceptance, Acceptances};
pub use baseline::{Baseline, Baselines};
pub use controls::{ControlOf, ControlState, PackReport};
pub use entry::{BaselineReport, Entry};
pub use exit::ExitCode;
pub use flow_report::{AppFlows, ToldCondition, ToldFlow, app_flows, count_states};
pub use judge::conclude;
pub use policy::{Before, Policy, RunPolicy, SetAside, Shown, TextsWanted};
pub use portion::Portion;
pub use redact::{redact, redact_words};
pub use status::{Accepted, Note, NoteLevel, Status};
pub use summary::{Judged, JudgedFix, JudgedRelated, Place, Problem, Summary, Unmatched, Verdict};
pub use unchecked::{Unchecked, describe as describe_unchecked};
