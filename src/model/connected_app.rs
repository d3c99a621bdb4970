//! A `ConnectedApp` file as an [`App`]. Source of the elements: Metadata API guide, ConnectedApp.
//!
//! The fields are read by hand instead of being derived: a field needs its place, and, if it is absent, the element
//! that lacks it. A deserializer keeps neither. Absent groups are read as absent fields of their parent, so that a
//! finding has a place to point at.

use crate::discover::Kind;

use super::app::{
    Access, App, AppAttribute, AppKind, AssetToken, Callbacks, Canvas, Component, Details, IdToken, MobileApp,
    OauthClient, OauthPolicy, Plugin, Saml, SessionPolicy, Spelling,
};
use super::callback::Callback;
use super::cursor::{Cursor, Reading};
use super::declared::Intent;
use super::external::IpRange;
use super::keys::EmbeddedCertificate;
use super::located::{Field, List, Located};
use super::secret::Secret;
use super::values::{IpRelaxation, RefreshTokenPolicy, Scope};

/// How rules write what they ask for.
static SPELLING: Spelling = Spelling {
    client_credentials_on: "<isClientCredentialEnabled>true</isClientCredentialEnabled>",
    run_as_user: "oauthClientCredentialUser",
    plugin_user: "pluginExecutionUser",
    admin_approved_on: "<isAdminApproved>true</isAdminApproved>",
    admin_approved: "true",
    permission_sets: "permissionSetName",
    ip_enforced: "<ipRelaxation>ENFORCE</ipRelaxation>",
    enforced: "ENFORCE",
    idle_30_days: "`specific_inactivity:30:DAYS`",
    lifetime_90_days: "`specific_lifetime:90:DAYS`",
    refresh_policies: "write `zero`, `infinite`, `specific_lifetime:N:U` or `specific_inactivity:N:U`, with a number N \
                       from 1 and a unit U of HOURS, DAYS or MONTHS",
};

/// Reads an app; nothing if the root is another element.
pub(super) fn read(reading: &Reading<'_>, name: &str) -> Option<App> {
    let app = Cursor::root(reading, Kind::ConnectedApp)?;
    let oauth = app.child("oauthConfig");
    Some(App {
        component: Component { kind: Kind::ConnectedApp.type_name(), name: name.to_owned() },
        intent: Intent::default(),
        api: 0,
        kind: AppKind::ConnectedApp,
        spelling: &SPELLING,
        place: app.place(),
        details: details(app),
        oauth: oauth.map(oauth_client),
        access: access(app, oauth),
        oauth_policy: oauth_policy(app),
        session_policy: session_policy(app),
        ip_ranges: ip_ranges(app),
        attributes: app.children("attributes").into_iter().map(attribute).collect(),
        plugin: Plugin { class: app.text("plugin"), execution_user: app.text("pluginExecutionUser") },
        saml: app.child("samlConfig").map(saml).map(Box::new),
        canvas: app.child("canvasConfig").map(canvas).or_else(|| app.child("canvas").map(legacy_canvas)).map(Box::new),
        mobile: app.child("mobileAppConfig").map(mobile).map(Box::new),
        external: None,
    })
}

fn details(app: Cursor<'_, '_>) -> Details {
    Details {
        contact_email: app.text("contactEmail"),
        contact_phone: app.text("contactPhone"),
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
        place: oauth.place(),
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
        is_dpop_enabled: oauth.boolean("isDPopEnabled"),
        is_device_flow_enabled: oauth.boolean("isDeviceFlowEnabled"),
        is_enforce_refresh_token_ttl: oauth.boolean("isEnforceRefreshTokenTTL"),
        is_introspect_all_tokens: oauth.boolean("isIntrospectAllTokens"),
        is_ip_binding_enabled: oauth.boolean("isIpBindingEnabled"),
        is_named_user_jwt_enabled: oauth.boolean("isNamedUserJwtEnabled"),
        is_pki_mtls_enabled: oauth.boolean("isPKImTLSEnabled"),
        is_pkce_required: oauth.boolean("isPkceRequired"),
        is_refresh_token_rotation_enabled: oauth.boolean("isRefreshTokenRotationEnabled"),
        is_secret_required_for_refresh_token: oauth.boolean("isSecretRequiredForRefreshToken"),
        is_secret_required_for_token_exchange: oauth.boolean("isSecretRequiredForTokenExchange"),
        is_token_exchange_enabled: oauth.boolean("isTokenExchangeEnabled"),
        single_logout_url: oauth.text("singleLogoutUrl"),
        id_token: oauth.child("idTokenConfig").map(id_token).map(Box::new),
        asset_token: oauth.child("assetTokenConfig").map(asset_token).map(Box::new),
    }
}

/// `callbackUrl` holds one URL a line.
fn callbacks(oauth: Cursor<'_, '_>) -> Callbacks {
    Callbacks {
        element: oauth.text("callbackUrl"),
        urls: oauth.parts("callbackUrl", &['\n', '\r'], |text| Some(Callback::parse(text))),
    }
}

