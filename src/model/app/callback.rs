//! Callbacks: the addresses that authorization codes are sent to, and what they are.
//!
//! A connected app must have a callback even if nothing ever redirects to it, so many of them are stand-ins. Whether a
//! callback is one decides which flows the app is for, and with that many findings. So one function classifies an
//! address for all rules. What it knows of hosts and programs is in tables, because those change and the reasoning does
//! not.

use url::Url;

use crate::schema::{
    CALLBACK_CLIENTS, CallbackClient, ENDPOINT_PAGES, HOME_PAGES, MOBILE_SDK_PATHS, PLACEHOLDER_HOSTS,
    PLACEHOLDER_SCHEMES, SALESFORCE_HOSTS, SALESFORCE_PAGES,
};

/// One line of `callbackUrl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// The line as it is written, trimmed.
    pub text: String,
    /// The same as an absolute URL, if it is one.
    pub url: Option<Url>,
    /// What it is.
    kind: CallbackKind,
}

/// What a callback is, as far as its address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallbackKind {
    /// No absolute URL.
    Unreadable,
    /// A well-known program listens there.
    Client(&'static CallbackClient),
    /// Something may listen on the user's own machine.
    Local,
    /// An installed app claims the scheme.
    Installed,
    /// A web application.
    Web,
    /// A page of Salesforce's, which receives no code for a program.
    SalesforcePage,
    /// An OAuth endpoint of Salesforce's, which clients call and which receives no code.
    SalesforceEndpoint,
    /// A host of a third party, such as `google.com`.
    ForeignHost,
    /// It only fills the element: a bare `http://localhost`, `sfdc://`, or `https://`.
    Filler,
}

impl Callback {
    /// Reads one line.
    pub fn parse(text: &str) -> Self {
        let url = Url::parse(text).ok().filter(|url| !lacks_scheme(url));
        let read = Self { text: text.to_owned(), url, kind: CallbackKind::Unreadable };
        Self { kind: read.judged(), ..read }
    }

    /// What it is. Every rule asks here, so that all of them give the same answer.
    pub fn kind(&self) -> CallbackKind {
        self.kind
    }

    fn judged(&self) -> CallbackKind {
        if self.is_empty() {
            return CallbackKind::Filler;
        }
        let Some(url) = &self.url else { return CallbackKind::Unreadable };
        if let Some(client) = CALLBACK_CLIENTS.iter().find(|client| self.is_of(client, url)) {
            return CallbackKind::Client(client);
        }
        if self.is_loopback() {
            let is_bare = url.port().is_none() && path(url).is_empty() && url.query().is_none();
            return if is_bare { CallbackKind::Filler } else { CallbackKind::Local };
        }
        if PLACEHOLDER_SCHEMES.contains(&url.scheme()) && !self.is_of_mobile_sdk() {
            return CallbackKind::Filler;
        }
        if !is_of_the_web(url) {
            return CallbackKind::Installed;
        }
        kind_of_web_address(url)
    }

    /// Whether no program can receive a code there, so that it only fills the element.
    pub fn is_stand_in(&self) -> bool {
        use CallbackKind::{Filler, ForeignHost, SalesforceEndpoint, SalesforcePage};
        matches!(self.kind(), Filler | ForeignHost | SalesforceEndpoint | SalesforcePage)
    }

    /// Whether it is a scheme, or a scheme and dots, and nothing more.
    pub fn is_empty(&self) -> bool {
        let rest = ["https:", "http:"].iter().find_map(|scheme| self.text.strip_prefix(scheme));
        rest.is_some_and(|rest| rest.trim_matches(['/', '.']).is_empty())
    }

