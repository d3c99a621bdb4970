//! The words of `rules/schema/flows.toml`: OAuth flows, what each of them needs, and the part that a need plays.
//!
//! They are apart from the tables because the build script compiles this file, too, and refuses any other word. A
//! condition has a word because code evaluates it: the compiler demands an arm for each of them.

use crate::choices::choices;

/// An OAuth flow that Salesforce offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    /// Client credentials.
    ClientCredentials,
    /// JWT bearer.
    JwtBearer,
    /// SAML bearer assertion.
    SamlBearer,
    /// Authorization code without PKCE.
    WebServer,
    /// Authorization code with PKCE.
    WebServerPkce,
    /// A new access token for a refresh token.
    RefreshToken,
    /// User-agent, also called implicit.
    UserAgent,
    /// Username and password.
    UsernamePassword,
    /// Device.
    Device,
    /// Asset tokens for devices.
    AssetToken,
    /// Token exchange.
    TokenExchange,
    /// Authorization code and credentials, for headless logins.
    CodeAndCredentials,
    /// Authorization code, with a session of the user interface.
    HybridWebServer,
    /// User-agent, with a session of the user interface.
    HybridUserAgent,
    /// A refresh, with a session of the user interface.
    HybridRefresh,
}

choices!(Flow, "flow", {
    ClientCredentials => "client-credentials",
    JwtBearer => "jwt-bearer",
    SamlBearer => "saml-bearer",
    WebServer => "web-server",
    WebServerPkce => "web-server-pkce",
    RefreshToken => "refresh-token",
    UserAgent => "user-agent",
    UsernamePassword => "username-password",
    Device => "device",
    AssetToken => "asset-token",
    TokenExchange => "token-exchange",
    CodeAndCredentials => "code-and-credentials",
    HybridWebServer => "hybrid-web-server",
    HybridUserAgent => "hybrid-user-agent",
    HybridRefresh => "hybrid-refresh",
});

/// The part that a condition plays in a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionRole {
    /// It says whether the flow is meant or possible at all.
    Gate,
    /// It must be true for a token, given the gates.
    Step,
    /// Only the caller can fulfill it. It is listed and never counted.
    Caller,
}

choices!(ConditionRole, "role", { Gate => "gate", Step => "step", Caller => "caller" });

/// Where a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// The page that a person sees.
    Browser,
    /// The token endpoint.
    Token,
}

choices!(Endpoint, "at", { Browser => "browser", Token => "token" });

/// What a flow needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// The app has OAuth settings.
    OauthSettings,
    /// The app is not switched off.
    AppEnabled,
    /// The app asks for a scope.
    Scope,
    /// At least one user may use the app.
    UserAdmitted,
    /// A session without a person is good enough.
    SessionLevel,
    /// API Access Control lets the app in.
    ApiAccessControl,
    /// The caller's address and the hour are admitted.
    CallerAddress,
    /// The developer's switch for client credentials.
    ClientCredentialsEnabled,
    /// The administrator's switch for client credentials.
    ClientCredentialsAllowed,
    /// A scope is left after those that client credentials drop.
    ScopeLeft,
    /// A run-as user is named.
    RunAsUser,
    /// The run-as user exists.
    RunAsUserExists,
    /// The run-as user is active and not frozen.
    RunAsUserUsable,
    /// The run-as user is API-only, where the release demands it.
    RunAsUserApiOnly,
    /// The run-as user is approved.
    RunAsUserApproved,
    /// The caller has key and secret.
    ClientSecret,
    /// The caller asks its own domain.
    OwnDomain,
    /// A certificate is there.
    Certificate,
    /// Its key is one that Salesforce takes.
    CertificateKey,
    /// It is valid today.
    CertificateValidity,
    /// Users are approved in advance, or approve the app themselves.
    Approval,
    /// The user whom the assertion names is approved.
    Subject,
    /// The user whom the assertion names is active and not frozen.
    SubjectUsable,
    /// The app requests a refresh token scope.
    AssertionRefreshScope,
    /// The assertion is signed and says the right things.
    Assertion,
    /// The kind of app takes SAML assertions.
    SamlSupported,
    /// A program listens at a callback.
    RealCallback,
    /// A callback has an address to which Salesforce sends codes.
    ValidCallback,
    /// Neither the app nor the org requires PKCE.
    PkceOptional,
    /// The caller exchanges the code in time.
    AuthorizationCode,
    /// The org lets apps use the user-agent flow.
    UserAgentAllowed,
    /// Salesforce did not switch off the user-agent flow.
    UserAgentInTime,
    /// The app may get refresh tokens.
    RefreshScope,
    /// Refresh tokens live for some time.
    RefreshPolicy,
    /// A flow gives refresh tokens.
    RefreshSource,
    /// The caller has a refresh token, and the secret if it is demanded.
    RefreshTokenHeld,
    /// The kind of app has the username-password flow.
    PasswordKind,
    /// The org lets apps use the username-password flow.
    PasswordAllowed,
    /// Salesforce did not switch off the username-password flow.
    PasswordInTime,
    /// The caller has a password and a security token.
    Password,
    /// The switch for the device flow.
    DeviceEnabled,
    /// Salesforce still lets such an app use the device flow.
    DeviceInTime,
    /// The device has the secret if it is demanded.
    DeviceSecret,
    /// The app has settings for asset tokens.
    AssetTokenSettings,
    /// The settings for asset tokens are complete.
    AssetTokenComplete,
    /// The app asks for the scopes of asset tokens.
    AssetTokenScopes,
    /// A flow gives the token that is exchanged for an asset token.
    AssetTokenSource,
    /// The developer's switch for token exchange.
    ExchangeEnabled,
    /// The administrator's switch for token exchange.
    ExchangeAllowed,
    /// The edition of the org has token exchange.
    ExchangeEdition,
    /// A token handler serves the app.
    ExchangeHandler,
    /// The handler's Apex class exists.
    ExchangeClass,
    /// The user that the handler runs as can be used.
    ExchangeUser,
    /// The caller has a token that the handler takes.
    ExchangeToken,
    /// The switch for headless logins.
    HeadlessEnabled,
    /// The org lets apps use headless logins.
    HeadlessAllowed,
    /// An Experience Cloud site serves the logins.
    HeadlessSite,
    /// A scope for sessions of the user interface.
    HybridScope,
    /// The kind of app has hybrid flows.
    HybridSupported,
    /// Tokens have a format that a hybrid refresh takes.
    HybridTokenFormat,
}

