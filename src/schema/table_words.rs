//! The words that tables of `rules/schema/` choose from.
//!
//! They are apart from the tables because the build script compiles this file, too, and refuses a row with another
//! word. A copy of the words in the build script could differ from the program's.

use crate::choices::choices;

/// What an OAuth scope opens, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// Everything the user can reach.
    All,
    /// The data APIs.
    Api,
    /// The API of one product.
    Product,
    /// One feature of the platform.
    Feature,
    /// Sessions of the user interface.
    Interface,
    /// Who the user is.
    Identity,
    /// A refresh token.
    Refresh,
}

choices!(ScopeKind, "kind", {
    All => "all",
    Api => "api",
    Product => "product",
    Feature => "feature",
    Interface => "interface",
    Identity => "identity",
    Refresh => "refresh",
});

/// The form of access tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFormat {
    /// A JSON Web Token, which says by itself whose it is.
    Jwt,
    /// A random text that only Salesforce can look up.
    Opaque,
}

choices!(TokenFormat, "tokens", {
    Jwt => "jwt",
    Opaque => "opaque",
});

/// What a program with a known callback is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackUse {
    /// An agent that calls MCP servers.
    Agent,
    /// A command line.
    CommandLine,
    /// A desktop program.
    Desktop,
    /// Tests of APIs.
    Test,
}

choices!(CallbackUse, "use", {
    Agent => "agent",
    CommandLine => "command-line",
    Desktop => "desktop",
    Test => "test",
});

/// What an element contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Any text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Int,
    /// One of a few words.
    Enum,
    /// Other elements.
    Group,
}

choices!(ValueKind, "type", {
    String => "string",
    Boolean => "boolean",
    Int => "int",
    Enum => "enum",
    Group => "group",
});

/// How much a permission is worth to a thief, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PermissionPower {
    /// The whole org, or a step away from it.
    Total,
    /// Mass read or destruction of data.
    Data,
    /// Opens or widens a way in.
    Access,
    /// Worth knowing.
    Watch,
}

choices!(PermissionPower, "power", {
    Total => "total",
    Data => "data",
    Access => "access",
    Watch => "watch",
});

/// Whether a permission leads past the vetting of apps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bypass {
    /// Not at all.
    No,
    /// Its holder approves apps that were not vetted, or needs no approval.
    Outright,
    /// Its holder may change apps, or read and replace their credentials.
    Partly,
}

choices!(Bypass, "bypass", {
    No => "no",
    Outright => "outright",
    Partly => "partly",
});

/// When a query is worth asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedFor {
    /// An app of the project names a user that it runs as.
    Users,
    /// The project has connected apps.
    Apps,
    /// The project has apps of either kind.
    AllApps,
    /// The project has External Client Apps.
    ExternalClientApps,
}

choices!(AskedFor, "for", {
    Users => "users",
    Apps => "apps",
    AllApps => "all-apps",
    ExternalClientApps => "external-client-apps",
});

/// What is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetiringFeature {
    /// API versions that are no longer answered.
    ApiVersions,
    /// The device flow.
    DeviceFlow,
    /// The username-password flow.
    UsernamePassword,
    /// The user-agent flow.
    UserAgent,
    /// SOAP `login()`.
    SoapLogin,
    /// Connected apps as such.
    ConnectedApps,
}

choices!(RetiringFeature, "kind", {
    ApiVersions => "api-versions",
    DeviceFlow => "device-flow",
    UsernamePassword => "username-password",
    UserAgent => "user-agent",
    SoapLogin => "soap-login",
    ConnectedApps => "connected-apps",
});
