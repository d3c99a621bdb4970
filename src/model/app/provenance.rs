//! Where the file of an app is from: an old retrieve, or Salesforce itself.

use crate::model::located::Field;
use crate::schema::{STANDARD_APP_NAMES, STANDARD_APPS};

use super::{App, AppKind};

/// Whether Salesforce puts an app with this developer name or label into orgs. Developer names and labels differ in
/// blanks, dots, and letter case.
pub fn is_standard_app(name: &str) -> bool {
    let is_named = |own: &&str| match own.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => *own == name,
    };
    is_standard_label(name) || STANDARD_APP_NAMES.iter().any(is_named)
}

fn is_standard_label(label: &str) -> bool {
    STANDARD_APPS.iter().any(|own| plain(own).eq(plain(label)))
}

fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase())
}

impl App {
    /// Whether the file is from a retrieve so old that it lacks what later ones always contain: approval came with API
    /// 46, `oauthPolicy` with 49. A retrieve contains the consumer key, which people leave out.
    pub fn predates_policies(&self) -> bool {
        let Some(client) = self.oauth.as_ref().filter(|_| self.kind == AppKind::ConnectedApp) else { return false };
        let later = [
            &self.access.is_admin_approved,
            &client.is_consumer_secret_optional,
            &client.is_introspect_all_tokens,
            &client.is_secret_required_for_refresh_token,
            &client.is_client_credential_enabled,
            &client.is_pkce_required,
        ];
        let has_policy = !matches!(self.oauth_policy.element, Field::Absent(_));
        let is_told = |flag: &&Field<bool>| !matches!(flag, Field::Absent(_));
        client.consumer_key.given().is_some() && !has_policy && !later.iter().any(is_told)
    }

    /// Whether the app has the label of one that Salesforce itself puts into orgs.
    pub fn has_standard_label(&self) -> bool {
        self.details.label.value().is_some_and(|label| is_standard_label(label))
    }

    /// Whether Salesforce made the app, or it has the label of one that it makes.
    pub fn is_salesforces_own(&self) -> bool {
        self.is_made_by_salesforce() || self.has_standard_label()
    }

    /// Whether Salesforce, or a package of its own, made the app in the org: by name and by a second mark.
    pub fn is_made_by_salesforce(&self) -> bool {
        let from_salesforce =
            self.details.contact_email.value().is_some_and(|email| email.ends_with("@salesforce.com"));
        let is_package = from_salesforce && self.has_standard_label();
        let mut callbacks = self.oauth.iter().flat_map(|client| client.callbacks.urls.given());
        let is_hub = self.component.name.starts_with("DEVHUB_")
            && callbacks.any(|callback| callback.value.text.contains("/environmenthub/"));
        is_package || is_hub
    }
}
