//! Fixes in rounds over the files as they would be: which fixes may share a round, and which went wrong.
//!
//! The rounds know reports and edits, not how files are found or checked: two functions of the caller do that.

mod batch;
mod claimed_edits;
mod contest;
mod first_report;
mod meanings;
mod round_result;
mod rounds;

pub use first_report::{Beyond, LeftFix, NamedFix};
pub use rounds::{Settled, Workshop, settle};
