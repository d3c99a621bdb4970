//! A summary in, bytes out: one file for each format.
//!
//! Nothing that was read from a file may act on the reader's terminal or log; `neutral` sees to it.

mod checkstyle;
mod concise;
mod csv;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod harmless_json;
mod here;
mod json;
mod junit;
mod markdown;
mod neutral;
mod page_text;
mod picture;
mod sarif;
mod sarif_places;
mod wrong_setting;

pub use checkstyle::write as write_checkstyle;
pub use concise::write as write_concise;
pub use csv::write as write_csv;
pub use full::{Detail, Style, write as write_full};
pub use github::write as write_github;
pub use gitlab::write as write_gitlab;
pub use here::Here;
pub use json::{write as write_json, write_lines as write_jsonl};
pub use junit::write as write_junit;
pub use markdown::write as write_markdown;
pub use neutral::{log_line, one_line, same_length as harmless, toml_string};
pub use sarif::write as write_sarif;
pub use wrong_setting::draw as draw_wrong_setting;
