//! Tree in, meaning out: connected apps, users and projects in the platform's own terms.
//!
//! Both kinds of app become the same [`App`]. Every value knows where it stands, and so does every
//! absence; what a file cannot tell is *unknown*, and unknown is never an answer.

mod api_version;
mod app;
mod connected_app;
mod cursor;
mod custom_scope;
mod external;
mod external_client_app;
mod external_files;
mod facts;
mod held;
mod knowledge;
mod library;
mod parts;
mod permissions;
mod place;
mod placeholder;
mod project;
mod project_file;
mod project_reader;
mod replacements;
mod settings;
mod source_file;
mod tables;
mod token_exchange;
mod unopened;
mod user_definitions;
mod users;
mod values;

pub use api_version::{ApiVersion, VersionOrigin};
pub use app::{
    Access, App, AppAttribute, AppKind, AssetToken, Callbacks, Canvas, Component, Details, IdToken, MobileApp,
    OauthClient, OauthPolicy, Plugin, Saml, SessionPolicy, Spelling,
};
pub use custom_scope::CustomScope;
pub use external::{External, ExternalFile, IpRange, JwtSession, NotificationType};
pub use facts::FactsError;
pub use held::{Held, held};
pub use knowledge::{Model, Options};
pub use library::{FileText, Library, Trouble};
pub use permissions::{Grant, PermissionFile};
pub use place::{Field, FileId, List, Located, Place, Unusable};
pub use placeholder::is_placeholder;
pub use project::Project;
pub use project_file::{Manifest, PackageDirectory};
pub use settings::{ConnectedAppSettings, ExternalClientAppSettings, OauthOidcSettings, SecuritySettings, Settings};
pub use source_file::{ForeignRoot, SourceFile};
pub use tables::{ElementFacts, RELEASES, SCOPES, ScopeFacts, ScopeKind, TYPES, TypeFacts, ValueKind};
pub use token_exchange::{Enablement, TokenExchangeHandler};
pub use users::{Assignments, User, UserOrigin, Users};
pub use values::{Callback, IpRelaxation, RefreshTokenPolicy, Scope, Secret, Span, TimeUnit};