choices!(Condition, "condition", {
    OauthSettings => "oauth-settings",
    AppEnabled => "app-enabled",
    Scope => "scope",
    UserAdmitted => "user-admitted",
    SessionLevel => "session-level",
    ApiAccessControl => "api-access-control",
    CallerAddress => "caller-address",
    ClientCredentialsEnabled => "cc-enabled",
    ClientCredentialsAllowed => "cc-allowed",
    ScopeLeft => "cc-scope-left",
    RunAsUser => "cc-run-as-user",
    RunAsUserExists => "cc-user-exists",
    RunAsUserUsable => "cc-user-usable",
    RunAsUserApiOnly => "cc-user-api-only",
    RunAsUserApproved => "cc-user-approved",
    ClientSecret => "cc-secret",
    OwnDomain => "own-domain",
    Certificate => "certificate",
    CertificateKey => "certificate-key",
    CertificateValidity => "certificate-validity",
    Approval => "approval",
    Subject => "subject",
    SubjectUsable => "subject-usable",
    AssertionRefreshScope => "jwt-refresh-scope",
    Assertion => "assertion",
    SamlSupported => "saml-supported",
    RealCallback => "real-callback",
    ValidCallback => "valid-callback",
    PkceOptional => "pkce-optional",
    AuthorizationCode => "authorization-code",
    UserAgentAllowed => "user-agent-allowed",
    UserAgentInTime => "user-agent-in-time",
    RefreshScope => "refresh-scope",
    RefreshPolicy => "refresh-policy",
    RefreshSource => "refresh-source",
    RefreshTokenHeld => "refresh-token-held",
    PasswordKind => "password-kind",
    PasswordAllowed => "password-allowed",
    PasswordInTime => "password-in-time",
    Password => "password",
    DeviceEnabled => "device-enabled",
    DeviceInTime => "device-in-time",
    DeviceSecret => "device-secret",
    AssetTokenSettings => "asset-token-settings",
    AssetTokenComplete => "asset-token-complete",
    AssetTokenScopes => "asset-token-scopes",
    AssetTokenSource => "asset-token-source",
    ExchangeEnabled => "exchange-enabled",
    ExchangeAllowed => "exchange-allowed",
    ExchangeEdition => "exchange-edition",
    ExchangeHandler => "exchange-handler",
    ExchangeClass => "exchange-class",
    ExchangeUser => "exchange-user",
    ExchangeToken => "exchange-token",
    HeadlessEnabled => "headless-enabled",
    HeadlessAllowed => "headless-allowed",
    HeadlessSite => "headless-site",
    HybridScope => "hybrid-scope",
    HybridSupported => "hybrid-supported",
    HybridTokenFormat => "hybrid-token-format",
});
