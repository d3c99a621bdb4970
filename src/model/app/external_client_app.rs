//! The files of one External Client App as an [`App`].
//!
//! The two kinds of app spell one setting differently, in another file or in three elements instead of one. This file
//! is the only one that knows the correspondence, so that rules need not: a field knows the name of its element, for
//! messages that say what to write. Source: Metadata API guide, `ExternalClientApplication` and the `ExtlClntApp`
//! types.

use crate::model::cursor::Cursor;
use crate::model::declared::Intent;
use crate::model::located::{Absence, Field, List, Located, Unusable};
use crate::model::values::{IpRelaxation, RefreshTokenPolicy, Scope, Span};
use crate::schema::EcaPart;
use crate::secrets::{EmbeddedCertificate, Secret};

use super::callback::Callback;
use super::external::{External, ExternalFile, IpRange, JwtSession};
use super::parts::Parts;
use super::{
    Access, App, AppKind, AssetToken, Callbacks, Canvas, Component, Details, OauthClient, OauthPolicy, Plugin, Saml,
    SessionPolicy,
};

/// Elements that only apps with asset tokens have.
const ASSET_TOKEN: [&str; 3] = ["assetTokenAudiences", "assetTokenSigningCertificate", "assetTokenValidity"];

/// Reads an app from its files.
pub(crate) fn read((name, api): (&str, u16), parts: &Parts<'_, '_>, files: Vec<ExternalFile>) -> App {
    let header = parts.of(EcaPart::Header);
    let policy = parts.of(EcaPart::OauthPolicy);
    App {
        component: Component { kind: "ExternalClientApplication", name: name.to_owned() },
        intent: Intent::default(),
        api,
        kind: AppKind::ExternalClientApp,
        place: parts.place(),
        details: details(&header, &parts.of(EcaPart::Policy)),
        oauth: has_oauth(parts).then(|| oauth_client(parts)),
        access: access(&policy),
        oauth_policy: oauth_policy(&policy),
        session_policy: SessionPolicy {
            policy_action: policy.text("policyAction"),
            session_level: policy.text("requiredSessionLevel"),
            session_timeout: policy.integer("sessionTimeoutInMinutes"),
        },
        ip_ranges: ip_ranges(&parts.of(EcaPart::Oauth), "trustedIpRanges"),
        plugin: Plugin { class: policy.text("apexHandler"), execution_user: policy.text("executeHandlerAs") },
        saml: parts.of(EcaPart::SamlPolicy).is_there().then(|| Box::new(saml(&parts.of(EcaPart::SamlPolicy)))),
        canvas: parts.of(EcaPart::Canvas).is_there().then(|| Box::new(canvas(&parts.of(EcaPart::Canvas)))),
        is_mobile: false,
        external: Some(Box::new(external(parts, files))),
    }
}

fn has_oauth(parts: &Parts<'_, '_>) -> bool {
    let oauth = [EcaPart::GlobalOauth, EcaPart::Oauth, EcaPart::OauthPolicy, EcaPart::OauthSecurity];
    oauth.iter().any(|part| parts.of(*part).is_there())
}

fn details(header: &Parts<'_, '_>, policy: &Parts<'_, '_>) -> Details {
    Details {
        contact_email: header.text("contactEmail"),
        description: header.text("description"),
        icon_url: header.text("iconUrl"),
        info_url: header.text("infoUrl"),
        label: header.text("label"),
        logo_url: header.text("logoUrl"),
        mobile_start_url: Field::Absent(Absence::in_any_version(header.place())),
        start_url: policy.text("startUrl"),
    }
}

