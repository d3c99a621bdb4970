//! What an app opens: which OAuth flows it lets run, and for whom.

mod flows;
mod sheet;

pub use flows::{client_credentials, refresh_scope, run_as_user};
pub use sheet::{Postures, Sheet, of};