fn id_token(token: Cursor<'_, '_>) -> IdToken {
    IdToken {
        audience: token.text("idTokenAudience"),
        include_attributes: token.boolean("idTokenIncludeAttributes"),
        include_custom_permissions: token.boolean("idTokenIncludeCustomPerms"),
        include_standard_claims: token.boolean("idTokenIncludeStandardClaims"),
        validity: token.integer("idTokenValidity"),
    }
}

fn asset_token(token: Cursor<'_, '_>) -> AssetToken {
    AssetToken {
        audiences: token.text("assetAudiences"),
        include_attributes: token.boolean("assetIncludeAttributes"),
        include_custom_permissions: token.boolean("assetIncludeCustomPerms"),
        signing_certificate_id: token.text("assetSigningCertId"),
        validity_period: token.integer("assetValidityPeriod"),
    }
}

/// `isAdminApproved` is among the OAuth settings. Without those, it is absent from the root.
fn access(app: Cursor<'_, '_>, oauth: Option<Cursor<'_, '_>>) -> Access {
    let name = |text: &str| Some(text.to_owned());
    Access {
        is_admin_approved: oauth.unwrap_or(app).boolean("isAdminApproved"),
        permission_set_names: app.list("permissionSetName", name),
        profile_names: app.list("profileName", name),
    }
}

/// Without `oauthPolicy`, its fields are absent from the root.
fn oauth_policy(app: Cursor<'_, '_>) -> OauthPolicy {
    let policy = app.child("oauthPolicy");
    let within = policy.unwrap_or(app);
    OauthPolicy {
        element: app.presence("oauthPolicy"),
        ip_relaxation: within.field("ipRelaxation", IpRelaxation::parse),
        refresh_token_policy: within.field("refreshTokenPolicy", RefreshTokenPolicy::parse),
        is_token_exchange_flow_enabled: within.boolean("isTokenExchangeFlowEnabled"),
        single_logout_url: within.text("singleLogoutUrl"),
    }
}

fn session_policy(app: Cursor<'_, '_>) -> SessionPolicy {
    let within = app.child("sessionPolicy").unwrap_or(app);
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

fn attribute(attribute: Cursor<'_, '_>) -> Located<AppAttribute> {
    let value = AppAttribute { key: attribute.text("key"), formula: attribute.text("formula") };
    Located { value, place: attribute.place() }
}

fn saml(saml: Cursor<'_, '_>) -> Saml {
    Saml {
        acs_url: saml.text("acsUrl"),
        certificate: saml.field("certificate", |text| Some(EmbeddedCertificate::read(text))),
        encryption_certificate: saml.text("encryptionCertificate"),
        encryption_type: saml.text("encryptionType"),
        entity_url: saml.text("entityUrl"),
        issuer: saml.text("issuer"),
        slo_binding: saml.text("samlIdpSLOBindingEnum"),
        name_id_format: saml.text("samlNameIdFormat"),
        signing_algorithm: saml.text("samlSigningAlgoType"),
        slo_url: saml.text("samlSloUrl"),
        subject_custom_attribute: saml.text("samlSubjectCustomAttr"),
        subject_type: saml.text("samlSubjectType"),
    }
}

fn canvas(canvas: Cursor<'_, '_>) -> Canvas {
    canvas_with(canvas, ["locations", "options"])
}

fn legacy_canvas(canvas: Cursor<'_, '_>) -> Canvas {
    canvas_with(canvas, ["locationOptions", "canvasOptions"])
}

fn canvas_with(canvas: Cursor<'_, '_>, [locations, options]: [&'static str; 2]) -> Canvas {
    let name = |text: &str| Some(text.to_owned());
    Canvas {
        access_method: canvas.text("accessMethod"),
        canvas_url: canvas.text("canvasUrl"),
        lifecycle_class: canvas.text("lifecycleClass"),
        locations: canvas.list(locations, name),
        options: canvas.list(options, name),
        saml_initiation_method: canvas.text("samlInitiationMethod"),
    }
}

fn mobile(mobile: Cursor<'_, '_>) -> MobileApp {
    MobileApp {
        application_binary_file: mobile.text("applicationBinaryFile"),
        application_binary_file_name: mobile.text("applicationBinaryFileName"),
        application_bundle_identifier: mobile.text("applicationBundleIdentifier"),
        application_file_length: mobile.integer("applicationFileLength"),
        application_icon_file: mobile.text("applicationIconFile"),
        application_icon_file_name: mobile.text("applicationIconFileName"),
        application_install_url: mobile.text("applicationInstallUrl"),
        device_platform: mobile.text("devicePlatform"),
        device_type: mobile.text("deviceType"),
        minimum_os_version: mobile.text("minimumOsVersion"),
        private_app: mobile.boolean("privateApp"),
        version: mobile.text("version"),
    }
}
