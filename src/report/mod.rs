//! A summary in, bytes out: one file for each format.
//!
//! Nothing that was read from a file may act on the reader's terminal or log; `neutral` sees to it.

mod concise;
mod excerpt;
mod full;
mod json;
mod neutral;

pub use concise::write as write_concise;
pub use full::{Detail, Style, write as write_full};
pub use json::write as write_json;
pub use neutral::one_line;
