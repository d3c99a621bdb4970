//! What the files of a project say of the org itself.
//!
//! A new metadata type of the org is read here and nowhere else: its field, and the line that fills the field.

use crate::model::cursor::Cursor;
use crate::schema::Kind;

use super::certificate_file::CertificateFile;
use super::custom_scope::CustomScope;
use super::settings::Settings;
use super::token_exchange::TokenExchangeHandler;

/// What the files of a project say of the org itself.
#[derive(Debug, Default)]
pub struct OrgFiles {
    /// Settings of the org.
    pub settings: Settings,
    /// Scopes that the org makes itself.
    pub custom_scopes: Vec<CustomScope>,
    /// Handlers that map users in the token exchange flow.
    pub token_exchange_handlers: Vec<TokenExchangeHandler>,
    /// Certificates of the org.
    pub certificates: Vec<CertificateFile>,
}

impl OrgFiles {
    /// Adds a file of a kind and a name. Files of other types say nothing about the org.
    pub(crate) fn add(&mut self, (kind, name): (Kind, &str), root: Cursor<'_, '_>) {
        match kind {
            Kind::Settings(which) => self.settings.add(which, root),
            Kind::OauthCustomScope => self.custom_scopes.push(CustomScope::read(root)),
            Kind::OauthTokenExchangeHandler => {
                self.token_exchange_handlers.push(TokenExchangeHandler::read(root, name));
            }
            Kind::Certificate => self.certificates.push(CertificateFile::read(root, name)),
            _ => {}
        }
    }
}
