//! A `ConnectedApp` file as an [`App`]. Source of the elements: Metadata API guide, ConnectedApp.
//!
//! The fields are read by hand instead of being derived: a field needs its place, and, if it is absent, the element
//! that lacks it. A deserializer keeps neither. Absent groups are read as absent fields of their parent, so that a
//! finding has a place to point at.

use crate::model::cursor::{Cursor, Reading};
use crate::model::declared::Intent;
use crate::model::located::{Field, List, Located};
use crate::model::project::SourceFile;
use crate::model::values::{IpRelaxation, RefreshTokenPolicy, Scope};
use crate::schema::Kind;
use crate::secrets::{EmbeddedCertificate, Secret};

use super::callback::Callback;
use super::external::IpRange;
use super::{
    Access, App, AppKind, AssetToken, Callbacks, Canvas, Component, Details, OauthClient, OauthPolicy, Plugin, Saml,
    SessionPolicy,
};

/// Reads an app; nothing if the root is another element.
pub(crate) fn read(reading: &Reading<'_>, source: &SourceFile) -> Option<App> {
    let app = Cursor::root(reading, Kind::ConnectedApp)?;
    let oauth = app.child("oauthConfig");
    Some(App {
        component: Component { kind: Kind::ConnectedApp.type_name(), name: source.name.clone() },
        intent: Intent::default(),
        api: source.api,
        kind: AppKind::ConnectedApp,
        place: app.place(),
        details: details(app),
        oauth: oauth.map(oauth_client),
        access: access(app),
        oauth_policy: oauth_policy(app),
        session_policy: session_policy(app),
        ip_ranges: ip_ranges(app),
        plugin: Plugin { class: app.text("plugin"), execution_user: app.text("pluginExecutionUser") },
        saml: app.child("samlConfig").map(saml).map(Box::new),
        canvas: app.child("canvasConfig").or_else(|| app.child("canvas")).map(canvas).map(Box::new),
        is_mobile: app.child("mobileAppConfig").is_some(),
        external: None,
    })
}

fn details(app: Cursor<'_, '_>) -> Details {
    Details {
        contact_email: app.text("contactEmail"),
        description: app.text("description"),
        icon_url: app.text("iconUrl"),
        info_url: app.text("infoUrl"),
        label: app.text("label"),
        logo_url: app.text("logoUrl"),
        mobile_start_url: app.text("mobileStartUrl"),
        start_url: app.text("startUrl"),
    }
}

fn oauth_client(oauth: Cursor<'_, '_>) -> OauthClient {
    let secret = |text: &str| Some(Secret::new(text));
    OauthClient {
        is_declared_machine_only: None,
        callbacks: callbacks(oauth),
        certificate: oauth.field("certificate", |text| Some(EmbeddedCertificate::read(text))),
        consumer_key: oauth.field("consumerKey", secret),
        consumer_secret: oauth.field("consumerSecret", secret),
        scopes: oauth.list("scopes", |text| Some(Scope::of_connected_app(text))),
        custom_scopes: None,
        is_client_credential_enabled: oauth.boolean("isClientCredentialEnabled"),
        is_client_credential_allowed: None,
        oauth_client_credential_user: oauth.text("oauthClientCredentialUser"),
        is_code_credential_enabled: oauth.boolean("isCodeCredentialEnabled"),
        is_code_credential_post_only: oauth.boolean("isCodeCredentialPostOnly"),
        is_consumer_secret_optional: oauth.boolean("isConsumerSecretOptional"),
        is_device_flow_enabled: oauth.boolean("isDeviceFlowEnabled"),
        is_enforce_refresh_token_ttl: oauth.boolean("isEnforceRefreshTokenTTL"),
        is_introspect_all_tokens: oauth.boolean("isIntrospectAllTokens"),
        is_named_user_jwt_enabled: oauth.boolean("isNamedUserJwtEnabled"),
        is_pkce_required: oauth.boolean("isPkceRequired"),
        is_refresh_token_rotation_enabled: oauth.boolean("isRefreshTokenRotationEnabled"),
        is_secret_required_for_refresh_token: oauth.boolean("isSecretRequiredForRefreshToken"),
        is_secret_required_for_token_exchange: oauth.boolean("isSecretRequiredForTokenExchange"),
        is_token_exchange_enabled: oauth.boolean("isTokenExchangeEnabled"),
        single_logout_url: oauth.text("singleLogoutUrl"),
        asset_token: oauth.child("assetTokenConfig").map(asset_token).map(Box::new),
    }
}

