//! An element that should contain a certificate contains something else.

use crate::model::{App, Located};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::secrets::{EmbeddedCertificate, Flaw};
use crate::words::count;
use crate::workspace::Place;

use super::{Use, elements, start_tag};

/// Salesforce takes no larger certificate. Source: Salesforce Help, OAuth 2.0 JWT bearer flow.
const MAX_BYTES: usize = 4096;

fn message(app: &str, flaw: Flaw, text: &str) -> String {
    let what = match flaw {
        Flaw::Name => format!("the name `{text}`"),
        Flaw::Path => format!("the path `{text}`"),
        Flaw::PublicKey => "a public key without its certificate".to_owned(),
        Flaw::Request => "a request for a certificate".to_owned(),
        Flaw::Several(count) => format!("{count} certificates"),
        Flaw::TooLarge(bytes) => format!("{}, over the limit of {MAX_BYTES}", count(bytes, "byte")),
        Flaw::NotBase64 => "a text that is not a certificate".to_owned(),
        Flaw::Damaged | Flaw::PrivateKey => "base64 of something that is not a certificate".to_owned(),
    };
    format!("`certificate` of `{app}` contains {what}")
}

fn help(flaw: Flaw, purpose: Use) -> &'static str {
    match (flaw, purpose) {
        (Flaw::Several(_), _) => "keep only the certificate of the client, without its issuers",
        (Flaw::Request, _) => "write the certificate that was created from the request",
        (Flaw::TooLarge(_), _) => "create a certificate with an RSA key of 2048 bits and without long extensions",
        (Flaw::Name, Use::Saml) => {
            "paste the PEM text of the service provider's certificate; names belong in `encryptionCertificate`"
        }
        (_, Use::Saml) => "paste the PEM text of the service provider's certificate, as in a .crt file",
        (_, Use::Client) => "paste the PEM text of the client's public certificate, as in a .crt file",
    }
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let finding = |(purpose, element): (Use, &Located<EmbeddedCertificate>)| {
        // A private key is another rule's matter.
        let flaw = element.value.flaw().filter(|flaw| *flaw != Flaw::PrivateKey)?;
        let text = words(element.place, context);
        let message = message(&app.component.name, flaw, text);
        let is_short = matches!(flaw, Flaw::Name | Flaw::Path);
        let place = if is_short { element.place } else { start_tag(element.place, context) };
        Some(Finding::new(place, message, help(flaw, purpose)).value(text))
    };
    elements(app).filter_map(finding).collect()
}

/// The text as it is in the file.
fn words<'c>(place: Place, context: &Context<'c>) -> &'c str {
    context.library.document(place.file).map_or("", |document| document.slice(place.span))
}
