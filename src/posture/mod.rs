//! What an app opens: which OAuth flows it lets run, and for whom; and what one app opens more than another.

mod flows;
mod laxer;
mod same_clients;
mod sheet;

pub use flows::run_as_user;
pub use laxer::{Laxer, Property, Side, laxer};
pub use same_clients::same_clients;
pub use sheet::{Postures, Sheet, of};