/// `callbackUrl` contains one URL per line.
fn callbacks(oauth: Cursor<'_, '_>) -> Callbacks {
    Callbacks {
        element: oauth.text("callbackUrl"),
        urls: oauth.parts("callbackUrl", &['\n', '\r'], |text| Some(Callback::parse(text))),
    }
}

fn asset_token(token: Cursor<'_, '_>) -> AssetToken {
    AssetToken {
        audiences: token.text("assetAudiences"),
        signing_certificate_id: token.text("assetSigningCertId"),
        validity: token.text("assetValidityPeriod"),
    }
}

/// `isAdminApproved` is among the OAuth settings. Without those, it is absent from the root.
fn access(app: Cursor<'_, '_>) -> Access {
    let name = |text: &str| Some(text.to_owned());
    Access {
        is_admin_approved: app.group("oauthConfig").boolean("isAdminApproved"),
        permission_set_names: app.list("permissionSetName", name),
        profile_names: app.list("profileName", name),
    }
}

/// Without `oauthPolicy`, its fields are absent from the root.
fn oauth_policy(app: Cursor<'_, '_>) -> OauthPolicy {
    let within = app.group("oauthPolicy");
    OauthPolicy {
        element: app.presence("oauthPolicy"),
        ip_relaxation: within.field("ipRelaxation", IpRelaxation::parse),
        refresh_token_policy: within.field("refreshTokenPolicy", RefreshTokenPolicy::parse),
        is_token_exchange_flow_enabled: within.boolean("isTokenExchangeFlowEnabled"),
        single_logout_url: within.text("singleLogoutUrl"),
    }
}

fn session_policy(app: Cursor<'_, '_>) -> SessionPolicy {
    let within = app.group("sessionPolicy");
    SessionPolicy {
        policy_action: within.text("policyAction"),
        session_level: within.text("sessionLevel"),
        session_timeout: within.integer("sessionTimeout"),
    }
}

fn ip_ranges(app: Cursor<'_, '_>) -> List<IpRange> {
    let range = |range: Cursor<'_, '_>| {
        let value =
            IpRange { start: range.text("start"), end: range.text("end"), description: range.text("description") };
        Field::Given(Located { value, place: range.place() })
    };
    List { items: app.children("ipRanges").into_iter().map(range).collect(), absence: app.absence("ipRanges") }
}

fn saml(saml: Cursor<'_, '_>) -> Saml {
    Saml {
        acs_url: saml.text("acsUrl"),
        certificate: saml.field("certificate", |text| Some(EmbeddedCertificate::read(text))),
        encryption_certificate: saml.text("encryptionCertificate"),
        encryption_type: saml.text("encryptionType"),
        signing_algorithm: saml.text("samlSigningAlgoType"),
        slo_url: saml.text("samlSloUrl"),
        subject_type: saml.text("samlSubjectType"),
        subject_custom_attribute: saml.text("samlSubjectCustomAttr"),
    }
}

fn canvas(canvas: Cursor<'_, '_>) -> Canvas {
    Canvas {
        canvas_url: canvas.text("canvasUrl"),
        lifecycle_class: canvas.text("lifecycleClass"),
        access_method: canvas.text("accessMethod"),
        options: canvas.list("options", |text| Some(text.to_owned())),
    }
}
