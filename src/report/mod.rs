//! A summary in, bytes out: one file for each format, and the list of all in `format`.
//!
//! Nothing that was read from a file may act on the reader's terminal or log; `neutral` sees to it.

mod checkstyle;
mod concise;
mod csv;
mod earlier;
mod excerpt;
mod flows;
mod format;
mod full;
mod github;
mod gitlab;
mod groups;
mod harmless_json;
mod here;
mod json;
mod json_range;
mod junit;
mod mark;
mod markdown;
mod neutral;
mod page_text;
mod picture;
mod prose;
mod sarif;
mod sarif_places;
mod sarif_rules;
mod screen;
mod statistics;
mod wrong_setting;

pub use earlier::is_report;
pub use flows::{FlowFormat, FlowReport, ListedApp, Requests};
pub use format::{FORMATS, Format, Look};
pub use full::Detail;
pub use here::Here;
pub use markdown::Extent;
pub use neutral::{log_line, one_line, same_length as harmless, toml_string};
pub use screen::{Color, Drawing, Links, Screen, Style};
pub use statistics::{StatisticsForm, write_statistics};
pub use wrong_setting::draw as draw_wrong_setting;
