//! Model in, findings out.
//!
//! A rule is a page below `rules/` and a pure function in the file of the same name here; `registry` is the list of
//! both, which the build makes from the pages.

mod acceptance_comment;
mod access;
mod callbacks;
mod certificates;
mod client_credentials;
mod external_client_app;
mod finding;
mod fix;
mod metadata;
mod migration;
mod names;
mod new_value;
mod offered;
mod org_settings;
mod other_files;
mod pack;
mod page;
mod page_words;
mod people;
mod permissions;
mod references;
mod refresh_token;
mod registry;
mod rule;
mod run;
mod run_as_user;
mod said;
mod schema;
mod scope_changes;
mod scopes;
mod secrets;
mod settings;

pub use acceptance_comment::{acceptance_comments, elements_of};
pub use finding::Finding;
pub use fix::{Change, Fix, Reach, Safety, Separator};
pub use names::nearest;
pub use pack::{Control, PACKS, Pack, find_pack};
pub use page::{EDITIONS, OptionKind, PAGES, Page, RuleOption};
pub use page_words::{Carries, Cover, FixSafety};
pub use registry::{RULES, find_rule, groups, is_group};
pub use rule::{Check, Rule};
pub use run::Chosen;
pub use said::{Audience, Cut, Reported, Said};
pub use settings::{OptionValue, RuleSettings, Settings};
