//! What an app opens: which OAuth flows it lets run, and for whom; and what one app opens more than another.
//!
//! | file | answers |
//! |---|---|
//! | `conditions` | whether an app meets what a flow needs, one `match` for all rows of `rules/schema/flows.toml` |
//! | `states` | in which state that puts each flow |
//! | `purpose` | what an app is for |
//! | `sheet` | all answers for an app, as a plain value that rules ask |
//! | `rows` | the same with places and reasons, for `calint flows` |
//! | `laxer`, `same_clients` | which of two apps lets more in, and which two are for one client |

mod answer;
mod conditions;
mod laxer;
mod purpose;
mod rows;
mod same_clients;
mod sheet;
mod states;
mod subject;

pub use conditions::{demands_pkce, has_access_in_org, has_custom_scope, is_left, keeps_device_flow, lists_users};
pub use laxer::{Laxer, Property, Side, laxer};
pub use purpose::run_as_user;
pub use rows::{ConditionRow, FlowRow, flow_rows};
pub use same_clients::same_clients;
pub use sheet::{Postures, Sheet, of};
pub use states::{Met, State, declared_as};
