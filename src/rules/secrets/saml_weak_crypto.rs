//! SAML assertions of the app are signed or encrypted in a way that is broken.

use crate::model::{App, Saml};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

fn sha1(app: &App, saml: &Saml) -> Option<Finding> {
    let algorithm = saml.signing_algorithm.given().filter(|algorithm| algorithm.value.eq_ignore_ascii_case("SHA1"))?;
    let message = format!("SAML assertions of `{}` are signed with SHA-1", app.component.name);
    let help = "set `SHA256` together with the service provider, which must accept it";
    let fix = Fix::risky("write `SHA256`", [Change::Write(algorithm.place, "SHA256".to_owned())]);
    Some(Finding::new(algorithm.place, message, help).value("SHA1").fix(fix))
}

/// Salesforce writes a cipher even if there is no certificate, and then encrypts nothing.
fn triple_des(app: &App, saml: &Saml) -> Option<Finding> {
    let cipher = saml.encryption_type.given().filter(|cipher| cipher.value.eq_ignore_ascii_case("Triple_Des"))?;
    let message = format!("SAML assertions of `{}` are encrypted with Triple DES", app.component.name);
    let help = "set `AES_256` together with the service provider, which must accept it";
    let fix = Fix::risky("write `AES_256`", [Change::Write(cipher.place, "AES_256".to_owned())]);
    let finding = Finding::new(cipher.place, message, help).value("Triple_Des").fix(fix);
    let is_used = !saml.encryption_certificate.is_blank();
    Some(if is_used { finding } else { finding.severity(Severity::Info).profile(Profile::Audit) })
}

/// Retrieved files name a cipher without a certificate; that means nothing.
fn certificate_alone(app: &App, saml: &Saml, context: &Context<'_>) -> Option<Finding> {
    let certificate = saml.encryption_certificate.given().filter(|_| saml.encryption_type.is_blank())?;
    let message = format!(
        "`{}` names the certificate `{}` to encrypt SAML assertions, but no cipher",
        app.component.name, certificate.value
    );
    let cipher = context.new_value(&saml.encryption_type, "AES_256");
    let finding = Finding::new(certificate.place, message, format!("set `{cipher}`"));
    Some(finding.severity(Severity::Info).profile(Profile::Audit))
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let of = |saml: &Saml| [sha1(app, saml), triple_des(app, saml), certificate_alone(app, saml, context)];
    app.saml.as_deref().into_iter().flat_map(of).flatten().collect()
}
