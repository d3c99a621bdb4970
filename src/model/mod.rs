//! Tree in, meaning out: connected apps, users and projects in the platform's own terms.
//!
//! Both kinds of app become the same [`App`]. Every value knows its place, and so does every absence; what no file says
//! is *unknown*, and unknown is never an answer. Without that third answer a repository that has only a part of an app
//! would look like an app with wrong settings.

mod app;
mod cursor;
mod declared;
mod element_text;
mod knowledge;
mod located;
mod org;
mod project;
mod values;

pub use app::{
    App, AppKind, Callback, CallbackKind, Callbacks, Component, External, ExternalFile, IpRange, JwtSession,
    OauthClient, Saml, is_standard_app,
};
pub use declared::{
    Declarations, DeclaredApps, DeclaredFlow, DeclaredOrg, Distribution, Intent, Inventory, InventoryEntry, Managed,
    Options, Role, is_among,
};
pub use element_text::{ElementText, element_text};
pub use knowledge::{Model, part_of};
pub use located::{Field, List, Located, Unusable};
pub use org::*;
pub use project::*;
pub use values::{IpRelaxation, RefreshTokenPolicy, Scope, TimeUnit};