fn oauth_client(parts: &Parts<'_, '_>) -> OauthClient {
    let (global, oauth, policy) =
        (parts.of(EcaPart::GlobalOauth), parts.of(EcaPart::Oauth), parts.of(EcaPart::OauthPolicy));
    let secret = |text: &str| Some(Secret::new(text));
    OauthClient {
        is_declared_machine_only: None,
        callbacks: Callbacks {
            element: global.text("callbackUrl"),
            urls: global.split("callbackUrl", &['\n', '\r'], |text| Some(Callback::parse(text))),
        },
        certificate: global.field("certificate", |text| Some(EmbeddedCertificate::read(text))),
        consumer_key: global.field("consumerKey", secret),
        consumer_secret: global.field("consumerSecret", secret),
        scopes: oauth.split("commaSeparatedOauthScopes", &[','], |text| Some(Scope::of_external_client_app(text))),
        custom_scopes: Some(oauth.split("commaSeparatedCustomScopes", &[','], |text| Some(text.to_owned()))),
        is_client_credential_enabled: global.boolean("isClientCredentialsFlowEnabled"),
        is_client_credential_allowed: Some(policy.boolean("isClientCredentialsFlowEnabled")),
        oauth_client_credential_user: policy.text("clientCredentialsFlowUser"),
        is_code_credential_enabled: global.boolean("isCodeCredFlowEnabled"),
        is_code_credential_post_only: global.boolean("isCodeCredPostOnly"),
        is_consumer_secret_optional: global.boolean("isConsumerSecretOptional"),
        is_device_flow_enabled: global.boolean("isDeviceFlowEnabled"),
        is_enforce_refresh_token_ttl: global.boolean("isEnforceRefreshTokenTTL"),
        is_introspect_all_tokens: global.boolean("isIntrospectAllTokens"),
        is_named_user_jwt_enabled: global.boolean("isNamedUserJwtEnabled"),
        is_pkce_required: global.boolean("isPkceRequired"),
        is_refresh_token_rotation_enabled: global.boolean("isRefreshTokenRotationEnabled"),
        is_secret_required_for_refresh_token: global.boolean("isSecretRequiredForRefreshToken"),
        is_secret_required_for_token_exchange: global.boolean("isSecretRequiredForTokenExchange"),
        is_token_exchange_enabled: global.boolean("isTokenExchangeEnabled"),
        single_logout_url: oauth.text("singleLogoutUrl"),
        asset_token: ASSET_TOKEN.iter().any(|name| oauth.has(name)).then(|| Box::new(asset_token(&oauth))),
    }
}

fn asset_token(oauth: &Parts<'_, '_>) -> AssetToken {
    let [audiences, certificate, validity] = ASSET_TOKEN;
    AssetToken {
        audiences: oauth.text(audiences),
        signing_certificate_id: oauth.text(certificate),
        validity: oauth.text(validity),
    }
}

fn access(policy: &Parts<'_, '_>) -> Access {
    Access {
        is_admin_approved: policy.field("permittedUsersPolicyType", |text| match text.to_ascii_lowercase().as_str() {
            "allselfauthorized" => Some(false),
            "adminapprovedpreauthorized" => Some(true),
            _ => None,
        }),
        permission_set_names: names(policy, "commaSeparatedPermissionSet"),
        profile_names: names(policy, "commaSeparatedProfile"),
    }
}

/// Names with commas between them.
fn names(part: &Parts<'_, '_>, element: &'static str) -> List<String> {
    part.split(element, &[','], |text| Some(text.to_owned()))
}

fn oauth_policy(policy: &Parts<'_, '_>) -> OauthPolicy {
    OauthPolicy {
        element: policy.presence(EcaPart::OauthPolicy),
        ip_relaxation: policy.field("ipRelaxationPolicyType", IpRelaxation::parse),
        refresh_token_policy: refresh_token_policy(policy),
        is_token_exchange_flow_enabled: policy.boolean("isTokenExchangeFlowEnabled"),
        single_logout_url: policy.text("singleLogoutUrl"),
    }
}

/// Three elements say together what a `ConnectedApp` says in one.
fn refresh_token_policy(policy: &Parts<'_, '_>) -> Field<RefreshTokenPolicy> {
    let kind = match policy.text("refreshTokenPolicyType") {
        Field::Given(kind) => kind,
        Field::Unusable(unusable) => return Field::Unusable(unusable),
        Field::Absent(absence) => return Field::Absent(absence),
    };
    let given = |value| Field::Given(Located { value, place: kind.place });
    match kind.value.to_ascii_lowercase().as_str() {
        "zero" => given(RefreshTokenPolicy::Zero),
        "infinite" => given(RefreshTokenPolicy::Infinite),
        "specificlifetime" => specific(policy, &kind, RefreshTokenPolicy::Lifetime),
        "specificinactivity" => specific(policy, &kind, RefreshTokenPolicy::Inactivity),
        _ => Field::Unusable(Located { value: Unusable::IllTyped(kind.value), place: kind.place }),
    }
}

