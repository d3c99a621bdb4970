//! A connected app or an External Client App, in one shape.
//!
//! One shape lets a rule be written once for both. Its field names are the element names of a `ConnectedApp` in Rust's
//! spelling, because the Metadata API guide lists these, and what they mean, in one place, and the names of an External
//! Client App are spread over several types.

mod app_kind;
mod callback;
pub mod connected_app;
mod external;
mod external_client_app;
pub mod external_files;
mod parts;
mod proven;
mod provenance;

pub use app_kind::AppKind;
pub use callback::{Callback, CallbackKind};
pub use external::{ByFacts, External, ExternalFile, IpRange, JwtSession};
pub use proven::{is_newest, proven_version};
pub use provenance::is_standard_app;

use crate::schema::has_namespace;
use crate::secrets::{EmbeddedCertificate, Secret};
use crate::workspace::{FileId, Place};

use super::declared::Intent;
use super::located::{Field, List};
use super::values::{IpRelaxation, RefreshTokenPolicy, Scope};

/// What a finding is about: `ConnectedApp` `Billing_Sync`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Component {
    /// The metadata type.
    pub kind: &'static str,
    /// The developer name, from the file name.
    pub name: String,
}

impl Component {
    /// Whether a managed package brought it: the name starts with a namespace (`ns__Name`).
    pub fn is_managed(&self) -> bool {
        has_namespace(&self.name)
    }
}

/// An app that outside systems use to get into the org.
#[derive(Debug)]
pub struct App {
    /// Type and name.
    pub component: Component,
    /// Which kind of app it is.
    pub kind: AppKind,
    /// What it is declared to be.
    pub intent: Intent,
    /// The API version that counts for it: the project's, or a higher one that its files prove by their elements.
    pub api: u16,
    /// The root element of its (first) file.
    pub place: Place,
    /// Names and addresses for people.
    pub details: Details,
    /// The OAuth client; nothing if the app has no OAuth settings (SAML or canvas only).
    pub oauth: Option<OauthClient>,
    /// Who may use the app.
    pub access: Access,
    /// Where from, and for how long.
    pub oauth_policy: OauthPolicy,
    /// Step-up and session length.
    pub session_policy: SessionPolicy,
    /// Addresses that are excused from identity checks (`ipRanges`).
    pub ip_ranges: List<IpRange>,
    /// Apex that decides who may use the app.
    pub plugin: Plugin,
    /// Salesforce as identity provider.
    pub saml: Option<Box<Saml>>,
    /// A page of the app inside Salesforce.
    pub canvas: Option<Box<Canvas>>,
    /// Whether it has the settings of a mobile app.
    pub is_mobile: bool,
    /// What only External Client Apps have.
    pub external: Option<Box<External>>,
}

impl App {
    /// The files that it was read from.
    pub fn files(&self) -> Vec<FileId> {
        match &self.external {
            Some(external) => external.files.iter().map(|file| file.place.file).collect(),
            None => vec![self.place.file],
        }
    }

    /// The file of facts that states what is at a place, because no file of the project does.
    pub fn facts_of(&self, place: Place) -> Option<FileId> {
        let by_facts = &self.external.as_ref()?.by_facts;
        let by_facts = by_facts.iter().find(|it| place.absent == Some(it.element))?;
        let is_there = place == Place { absent: place.absent, ..self.place };
        is_there.then_some(by_facts.facts)
    }
}

/// Names and addresses for people.
#[derive(Debug)]
pub struct Details {
    /// Owner's email address. Required.
    pub contact_email: Field<String>,
    /// What the app is for.
    pub description: Field<String>,
    /// Icon. Reserved by the guide.
    pub icon_url: Field<String>,
    /// Page about the app.
    pub info_url: Field<String>,
    /// Name shown to users. Required.
    pub label: Field<String>,
    /// Logo on the consent page.
    pub logo_url: Field<String>,
    /// Where mobile users land.
    pub mobile_start_url: Field<String>,
    /// Where users land.
    pub start_url: Field<String>,
}

