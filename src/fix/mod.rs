//! Fixes in, edits out: what a rule proposes in located values becomes stretches of bytes to replace.
//!
//! Nothing outside an edit changes. What is added is laid out as its neighbors are: their indentation, their line
//! ends, their order. Files are replaced as a whole, or stay as they were.

mod apply;
mod changes;
mod insertion;
mod layout;
mod leftovers;
mod list;
mod offer;
mod patch;
mod text_edit;
mod values;
mod write;

pub use apply::{Applied, apply};
pub use leftovers::sweep;
pub use offer::{Edit, Offer, offer};
pub use patch::{PatchFile, write_patch};
pub use write::{Lost, WriteError, refuse_linked_folder, rename, replace, write_whole};
