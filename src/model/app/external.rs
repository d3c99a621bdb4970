//! What External Client Apps have beside what connected apps have, and the addresses that both list.
//!
//! These fields are apart from [`App`](super::App) and boxed there, because most apps are connected apps: their
//! rules should not see fields that are always absent, and should not pay for them.

use crate::model::located::{Field, List};
use crate::schema::EcaPart;
use crate::workspace::{FileId, Place};

/// What only External Client Apps have.
#[derive(Debug)]
pub struct External {
    /// The files that make it up, by path.
    pub files: Vec<ExternalFile>,
    /// The file with key, secret and callbacks, which should not be committed.
    pub global_settings: Field<()>,
    /// `Local` or `Packaged`.
    pub distribution_state: Field<String>,
    /// `<org id>:<name>`, made at the first deployment.
    pub org_scoped_external_app: Field<String>,
    /// The switch of the whole app.
    pub is_enabled: Field<bool>,
    /// The switch of its OAuth part; on by default.
    pub is_oauth_plugin_enabled: Field<bool>,
    /// The switch of its SAML part; on by default.
    pub is_saml_plugin_enabled: Field<bool>,
    /// Where users land: `None`, `Custom`, `OAuth`, or `SAML`.
    pub start_page: Field<String>,
    /// Mutual TLS: the client is known by its certificate.
    pub is_mtls_enabled: Field<bool>,
    /// Which part of that certificate counts, and the value that it must have.
    pub client_certificate_parameter: [Field<String>; 2],
    /// The consumer key is replaced at every deployment.
    pub should_rotate_consumer_key: Field<bool>,
    /// The consumer secret is replaced at every deployment.
    pub should_rotate_consumer_secret: Field<bool>,
    /// Tokens for guests of headless login.
    pub is_guest_code_cred_flow_enabled: Field<bool>,
    /// `<org id>:<consumer id>` of an OAuth consumer that is not deployed.
    pub oauth_link: Field<String>,
    /// The number in the policy for refresh tokens, for lifetimes and for idle times.
    pub refresh_token_validity_period: Field<String>,
    /// The unit of that number.
    pub refresh_token_validity_unit: Field<String>,
    /// How long JWT access tokens live, for users and for guests.
    pub jwt_sessions: [JwtSession; 2],
    /// Permission sets that may log in by SAML.
    pub saml_permission_set_names: List<String>,
    /// Profiles that may log in by SAML.
    pub saml_profile_names: List<String>,
    /// Addresses from which refresh tokens are accepted.
    pub token_ip_ranges: List<IpRange>,
    /// What is from facts, because the file that would contain it is not in the project.
    pub by_facts: Vec<ByFacts>,
}

/// An element whose value is from facts.
#[derive(Debug, Clone, Copy)]
pub struct ByFacts {
    /// Its name.
    pub element: &'static str,
    /// The file of the app that would contain it.
    pub part: EcaPart,
    /// The file of facts that says so.
    pub facts: FileId,
}

/// How long JWT access tokens live.
#[derive(Debug)]
pub struct JwtSession {
    /// `UserSession` or `Custom`.
    pub timeout_type: Field<String>,
    /// Minutes, for `Custom`.
    pub timeout: Field<i64>,
}

/// A file of an External Client App.
#[derive(Debug)]
pub struct ExternalFile {
    /// Which part of the app it is.
    pub part: EcaPart,
    /// The component, from the file name.
    pub name: String,
    /// Its root element.
    pub place: Place,
    /// The app that it names; a header names none.
    pub app: Field<String>,
}

impl External {
    /// Whether facts state elements of one part.
    pub fn has_facts_of(&self, part: EcaPart) -> bool {
        self.by_facts.iter().any(|it| it.part == part)
    }

    /// The files of one part.
    pub fn files_of(&self, part: EcaPart) -> impl Iterator<Item = &ExternalFile> {
        self.files.iter().filter(move |file| file.part == part)
    }
}

impl ExternalFile {
    /// The app that it belongs to. A file that names none is an app of its own.
    pub fn app_name(&self) -> &str {
        match self.app.value() {
            Some(app) if self.part != EcaPart::Header => app,
            _ => &self.name,
        }
    }
}

/// `ipRanges`: addresses from start to end, both included.
#[derive(Debug, Clone)]
pub struct IpRange {
    /// First address.
    pub start: Field<String>,
    /// Last address.
    pub end: Field<String>,
    /// What it is for.
    pub description: Field<String>,
}
