//! The OAuth policy of an External Client App as the org states it, for apps whose policy file is not in the project.
//!
//! The policy file is the administrator's, and many repositories do not have it, so without facts most rules about
//! access would be silent for these apps.

use crate::model::app::App;
use crate::model::values::{IpRelaxation, RefreshTokenPolicy, Span};
use crate::schema::EcaPart;
use crate::workspace::FileId;

use super::filling::Filling;
use super::rows::{BrokenCell, Row};

/// The OAuth policy of an External Client App. What the export does not say is nothing.
#[derive(Debug, Clone)]
pub struct EcaPolicy {
    /// `ExternalClientApplication.DeveloperName`
    pub(super) app: String,
    is_admin_approved: Option<bool>,
    ip_relaxation: Option<IpRelaxation>,
    refresh_token_policy: Option<RefreshTokenPolicy>,
    /// `IsClientCredentialsFlowEnabled`: the administrator's half of the switch.
    pub is_client_credential_allowed: Option<bool>,
    /// `ClientCredentialsFlowUser`
    pub client_credential_user: RunAsUser,
    file: FileId,
}

/// The user that client credentials tokens act as.
#[derive(Debug, Clone)]
pub enum RunAsUser {
    /// The export has no such column.
    NotAsked,
    /// The policy names none.
    Nobody,
    /// The user with this username.
    Named(String),
}

impl EcaPolicy {
    /// Reads a record; nothing if it does not name its app.
    pub(super) fn read(row: &Row, file: FileId) -> Result<Option<Self>, BrokenCell> {
        let Some(app) = row.text("ExternalClientApplication.DeveloperName")? else { return Ok(None) };
        let user = match row.text("ClientCredentialsFlowUser")? {
            Some(user) => RunAsUser::Named(user.to_owned()),
            None if row.has("ClientCredentialsFlowUser") => RunAsUser::Nobody,
            None => RunAsUser::NotAsked,
        };
        Ok(Some(Self {
            app: app.to_owned(),
            is_admin_approved: row.text("PermittedUsersPolicyType")?.and_then(is_admin_approved),
            ip_relaxation: row.text("IpRelaxationPolicyType")?.and_then(IpRelaxation::parse),
            refresh_token_policy: refresh_token_policy(row)?,
            is_client_credential_allowed: row.boolean("IsClientCredentialsFlowEnabled")?,
            client_credential_user: user,
            file,
        }))
    }

    /// Fills in the settings of the policy file that is not in the project.
    pub(in crate::model) fn complete(&self, app: &mut App) {
        let mut fill = Filling::new(app.place, EcaPart::OauthPolicy, self.file);
        fill.value(&mut app.access.is_admin_approved, "permittedUsersPolicyType", self.is_admin_approved);
        fill.value(&mut app.oauth_policy.ip_relaxation, "ipRelaxationPolicyType", self.ip_relaxation);
        fill.value(&mut app.oauth_policy.refresh_token_policy, "refreshTokenPolicyType", self.refresh_token_policy);
        if let Some(client) = &mut app.oauth {
            if let Some(allowed) = &mut client.is_client_credential_allowed {
                fill.value(allowed, "isClientCredentialsFlowEnabled", self.is_client_credential_allowed);
            }
            let user = match &self.client_credential_user {
                RunAsUser::Named(user) => Some(user.clone()),
                RunAsUser::Nobody | RunAsUser::NotAsked => None,
            };
            if !matches!(self.client_credential_user, RunAsUser::NotAsked) {
                fill.field(&mut client.oauth_client_credential_user, "clientCredentialsFlowUser", user);
            }
        }
        if let Some(external) = &mut app.external {
            external.by_facts.extend(fill.filled);
        }
    }
}

fn is_admin_approved(text: &str) -> Option<bool> {
    let is = |value: &str| text.eq_ignore_ascii_case(value);
    if is("AdminApprovedPreAuthorized") { Some(true) } else { is("AllSelfAuthorized").then_some(false) }
}

fn refresh_token_policy(row: &Row) -> Result<Option<RefreshTokenPolicy>, BrokenCell> {
    let Some(kind) = row.text("RefreshTokenPolicyType")? else { return Ok(None) };
    let (period, unit) = (row.word("RefreshTokenValidityPeriod"), row.text("RefreshTokenValidityUnit")?);
    let span = || Span::parse(&period?, &unit?.to_ascii_lowercase());
    Ok(match kind.to_ascii_lowercase().as_str() {
        "zero" => Some(RefreshTokenPolicy::Zero),
        "infinite" => Some(RefreshTokenPolicy::Infinite),
        "specificlifetime" => span().map(RefreshTokenPolicy::Lifetime),
        "specificinactivity" => span().map(RefreshTokenPolicy::Inactivity),
        _ => None,
    })
}
