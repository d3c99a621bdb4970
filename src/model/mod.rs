//! Tree in, meaning out: connected apps, users and projects in the platform's own terms.
//!
//! Both kinds of app become the same [`App`]. Every value knows its place, and so does every absence; what no file says
//! is *unknown*, and unknown is never an answer. Without that third answer a repository that has only a part of an app
//! would look like an app with wrong settings.

mod api_version;
mod app;
mod auth_provider;
mod callback;
mod catalog;
mod certificate_file;
mod connected_app;
mod cursor;
mod custom_scope;
mod declared;
mod external;
mod external_client_app;
mod external_files;
mod facts;
mod grants;
mod held;
mod inventory;
mod keys;
mod knowledge;
mod library;
mod located;
mod memory;
mod named_secrets;
mod named_values;
mod namespace;
mod options;
mod origin;
mod other_files;
mod packaged_form;
mod parts;
mod permission_file;
mod permission_sections;
mod permissions;
mod place;
mod placeholder;
mod power;
mod project;
mod project_file;
mod project_reader;
mod proven;
mod replaced_settings;
mod replacements;
mod secret;
mod settings;
mod source_file;
mod table_words;
mod tables;
mod token_exchange;
mod tokens;
mod top_level_domains;
mod unopened;
mod user_definitions;
mod users;
mod values;

pub use api_version::{ApiVersion, VersionOrigin};
pub use app::{
    Access, App, AppAttribute, AppKind, AssetToken, Callbacks, Canvas, Component, Details, IdToken, MobileApp,
    OauthClient, OauthPolicy, Plugin, Saml, SessionPolicy, Spelling,
};
pub use auth_provider::AuthProvider;
pub use callback::{Callback, CallbackKind};
pub use catalog::{Catalog, Labels};
pub use certificate_file::CertificateFile;
pub use custom_scope::CustomScope;
pub use declared::{
    Declarations, DeclaredApps, DeclaredFlow, DeclaredOrg, Distribution, Intent, Managed, Role, is_among,
};
pub use external::{External, ExternalFile, IpRange, JwtSession, NotificationType};
pub use facts::{
    AppTokens, DatedBy, EcaPolicy, Exported, Facts, FactsError, FactsFile, FactsRequest, FactsSource, Object, OrgFacts,
    Tokens, Unanswered, read as read_facts,
};
pub use grants::{API_USER_ONLY, Denied, Grant, GrantSource, GroupSource};
pub use held::{Held, held};
pub use inventory::{Inventory, InventoryEntry};
pub use keys::{
    Algorithm, Block, Certificate, Digest, EmbeddedCertificate, Flaw, Identity, PrivateKey, Protection, PublicKey,
    is_private_key, private_keys,
};
pub use knowledge::{Model, part_of};
pub use library::{FileText, Library, Trouble};
pub use located::{Field, List, Located, Unusable};
pub use memory::Memory;
pub use named_secrets::{NamedSecret, named_secrets};
pub use named_values::{NamedValue, named_values};
pub use namespace::{has_namespace, is_namespace};
pub use options::Options;
pub use origin::is_standard_app;
pub use other_files::OtherFile;
pub use packaged_form::{PACKAGED_FORM, is_packaged_form, names_package};
pub use permission_sections::parse_permissions;
pub use permissions::{Opened, Permissions};
pub use place::{FileId, Place};
pub use placeholder::is_placeholder;
pub use power::{HeldPermission, Step, has_permission, permissions_of};
pub use project::Project;
pub use project_file::{Manifest, PackageDirectory};
pub use replaced_settings::replaces_setting;
pub use replacements::Replacing;
pub use secret::Secret;
pub use settings::{ConnectedAppSettings, ExternalClientAppSettings, OauthOidcSettings, SecuritySettings, Settings};
pub use source_file::{ForeignRoot, SourceFile};
pub use table_words::{
    AskedFor, Bypass, CallbackUse, PermissionPower, RetiringFeature, ScopeKind, TokenFormat, ValueKind,
};
pub use tables::{
    CALENDAR, CallbackClient, Change, EARLIEST, ENVIRONMENTS, ElementFacts, FREE_MAIL, MISNAMED_PERMISSIONS, NETWORKS,
    NO_MAIL, PERMISSIONS, PermissionFacts, QUERIES, Query, RELEASES, SCOPES, STANDARD_APP_NAMES, STANDARD_APPS,
    STANDARD_PROFILES, ScopeFacts, StandardProfile, TUNNELS, TYPES, TypeFacts,
};
pub use token_exchange::{Enablement, TokenExchangeHandler};
pub use tokens::{Token, TokenKind, tokens};
pub use top_level_domains::is_top_level_domain;
pub use users::{Assigned, Assignments, User, UserOrigin, Users};
pub use values::{IpRelaxation, RefreshTokenPolicy, Scope, Span, TimeUnit};