    /// Whether codes sent there stay on the user's machine (`localhost`, 127.0.0.0/8, `::1`).
    /// Source: RFC 8252, section 7.3.
    pub fn is_loopback(&self) -> bool {
        match self.url.as_ref().and_then(Url::host) {
            Some(url::Host::Domain(domain)) => {
                let domain = domain.to_ascii_lowercase();
                domain == "localhost" || domain.ends_with(".localhost")
            }
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    /// Whether the Mobile SDK receives it.
    pub fn is_of_mobile_sdk(&self) -> bool {
        self.url.as_ref().is_some_and(|url| MOBILE_SDK_PATHS.iter().any(|path| url.path().ends_with(path)))
    }

    /// Whether its host is one that is reserved for documentation (RFC 2606, section 3).
    pub fn is_at_example_host(&self) -> bool {
        let host = self.url.as_ref().map(host).unwrap_or_default();
        matches!(host.as_str(), "example.com" | "example.org" | "example.net")
    }

    /// Whether an installed app receives it, because the scheme is not one of the web.
    pub fn has_private_scheme(&self) -> bool {
        self.url.as_ref().is_some_and(|url| !is_of_the_web(url)) && self.kind() != CallbackKind::Filler
    }

    /// The name of the auth provider that receives codes there.
    pub fn auth_provider(&self) -> Option<&str> {
        const BEFORE_NAME: &str = "/services/authcallback/";
        let path = self.url.as_ref()?.path();
        let (_, behind) = path.split_once(BEFORE_NAME)?;
        // The id of an org may be before the name.
        behind.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty())
    }

    fn is_of(&self, client: &CallbackClient, url: &Url) -> bool {
        let is_there = if client.host == "localhost" {
            self.is_loopback()
        } else {
            url.host_str().is_some_and(|host| host.eq_ignore_ascii_case(client.host))
        };
        let is_port = client.port.is_none_or(|port| url.port() == Some(port));
        let path = url.path().trim_start_matches('/');
        is_there
            && is_port
            && url.scheme() == client.scheme
            && path.eq_ignore_ascii_case(client.path.trim_start_matches('/'))
    }
}

/// What an address with a scheme of the web is.
fn kind_of_web_address(url: &Url) -> CallbackKind {
    let (host, path) = (host(url), path(url));
    let is_salesforce = SALESFORCE_HOSTS
        .iter()
        .any(|domain| host == **domain || host.strip_suffix(*domain).is_some_and(|rest| rest.ends_with('.')));
    let is_foreign =
        PLACEHOLDER_HOSTS.contains(&host.as_str()) || (HOME_PAGES.contains(&host.as_str()) && path.is_empty());
    match path.as_str() {
        path if is_salesforce && ENDPOINT_PAGES.contains(&path) => CallbackKind::SalesforceEndpoint,
        path if is_salesforce && SALESFORCE_PAGES.contains(&path) => CallbackKind::SalesforcePage,
        _ if is_foreign => CallbackKind::ForeignHost,
        _ => CallbackKind::Web,
    }
}

/// The host without `www.`.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    host.strip_prefix("www.").map_or_else(|| host.clone(), str::to_owned)
}

fn path(url: &Url) -> String {
    url.path().trim_end_matches('/').to_owned()
}

fn is_of_the_web(url: &Url) -> bool {
    ["http", "https", "ftp", "file", "data", "javascript", "vbscript"].contains(&url.scheme())
}