fn specific(
    policy: &Parts<'_, '_>,
    kind: &Located<String>,
    make: fn(Span) -> RefreshTokenPolicy,
) -> Field<RefreshTokenPolicy> {
    let (period, unit) = (policy.text("refreshTokenValidityPeriod"), policy.text("refreshTokenValidityUnit"));
    let unusable = |value, place| Field::Unusable(Located { value, place });
    for (field, name) in [(&period, "refreshTokenValidityPeriod"), (&unit, "refreshTokenValidityUnit")] {
        if field.is_unknown() {
            return unusable(Unusable::Unreadable, field.place());
        }
        if field.is_blank() {
            return unusable(Unusable::IllTyped(format!("{} without {name}", kind.value)), field.place());
        }
    }
    let (Some(period), Some(unit)) = (period.given(), unit.given()) else {
        return unusable(Unusable::Unreadable, kind.place);
    };
    if let Some(span) = Span::parse(&period.value, &unit.value.to_ascii_lowercase()) {
        return Field::Given(Located { value: make(span), place: kind.place });
    }
    let is_unit = ["days", "hours", "months"].iter().any(|known| known.eq_ignore_ascii_case(&unit.value));
    let place = if is_unit { period.place } else { unit.place };
    unusable(Unusable::IllTyped(format!("{} {}", period.value, unit.value)), place)
}

fn ip_ranges(part: &Parts<'_, '_>, name: &'static str) -> List<IpRange> {
    let range = |range: Cursor<'_, '_>| {
        let value = IpRange {
            start: range.text("startIpAddress"),
            end: range.text("endIpAddress"),
            description: range.text("description"),
        };
        Field::Given(Located { value, place: range.place() })
    };
    List { items: part.children(name).into_iter().map(range).collect(), absence: part.absence(name) }
}

fn saml(saml: &Parts<'_, '_>) -> Saml {
    Saml {
        acs_url: saml.text("acsUrl"),
        certificate: saml.field("certificate", |text| Some(EmbeddedCertificate::read(text))),
        encryption_certificate: saml.text("encryptionCertificate"),
        encryption_type: saml.text("encryptionType"),
        signing_algorithm: saml.text("signingAlgorithmType"),
        slo_url: saml.text("singleLogoutUrl"),
        subject_type: saml.text("subjectType"),
        subject_custom_attribute: saml.text("subjectCustomAttribute"),
    }
}

fn canvas(canvas: &Parts<'_, '_>) -> Canvas {
    Canvas {
        canvas_url: canvas.text("canvasUrl"),
        lifecycle_class: canvas.text("lifeCycleHandler"),
        access_method: canvas.text("accessMethod"),
        options: names(canvas, "canvasOptions"),
    }
}

fn external(parts: &Parts<'_, '_>, files: Vec<ExternalFile>) -> External {
    let (header, policy) = (parts.of(EcaPart::Header), parts.of(EcaPart::Policy));
    let (global, oauth_policy) = (parts.of(EcaPart::GlobalOauth), parts.of(EcaPart::OauthPolicy));
    External {
        files,
        global_settings: parts.presence(EcaPart::GlobalOauth),
        distribution_state: header.text("distributionState"),
        org_scoped_external_app: header.text("orgScopedExternalApp"),
        is_enabled: policy.boolean("isEnabled"),
        is_oauth_plugin_enabled: policy.boolean("isOauthPluginEnabled"),
        is_saml_plugin_enabled: policy.boolean("isSamlPluginEnabled"),
        start_page: policy.text("startPage"),
        is_mtls_enabled: global.boolean("isMtlsEnabled"),
        client_certificate_parameter: ["tlsClientAuthCertParamType", "tlsClientAuthCertParamValue"]
            .map(|name| parts.of(EcaPart::OauthSecurity).text(name)),
        should_rotate_consumer_key: global.boolean("shouldRotateConsumerKey"),
        should_rotate_consumer_secret: global.boolean("shouldRotateConsumerSecret"),
        is_guest_code_cred_flow_enabled: oauth_policy.boolean("isGuestCodeCredFlowEnabled"),
        refresh_token_validity_period: oauth_policy.text("refreshTokenValidityPeriod"),
        refresh_token_validity_unit: oauth_policy.text("refreshTokenValidityUnit"),
        jwt_sessions: [
            jwt_session(&oauth_policy, ["namedUserJwtSessionTimeoutType", "namedUserJwtTimeout"]),
            jwt_session(&oauth_policy, ["guestJwtSessionTimeoutType", "guestJwtTimeout"]),
        ],
        saml_permission_set_names: names(&parts.of(EcaPart::SamlPolicy), "commaSeparatedPermissionSet"),
        saml_profile_names: names(&parts.of(EcaPart::SamlPolicy), "commaSeparatedProfile"),
        oauth_link: parts.of(EcaPart::Oauth).text("oauthLink"),
        token_ip_ranges: ip_ranges(&parts.of(EcaPart::OauthSecurity), "tokenIpRanges"),
        by_facts: Vec::new(),
    }
}

fn jwt_session(policy: &Parts<'_, '_>, [of_type, of_timeout]: [&'static str; 2]) -> JwtSession {
    JwtSession { timeout_type: policy.text(of_type), timeout: policy.integer(of_timeout) }
}
