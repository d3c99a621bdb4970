//! What an app opens: which OAuth flows it lets run, and for whom; and what one app opens more than another.

mod answer;
mod conditions;
mod flows;
mod laxer;
mod rows;
mod same_clients;
mod sheet;
mod states;
mod subject;

pub use flows::run_as_user;
pub use laxer::{Laxer, Property, Side, laxer};
pub use rows::{ConditionRow, FlowRow, flow_rows};
pub use same_clients::same_clients;
pub use sheet::{Postures, Sheet, of};
pub use states::State;