/// `oauthConfig`: the client that Salesforce knows.
#[derive(Debug)]
pub struct OauthClient {
    /// Whether only flows without a person are declared; nothing if no flows are.
    pub is_declared_machine_only: Option<bool>,
    /// Redirect addresses.
    pub callbacks: Callbacks,
    /// The public certificate: with it, JWT bearer and SAML bearer are on.
    pub certificate: Field<EmbeddedCertificate>,
    /// `client_id`.
    pub consumer_key: Field<Secret>,
    /// `client_secret`. Never retrieved, so someone typed it in.
    pub consumer_secret: Field<Secret>,
    /// What tokens may reach.
    pub scopes: List<Scope>,
    /// Names of custom scopes, which only the files of an External Client App contain.
    pub custom_scopes: Option<List<String>>,
    /// Client credentials flow on; in an External Client App, the developer's half of the switch.
    pub is_client_credential_enabled: Field<bool>,
    /// The administrator's half of the switch, which connected apps do not have.
    pub is_client_credential_allowed: Option<Field<bool>>,
    /// Username that client-credentials tokens act as.
    pub oauth_client_credential_user: Field<String>,
    /// Authorization code and credentials flow (headless login) on.
    pub is_code_credential_enabled: Field<bool>,
    /// Credentials of that flow in the body only.
    pub is_code_credential_post_only: Field<bool>,
    /// Public client: no secret in the web server flow.
    pub is_consumer_secret_optional: Field<bool>,
    /// Device flow on (visible from about API 68).
    pub is_device_flow_enabled: Field<bool>,
    /// Idle limit of refresh tokens (undocumented).
    pub is_enforce_refresh_token_ttl: Field<bool>,
    /// May read the state of every token of the org.
    pub is_introspect_all_tokens: Field<bool>,
    /// Access tokens are JWTs. Not the JWT bearer switch.
    pub is_named_user_jwt_enabled: Field<bool>,
    /// Authorization code only with PKCE.
    pub is_pkce_required: Field<bool>,
    /// A new refresh token at each use.
    pub is_refresh_token_rotation_enabled: Field<bool>,
    /// Refresh only with the secret.
    pub is_secret_required_for_refresh_token: Field<bool>,
    /// Token exchange only with the secret.
    pub is_secret_required_for_token_exchange: Field<bool>,
    /// Token exchange on.
    pub is_token_exchange_enabled: Field<bool>,
    /// Front-channel logout.
    pub single_logout_url: Field<String>,
    /// Asset tokens for devices.
    pub asset_token: Option<Box<AssetToken>>,
}

impl OauthClient {
    /// The switches that open the client credentials flow: one, or the two halves of it.
    pub fn switches(&self) -> Vec<&Field<bool>> {
        [&self.is_client_credential_enabled].into_iter().chain(&self.is_client_credential_allowed).collect()
    }
}

/// The lines of `callbackUrl`.
#[derive(Debug)]
pub struct Callbacks {
    /// The element with all its text.
    pub element: Field<String>,
    /// One entry for each line that is not empty.
    pub urls: List<Callback>,
}

/// `oauthConfig/assetTokenConfig`.
#[derive(Debug)]
pub struct AssetToken {
    /// Who asset tokens are for.
    pub audiences: Field<String>,
    /// Id of the signing certificate; differs between orgs.
    pub signing_certificate_id: Field<String>,
    /// How long asset tokens are valid.
    pub validity: Field<String>,
}

/// Who may use the app.
#[derive(Debug)]
pub struct Access {
    /// Only users that an administrator approved (`oauthConfig/isAdminApproved`).
    pub is_admin_approved: Field<bool>,
    /// Labels of permission sets that may use it.
    pub permission_set_names: List<String>,
    /// Names of profiles that may use it.
    pub profile_names: List<String>,
}

/// `oauthPolicy`.
#[derive(Debug)]
pub struct OauthPolicy {
    /// The element, or where it is missed.
    pub element: Field<()>,
    /// The org's IP restrictions.
    pub ip_relaxation: Field<IpRelaxation>,
    /// How long refresh tokens live.
    pub refresh_token_policy: Field<RefreshTokenPolicy>,
    /// The administrator's half of the token exchange switch.
    pub is_token_exchange_flow_enabled: Field<bool>,
    /// Front-channel logout.
    pub single_logout_url: Field<String>,
}

/// `sessionPolicy`.
#[derive(Debug)]
pub struct SessionPolicy {
    /// `Block` or `RaiseSessionLevel`.
    pub policy_action: Field<String>,
    /// `HIGH_ASSURANCE`.
    pub session_level: Field<String>,
    /// Minutes.
    pub session_timeout: Field<i64>,
}

/// Apex that decides who may use the app.
#[derive(Debug)]
pub struct Plugin {
    /// Class that extends `Auth.ConnectedAppPlugin`.
    pub class: Field<String>,
    /// Username that it runs as (`pluginExecutionUser`).
    pub execution_user: Field<String>,
}

/// `samlConfig`.
#[derive(Debug)]
pub struct Saml {
    /// Where assertions go. Required.
    pub acs_url: Field<String>,
    /// The public certificate; with it, requests must be signed.
    pub certificate: Field<EmbeddedCertificate>,
    /// Name of a certificate in the org.
    pub encryption_certificate: Field<String>,
    /// `AES_128`, `AES_256` or `Triple_Des`.
    pub encryption_type: Field<String>,
    /// `SHA1` or `SHA256`.
    pub signing_algorithm: Field<String>,
    /// Single logout.
    pub slo_url: Field<String>,
    /// What identifies the user: `Username`, `CustomAttribute`, and others.
    pub subject_type: Field<String>,
    /// The field of the user that `CustomAttribute` takes.
    pub subject_custom_attribute: Field<String>,
}

/// `canvasConfig`, or its legacy spelling `canvas`.
#[derive(Debug)]
pub struct Canvas {
    /// The page. Required.
    pub canvas_url: Field<String>,
    /// Apex class.
    pub lifecycle_class: Field<String>,
    /// `Get`, or `Post` for signed requests.
    pub access_method: Field<String>,
    /// Such as `PersonalEnabled`.
    pub options: List<String>,
}
