//! What counts: profile, threshold, order, fingerprints, and the exit code.
//!
//! The one summary that all reports and the exit code read is made here. Secrets are taken out of
//! everything before a report sees it.

mod exit;
mod fingerprint;
mod judge;
mod line_hash;
mod redact;
mod summary;

pub use exit::ExitCode;
pub use judge::{Before, Policy, TextsWanted, judge};
pub use summary::{Counts, Judged, JudgedRelated, Place, Problem, Snippet, Summary, Verdict};
