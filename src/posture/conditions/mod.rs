//! Whether an app meets a condition of `rules/schema/flows.toml`.
//!
//! The table says what the conditions are, and for which flows they count; here is how files and facts answer them.
//! Each condition has one arm of one `match`, so that the compiler names a condition that nothing evaluates.

mod access;
mod assertions;
mod browsers;
mod client_credentials;
mod exchanges;
mod refreshes;

pub use access::{has_access_in_org, has_custom_scope, lists_users};
pub use browsers::demands_pkce;
pub use client_credentials::is_left;
pub use exchanges::keeps_device_flow;

use crate::model::{App, AppKind, Project};
use crate::schema::Condition;

use super::answer::{Answer, Lack};
use super::subject::Subject;

/// Whether an app meets a condition; nothing if the condition does not apply to it, or if only the caller or other
/// flows decide it.
pub(super) fn answer(condition: Condition, (app, project): (&App, &Project)) -> Option<Answer> {
    match &app.oauth {
        Some(client) => of_client(condition, Subject { app, client, project }),
        None => without_settings(condition, app),
    }
}

fn of_client(condition: Condition, subject: Subject<'_>) -> Option<Answer> {
    match condition {
        Condition::OauthSettings => Some(access::oauth_settings(subject)),
        Condition::AppEnabled => access::app_enabled(subject.app),
        Condition::Scope => Some(access::scope(subject)),
        Condition::UserAdmitted => Some(access::user_admitted(subject)),
        Condition::SessionLevel => Some(access::session_level(subject)),
        Condition::ApiAccessControl => access::api_access_control(subject),
        Condition::ClientCredentialsEnabled => Some(client_credentials::enabled(subject)),
        Condition::ClientCredentialsAllowed => client_credentials::allowed(subject),
        Condition::ScopeLeft => Some(client_credentials::scope_left(subject)),
        Condition::RunAsUser => Some(client_credentials::run_as_user(subject)),
        Condition::RunAsUserExists => client_credentials::user_exists(subject),
        Condition::RunAsUserUsable => client_credentials::user_usable(subject),
        Condition::RunAsUserApiOnly => client_credentials::user_api_only(subject),
        Condition::RunAsUserApproved => client_credentials::user_approved(subject),
        Condition::Certificate => Some(assertions::certificate(subject)),
        Condition::CertificateKey => assertions::certificate_key(subject),
        Condition::CertificateValidity => assertions::certificate_validity(subject),
        Condition::Approval => Some(assertions::approval(subject)),
        Condition::Subject => assertions::subject(subject),
        Condition::SubjectUsable => assertions::subject_usable(subject),
        Condition::AssertionRefreshScope => assertions::refresh_scope(subject),
        Condition::SamlSupported | Condition::HybridSupported => Some(subject.of_connected_apps()),
        Condition::RealCallback => Some(browsers::real_callback(subject)),
        Condition::ValidCallback => browsers::valid_callback(subject),
        Condition::PkceOptional => Some(browsers::pkce_optional(subject)),
        Condition::UserAgentAllowed => Some(browsers::user_agent_allowed(subject)),
        Condition::UserAgentInTime | Condition::PasswordInTime => Some(subject.in_time(condition)),
        Condition::RefreshScope => Some(refreshes::scope(subject)),
        Condition::RefreshPolicy => Some(refreshes::policy(subject)),
        Condition::HybridScope => Some(refreshes::hybrid_scope(subject)),
        Condition::HybridTokenFormat => Some(refreshes::hybrid_token_format(subject)),
        Condition::PasswordKind => Some(browsers::password_kind(subject)),
        Condition::PasswordAllowed => Some(browsers::password_allowed(subject)),
        Condition::DeviceEnabled => Some(exchanges::device_enabled(subject)),
        Condition::DeviceInTime => Some(exchanges::device_in_time(subject)),
        Condition::AssetTokenSettings => Some(exchanges::asset_token_settings(subject)),
        Condition::AssetTokenComplete => exchanges::asset_token_complete(subject),
        Condition::AssetTokenScopes => Some(exchanges::asset_token_scopes(subject)),
        Condition::ExchangeEnabled => Some(exchanges::enabled(subject)),
        Condition::ExchangeAllowed => Some(exchanges::allowed(subject)),
        Condition::ExchangeEdition => Some(exchanges::edition(subject)),
        Condition::ExchangeHandler => Some(exchanges::handler(subject)),
        Condition::ExchangeClass => exchanges::class(subject),
        Condition::ExchangeUser => exchanges::user(subject),
        Condition::HeadlessEnabled => Some(browsers::headless_enabled(subject)),
        Condition::HeadlessAllowed => Some(browsers::headless_allowed(subject)),
        Condition::HeadlessSite => Some(Answer::lacks(Lack::Setup)),
        // The states of other flows decide these; the caller decides the rest.
        Condition::RefreshSource
        | Condition::AssetTokenSource
        | Condition::CallerAddress
        | Condition::ClientSecret
        | Condition::OwnDomain
        | Condition::Assertion
        | Condition::AuthorizationCode
        | Condition::RefreshTokenHeld
        | Condition::Password
        | Condition::DeviceSecret
        | Condition::ExchangeToken => None,
    }
}

/// What calint knows about an app without a file with OAuth settings. A connected app then has none. The settings of an
/// External
/// Client App may be in the org, and the app may be switched off all the same.
fn without_settings(condition: Condition, app: &App) -> Option<Answer> {
    let is_external = app.kind == AppKind::ExternalClientApp;
    match condition {
        Condition::OauthSettings if is_external => Some(Answer::lacks(Lack::File("oauthLink"))),
        Condition::OauthSettings => Some(Answer::at(Some(false), app.place)),
        Condition::PasswordKind => Some(Answer::at(Some(!is_external), app.place)),
        Condition::AppEnabled => access::app_enabled(app),
        _ => None,
    }
}
