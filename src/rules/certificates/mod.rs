//! Certificates by which apps know their clients, and certificates of the org.

pub(super) mod certificate_expiry;
pub(super) mod certificate_unparsable;
pub(super) mod certificate_weak_crypto;
mod named_certificates;

use crate::model::{App, CertificateFile, Component, Located};
use crate::secrets::{Certificate, EmbeddedCertificate};
use crate::workspace::Place;

use super::rule::Context;

/// What a certificate of an app is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It proves who signed a token request.
    Client,
    /// It proves who signed a SAML request.
    Saml,
}

/// The elements of an app that should contain a certificate. Only Salesforce can change its own apps.
fn elements(app: &App) -> impl Iterator<Item = (Use, &Located<EmbeddedCertificate>)> {
    let app = Some(app).filter(|app| !app.has_standard_label());
    let client = app.and_then(|app| app.oauth.as_ref()?.certificate.given());
    let saml = app.and_then(|app| app.saml.as_ref()?.certificate.given());
    client.map(|it| (Use::Client, it)).into_iter().chain(saml.map(|it| (Use::Saml, it)))
}

/// The certificates of an app, each shown by its start tag, because a person can read nothing in the text itself.
fn certificates<'m>(app: &'m App, context: &Context<'m>) -> impl Iterator<Item = (Use, &'m Certificate, Place)> {
    elements(app).filter_map(|(purpose, element)| {
        Some((purpose, element.value.certificate()?, start_tag(element.place, context)))
    })
}

fn start_tag(place: Place, context: &Context<'_>) -> Place {
    let document = context.library.document(place.file);
    let span = document.zip(place.node).map_or(place.span, |(document, node)| document.start_tag(node));
    Place { span, ..place }
}

/// What a finding about a certificate of the org is about.
fn component(file: &CertificateFile) -> Component {
    Component { kind: "Certificate", name: file.name.clone() }
}

/// Certificates that Salesforce itself creates and renews.
const OF_SALESFORCE: [&str; 1] = ["CPQIntegrationUserCert"];

fn is_of_salesforce(file: &CertificateFile) -> bool {
    OF_SALESFORCE.contains(&file.name.as_str())
}
