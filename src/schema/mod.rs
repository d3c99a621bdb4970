//! What Salesforce documents: metadata types and their files, elements, scopes, permissions, API versions, and the
//! words for how bad and how sure a finding is.
//!
//! The tables are generated from `rules/schema/`; nothing here reads a file of a project.

mod api_version;
mod evidence;
mod flow_words;
mod flows;
mod kind;
mod levels;
mod namespace;
mod needs;
mod placeholder;
mod table_words;
mod tables;
mod top_level_domains;

pub use api_version::{ApiVersion, VersionOrigin};
pub use evidence::{DOCUMENTS, Evidence, Reference};
pub use flow_words::{Condition, ConditionRole, Flow};
pub use flows::{CONDITIONS, ConditionFacts, FLOWS, TokenError};
pub use kind::{EcaPart, KINDS, Kind, NamedKind, OrgSettings, SETTINGS, SOURCE_FORMAT_ONLY, SUFFIX_ALIASES};
pub use levels::{Confidence, Profile, Severity};
pub use namespace::{has_namespace, is_namespace};
pub use needs::Need;
pub use placeholder::is_placeholder;
pub use table_words::{AskedFor, Bypass, CallbackUse, RetiringFeature, ScopeKind, TokenFormat, ValueKind};
pub use tables::{
    CALENDAR, CALLBACK_CLIENTS, CallbackClient, Change, EARLIEST, ENDPOINT_PAGES, ENVIRONMENTS, ElementFacts,
    FREE_MAIL, HOME_PAGES, INSTANCE_PREFIXES, MISNAMED_PERMISSIONS, MOBILE_SDK_PATHS, NETWORKS, NO_MAIL, PERMISSIONS,
    PLACEHOLDER_HOSTS, PLACEHOLDER_SCHEMES, PermissionFacts, QUERIES, Query, RELEASES, RETRIEVED, Retrieved,
    SALESFORCE_HOSTS, SALESFORCE_PAGES, SCOPES, SETTING_TEXTS, STANDARD_APP_NAMES, STANDARD_APPS, ScopeFacts,
    StandardProfile, TUNNELS, TYPES, TypeFacts, is_newer,
};
pub use top_level_domains::is_top_level_domain;
