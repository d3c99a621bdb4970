//! What goes, and what takes its place.

pub(super) mod retiring_feature;
