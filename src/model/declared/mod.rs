//! What the owner of the apps declares about them and about the org, besides the files.
//!
//! A declaration is a fact that no file contains: which flow an app is meant for, what is kept in the org alone. It is
//! not a setting of a rule. Several rules draw conclusions from one declaration, and a rule that is added later uses
//! it, too.

mod inventory;
mod options;

pub use inventory::{Inventory, InventoryEntry};
pub use options::Options;

use globset::GlobMatcher;

use crate::choices::choices;

/// All declarations of a run.
#[derive(Debug, Clone, Default)]
pub struct Declarations {
    /// About apps. If two match an app, the later one takes precedence.
    pub apps: Vec<DeclaredApps>,
    /// About the org.
    pub org: DeclaredOrg,
}

/// What is declared of the apps whose names match.
#[derive(Debug, Clone)]
pub struct DeclaredApps {
    /// Developer names, as a glob.
    pub names: GlobMatcher,
    /// What they are meant to be.
    pub intent: Intent,
}

/// What an app is meant to be. What is not declared is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// The flows that it is used with, and no others.
    pub flows: Option<Vec<DeclaredFlow>>,
    /// What kind of program uses it.
    pub role: Option<Role>,
    /// Scopes that it needs although they are broad.
    pub allowed_scopes: Vec<String>,
    /// The run-as user is chosen in Setup.
    pub run_as_managed_in_setup: Option<bool>,
    /// Profiles and permission sets are assigned in the org.
    pub assignments_managed_in_org: Option<bool>,
    /// How its files get into an org.
    pub distribution: Option<Distribution>,
    /// Its client calls SOAP endpoints.
    pub soap: Option<bool>,
    /// Replicas of its client keep one refresh token between them.
    pub shares_refresh_token: Option<bool>,
    /// The username of the user for whom its assertions ask for tokens.
    pub subject: Option<String>,
}

/// A flow, as OAuth names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeclaredFlow {
    /// Client credentials.
    ClientCredentials,
    /// JWT bearer.
    JwtBearer,
    /// Authorization code, also called web server flow.
    WebServer,
    /// User-agent, also called implicit.
    UserAgent,
    /// Device.
    Device,
    /// Token exchange.
    TokenExchange,
    /// Authorization code and credentials, for headless logins.
    CodeCredential,
    /// Username and password.
    UsernamePassword,
    /// SAML bearer assertion.
    SamlBearer,
}

impl DeclaredFlow {
    /// Whether no person takes part.
    fn is_of_machines(self) -> bool {
        matches!(self, Self::ClientCredentials | Self::JwtBearer | Self::SamlBearer)
    }
}

/// What kind of program uses an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A program that serves itself.
    Server,
    /// A web site that people use.
    Web,
    /// A single sign-on client that only needs a session.
    Sso,
    /// A command-line tool.
    Cli,
    /// A desktop program.
    Desktop,
    /// A mobile app.
    Mobile,
    /// A device without keyboard or browser.
    Device,
}

/// How the files of an app get into an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distribution {
    /// Deployed from this repository, all at once.
    Source,
    /// Deployed from this repository, one part after the other.
    Piecewise,
    /// Installed with a package that is built from this repository.
    Package,
}

choices!(DeclaredFlow, "flow", {
    ClientCredentials => "client-credentials",
    JwtBearer => "jwt-bearer",
    WebServer => "web-server",
    UserAgent => "user-agent",
    Device => "device",
    TokenExchange => "token-exchange",
    CodeCredential => "code-credential",
    UsernamePassword => "username-password",
    SamlBearer => "saml-bearer",
});
choices!(Role, "role", {
    Server => "server": "A program that serves itself",
    Web => "web": "A web site that people use",
    Sso => "sso": "A single sign-on client that only needs a session",
    Cli => "cli": "A command-line tool",
    Desktop => "desktop": "A desktop program",
    Mobile => "mobile": "A mobile app",
    Device => "device": "A device without keyboard or browser",
});
choices!(Distribution, "distribution", {
    Source => "source": "Deployed from this repository, all at once",
    Piecewise => "piecewise": "Deployed from this repository, one part after the other",
    Package => "package": "Installed with a package that is built from this repository",
});

/// What is declared of the org.
#[derive(Debug, Clone, Default)]
pub struct DeclaredOrg {
    /// The release that it is on, as an API version.
    pub release: Option<u16>,
    /// Its edition, such as `Developer`.
    pub edition: Option<String>,
    /// The files go to one production org and its sandboxes only, between which Salesforce adapts usernames.
    pub sandboxes_of_one_org: bool,
    /// Its people use mobile apps of Salesforce's own.
    pub has_mobile_users: bool,
    /// Support lets it create connected apps.
    pub may_create_connected_apps: bool,
    /// The organization's record of its apps.
    pub inventory: Option<Inventory>,
    /// What is kept in the org alone.
    pub managed: Managed,
}

/// Names, as globs, of what is kept in the org alone.
#[derive(Debug, Clone, Default)]
pub struct Managed {
    /// Connected apps and External Client Apps.
    pub apps: Vec<GlobMatcher>,
    /// Permission sets and permission set groups, by label or name.
    pub permission_sets: Vec<GlobMatcher>,
    /// Profiles.
    pub profiles: Vec<GlobMatcher>,
    /// Classes, custom scopes, certificates and handlers.
    pub components: Vec<GlobMatcher>,
}

impl Declarations {
    /// What is declared of an app.
    pub fn of(&self, app: &str) -> Intent {
        let matching = self.apps.iter().filter(|declared| declared.names.is_match(app));
        matching.fold(Intent::default(), |intent, declared| intent.but(&declared.intent))
    }
}

impl Intent {
    /// Whether a flow is among the declared ones; nothing if none are declared.
    pub fn has(&self, flow: DeclaredFlow) -> Option<bool> {
        self.flows.as_ref().map(|flows| flows.contains(&flow))
    }

    /// Whether only flows without a person are declared; nothing if none are.
    pub fn is_machine_only(&self) -> Option<bool> {
        let flows = self.flows.as_ref().filter(|flows| !flows.is_empty())?;
        Some(flows.iter().all(|flow| flow.is_of_machines()))
    }

    /// Whether a scope is allowed, letter case ignored.
    pub fn allows(&self, scope: &str) -> bool {
        self.allowed_scopes.iter().any(|allowed| allowed.eq_ignore_ascii_case(scope))
    }

    fn but(self, later: &Self) -> Self {
        Self {
            flows: later.flows.clone().or(self.flows),
            role: later.role.or(self.role),
            allowed_scopes: [self.allowed_scopes, later.allowed_scopes.clone()].concat(),
            run_as_managed_in_setup: later.run_as_managed_in_setup.or(self.run_as_managed_in_setup),
            assignments_managed_in_org: later.assignments_managed_in_org.or(self.assignments_managed_in_org),
            distribution: later.distribution.or(self.distribution),
            soap: later.soap.or(self.soap),
            shares_refresh_token: later.shares_refresh_token.or(self.shares_refresh_token),
            subject: later.subject.clone().or(self.subject),
        }
    }
}

/// Whether a name is among globs.
pub fn is_among(globs: &[GlobMatcher], name: &str) -> bool {
    globs.iter().any(|glob| glob.is_match(name))
}
