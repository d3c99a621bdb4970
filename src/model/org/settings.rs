//! Settings of the org that decide over all apps. Source: Metadata API guide, `OauthOidcSettings`,
//! `ConnectedAppSettings`, `ExternalClientAppSettings` and `SecuritySettings`.
//!
//! A repository may have one file of settings for each of its orgs, so all files of a type are kept. A setting counts
//! for an app only if all files agree: to choose one would report findings for an org to which the app never goes.

use crate::model::app::IpRange;
use crate::model::cursor::Cursor;
use crate::model::located::{Field, List, Located};
use crate::schema::OrgSettings;
use crate::workspace::Place;

/// The settings files of a project. There may be several of one type, for several orgs.
#[derive(Debug, Default)]
pub struct Settings {
    /// Flows that the org blocks or allows.
    pub oauth_oidc: Vec<OauthOidcSettings>,
    /// API Access Control.
    pub connected_app: Vec<ConnectedAppSettings>,
    /// Who may read consumer secrets.
    pub external_client_app: Vec<ExternalClientAppSettings>,
    /// Trusted addresses, sessions, single sign-on.
    pub security: Vec<SecuritySettings>,
}

/// `OauthOidc.settings`
#[derive(Debug)]
pub struct OauthOidcSettings {
    /// The root element.
    pub place: Place,
    /// The username-password flow is refused.
    pub block_username_password_flow: Field<bool>,
    /// The user-agent flow is refused.
    pub block_user_agent_flow: Field<bool>,
    /// PKCE for every authorization code of every app.
    pub is_pkce_required: Field<bool>,
    /// The authorization code and credentials flow is allowed.
    pub is_code_credential_flow_enabled: Field<bool>,
}

/// `ConnectedApp.settings`
#[derive(Debug)]
pub struct ConnectedAppSettings {
    /// The root element.
    pub place: Place,
    /// Only apps that an administrator approved may call the API.
    pub enable_admin_approved_apps_only: Field<bool>,
    /// The same for customers and partners.
    pub enable_admin_approved_apps_only_for_external_user: Field<bool>,
}

/// `ExternalClientApp.settings`
#[derive(Debug)]
pub struct ExternalClientAppSettings {
    /// The root element.
    pub place: Place,
    /// Secrets can be read by REST.
    pub enable_client_secret_in_rest_api_access: Field<bool>,
    /// Secrets can be read by Metadata API.
    pub enable_consumer_secret_api_access: Field<bool>,
}

/// `Security.settings`, as far as tokens are concerned.
#[derive(Debug)]
pub struct SecuritySettings {
    /// `sessionSettings/enforceIpRangesEveryRequest`: login IP ranges count at each request, and not only at login.
    pub enforce_ip_ranges_every_request: Field<bool>,
    /// `networkAccess/ipRanges`: addresses without device activation.
    pub trusted_ip_ranges: List<IpRange>,
}

impl Settings {
    /// Adds what a file says.
    pub(crate) fn add(&mut self, which: OrgSettings, root: Cursor<'_, '_>) {
        match which {
            OrgSettings::OauthOidc => self.oauth_oidc.push(oauth_oidc(root)),
            OrgSettings::ConnectedApp => self.connected_app.push(connected_app(root)),
            OrgSettings::ExternalClientApp => self.external_client_app.push(external_client_app(root)),
            OrgSettings::Security => self.security.push(security(root)),
        }
    }

    /// A setting about flows that all files agree on. If they differ, it is unknown which org gets which.
    pub fn agreed(&self, setting: fn(&OauthOidcSettings) -> &Field<bool>) -> Option<&Field<bool>> {
        let mut settings = self.oauth_oidc.iter().map(setting);
        let first = settings.next()?;
        settings
            .all(|other| other.value() == first.value() && other.is_unknown() == first.is_unknown())
            .then_some(first)
    }
}

fn oauth_oidc(root: Cursor<'_, '_>) -> OauthOidcSettings {
    OauthOidcSettings {
        place: root.place(),
        block_username_password_flow: root.boolean("blockOAuthUnPwFlow"),
        block_user_agent_flow: root.boolean("blockOAuthUsrAgtFlow"),
        is_pkce_required: root.boolean("isPkceRequired"),
        is_code_credential_flow_enabled: root.boolean("oAuthCdCrdtFlowEnable"),
    }
}

fn connected_app(root: Cursor<'_, '_>) -> ConnectedAppSettings {
    ConnectedAppSettings {
        place: root.place(),
        enable_admin_approved_apps_only: root.boolean("enableAdminApprovedAppsOnly"),
        enable_admin_approved_apps_only_for_external_user: root.boolean("enableAdminApprovedAppsOnlyForExternalUser"),
    }
}

fn external_client_app(root: Cursor<'_, '_>) -> ExternalClientAppSettings {
    ExternalClientAppSettings {
        place: root.place(),
        enable_client_secret_in_rest_api_access: root.boolean("enableClientSecretInRestApiAccess"),
        enable_consumer_secret_api_access: root.boolean("enableConsumerSecretApiAccess"),
    }
}

fn security(root: Cursor<'_, '_>) -> SecuritySettings {
    const EVERY_REQUEST: &str = "enforceIpRangesEveryRequest";
    let session = root.child("sessionSettings");
    SecuritySettings {
        enforce_ip_ranges_every_request: match session {
            Some(session) => session.boolean(EVERY_REQUEST),
            None => root.absence("sessionSettings"),
        },
        trusted_ip_ranges: trusted_ip_ranges(root),
    }
}

fn trusted_ip_ranges(root: Cursor<'_, '_>) -> List<IpRange> {
    let Some(network) = root.child("networkAccess") else {
        return List { items: Vec::new(), absence: root.absence("networkAccess") };
    };
    let range = |range: Cursor<'_, '_>| {
        let value =
            IpRange { start: range.text("start"), end: range.text("end"), description: range.text("description") };
        Field::Given(Located { value, place: range.place() })
    };
    let items = network.children("ipRanges").into_iter().map(range).collect();
    List { items, absence: network.absence("ipRanges") }
}