/// `localhost:3000/cb` parses as a URL of the scheme `localhost`.
fn lacks_scheme(url: &Url) -> bool {
    let port = url.path().split('/').next().unwrap_or_default();
    url.cannot_be_a_base() && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> CallbackKind {
        Callback::parse(text).kind()
    }

    #[test]
    fn a_host_with_port_is_no_scheme() {
        for text in ["localhost:3000/cb", "app.acme.example:8443/cb", "oob", "/cb", "acme.example/cb"] {
            assert_eq!(kind(text), CallbackKind::Unreadable, "{text}");
        }
        for text in ["https://acme.example/cb", "sfdc://done", "com.acme.app:/oauth", "urn:ietf:wg:oauth:2.0:oob"] {
            assert!(Callback::parse(text).url.is_some(), "{text}");
        }
    }

    #[test]
    fn loopback_addresses_are_told_from_hosts_that_look_like_them() {
        for text in
            ["http://localhost:1717/OauthRedirect", "http://127.0.0.9/cb", "http://[::1]:80/", "https://app.localhost/"]
        {
            assert!(Callback::parse(text).is_loopback(), "{text}");
        }
        assert!(!Callback::parse("http://localhost.acme.example/").is_loopback());
    }

    #[test]
    fn stand_ins_receive_no_code() {
        for (text, expected) in [
            ("https://login.salesforce.com/services/oauth2/success", CallbackKind::SalesforcePage),
            ("https://test.salesforce.com/", CallbackKind::SalesforcePage),
            ("https://acme--dev.sandbox.my.salesforce.com/services/oauth2/callback", CallbackKind::SalesforcePage),
            ("https://na64.salesforce.com/services/oauth2/token", CallbackKind::SalesforceEndpoint),
            ("https://login.salesforce.com/services/oauth2/authorize", CallbackKind::SalesforceEndpoint),
            ("https://www.google.com/oauth2/callback", CallbackKind::ForeignHost),
            ("https://localhost.com", CallbackKind::ForeignHost),
            ("https://www.linkedin.com/", CallbackKind::ForeignHost),
            ("https://localhost//", CallbackKind::Filler),
            ("sfdc://oauth/jwt/success", CallbackKind::Filler),
            ("https://", CallbackKind::Filler),
            ("https://.", CallbackKind::Filler),
        ] {
            assert_eq!(kind(text), expected, "{text}");
            assert!(Callback::parse(text).is_stand_in(), "{text}");
        }
    }

    #[test]
    fn addresses_at_which_something_listens_are_no_stand_ins() {
        for (text, expected) in [
            ("https://login.salesforce.com.evil.example/services/oauth2/success", CallbackKind::Web),
            ("https://acme.my.salesforce.com/services/authcallback/Billing", CallbackKind::Web),
            ("https://www.linkedin.com/oauth/acme", CallbackKind::Web),
            ("https://script.google.com/macros/s/acme/exec", CallbackKind::Web),
            ("https://erp.example.com/cb", CallbackKind::Web),
            ("http://localhost:8080", CallbackKind::Local),
            ("http://localhost/callback", CallbackKind::Local),
            ("sfdc:///axm/detect/oauth/done", CallbackKind::Installed),
            ("com.acme.app:/oauth", CallbackKind::Installed),
        ] {
            assert_eq!(kind(text), expected, "{text}");
            assert!(!Callback::parse(text).is_stand_in(), "{text}");
        }
    }

    #[test]
    fn callbacks_of_auth_providers_end_with_their_names() {
        for (text, expected) in [
            ("https://acme.my.salesforce.com/services/authcallback/Billing_Hub", Some("Billing_Hub")),
            ("https://login.salesforce.com/services/authcallback/00D000000000001/Billing_Hub/", Some("Billing_Hub")),
            ("https://acme.my.site.com/partners/services/authcallback/Billing_Hub?x=1", Some("Billing_Hub")),
            ("https://acme.my.salesforce.com/services/authcallback/", None),
            ("https://billing.acme.example/cb", None),
        ] {
            assert_eq!(Callback::parse(text).auth_provider(), expected, "{text}");
        }
    }

    #[test]
    fn programs_are_known_by_their_callbacks() {
        let name = |text: &str| match kind(text) {
            CallbackKind::Client(client) => client.name,
            _ => "",
        };
        for (text, expected) in [
            ("http://localhost:1717/OauthRedirect", "Salesforce CLI"),
            ("http://127.0.0.1:1919/oauthredirect", "Salesforce CLI"),
            ("http://localhost:7171/OauthRedirect", "Data Loader"),
            ("https://oauth.pstmn.io/v1/callback", "Postman"),
            ("https://claude.ai/api/mcp/auth_callback", "Claude"),
            ("cursor://anysphere.cursor-mcp/oauth/callback", "Cursor"),
            ("https://acme.example/OauthRedirect", ""),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }
}
