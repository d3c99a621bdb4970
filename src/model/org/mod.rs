//! What is known of the org: its settings, its users, what they may do, and what exported facts say.

mod auth_provider;
mod catalog;
mod certificate_file;
mod custom_scope;
mod effective_permissions;
pub mod facts;
mod grants;
mod named_lists;
mod org_files;
mod permission_file;
mod permissions;
#[cfg(test)]
mod run_as_user_tests;
mod settings;
mod token_exchange;
pub mod user_definitions;
mod users;

pub use auth_provider::{AuthProvider, NamedCredential, scopes_in};
pub use catalog::Catalog;
pub(crate) use catalog::LabelReader;
pub use certificate_file::CertificateFile;
pub use effective_permissions::{HeldPermission, has_permission, permissions_of};
pub use facts::{
    AppLogins, AppTokens, DatedBy, EcaPolicy, Facts, FactsError, FactsFile, FactsRequest, FactsSource, Logins,
    OrgFacts, Organization, RunAsUser, Tokens, UNKNOWN_TO_ORG, Unanswered, has_suffix_of_export, read as read_facts,
};
pub use grants::{API_USER_ONLY, Grant};
pub(crate) use named_lists::NamedLists;
pub use org_files::OrgFiles;
pub use permissions::{Opened, PermissionReader, Permissions};
pub use settings::{ConnectedAppSettings, ExternalClientAppSettings, OauthOidcSettings};
pub use token_exchange::{Enablement, TokenExchangeHandler};
pub use users::{Assigned, Assignments, User, UserOrigin, Users};
