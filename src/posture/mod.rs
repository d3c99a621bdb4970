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

pub use conditions::{demands_pkce, has_access_in_org, has_custom_scope, is_left, keeps_device_flow, lists_users};
pub use flows::run_as_user;
pub use laxer::{Laxer, Property, Side, laxer};
pub use rows::{ConditionRow, FlowRow, flow_rows};
pub use same_clients::same_clients;
pub use sheet::{Postures, Sheet, of};
pub use states::{State, declared_as};
