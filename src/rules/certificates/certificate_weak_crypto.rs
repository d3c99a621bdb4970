//! A certificate has a weak key or signature, or a kind of key that the flow does not support.

use crate::model::{App, CertificateFile, Component, DeclaredFlow};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};
use crate::secrets::{Algorithm, Certificate, Digest, MIN_RSA_BITS};
use crate::words::count;
use crate::workspace::Place;

use super::{Use, certificates, component, is_of_salesforce};

/// Bits that an elliptic curve has at least: the strength of 2048 bits of RSA. Source: NIST SP 800-57, part 1, table 2.
const MIN_EC: usize = 224;

/// The usual exponent of RSA keys. Smaller ones have led to forged signatures.
const USUAL_EXPONENT: u64 = 65537;

const NEW_KEY: &str = "create a new key pair with an RSA key of 2048 bits or more and a certificate signed with \
                       SHA-256";

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let mut found = Vec::new();
    for app in &context.project.apps {
        for certificate in certificates(app, context) {
            found.extend(of_app(app, certificate).into_iter().map(|finding| (app.component.clone(), finding)));
        }
    }
    for file in context.project.org.certificates.iter().filter(|file| !is_of_salesforce(file)) {
        found.extend(of_org(file).into_iter().map(|finding| (component(file), finding)));
    }
    found
}

fn of_app(app: &App, (purpose, certificate, place): (Use, &Certificate, Place)) -> Vec<Finding> {
    let whose = format!("the certificate of `{}`", app.component.name);
    let signs_tokens = purpose == Use::Client && app.intent.has(DeclaredFlow::JwtBearer) != Some(false);
    let algorithm = certificate.key.algorithm;
    let foreign = || foreign_key((&whose, place), algorithm).filter(|_| signs_tokens);
    let key = weak_key((&whose, place), algorithm).or_else(foreign);
    key.into_iter().chain(signature((&whose, place), certificate.digest)).collect()
}

/// What is worst about a key.
fn weak_key((whose, place): (&str, Place), algorithm: Algorithm) -> Option<Finding> {
    let words = algorithm.words();
    let (severity, message) = match algorithm {
        Algorithm::Rsa { bits, .. } if bits < MIN_RSA_BITS => {
            (Severity::Error, format!("{whose} has {words}; less than {MIN_RSA_BITS} can be broken"))
        }
        Algorithm::Dsa { .. } => (Severity::Error, format!("{whose} has {words}, which no system accepts anymore")),
        Algorithm::Ec { bits } if (1..MIN_EC).contains(&bits) => {
            (Severity::Error, format!("{whose} has {words}; less than {MIN_EC} can be broken"))
        }
        Algorithm::Rsa { exponent: Some(exponent), .. } if exponent < USUAL_EXPONENT => {
            let message = format!("the RSA key in {whose} has the public exponent {exponent}");
            (Severity::Warning, format!("{message}, which is smaller than {USUAL_EXPONENT}"))
        }
        _ => return None,
    };
    Some(Finding::new(place, message, NEW_KEY).value(words).severity(severity))
}

/// A key with which the flow cannot sign.
fn foreign_key((whose, place): (&str, Place), algorithm: Algorithm) -> Option<Finding> {
    if matches!(algorithm, Algorithm::Rsa { .. }) {
        return None;
    }
    let words = algorithm.words();
    let message = format!("{whose} has {words}, but JWT bearer accepts only signatures of RSA keys (RS256)");
    Some(Finding::new(place, message, NEW_KEY).value(words).severity(Severity::Warning))
}

/// SHA-1 is only a warning: the org compares the certificate as a whole, so a forged one would not be accepted.
fn signature((whose, place): (&str, Place), digest: Digest) -> Option<Finding> {
    let name = digest.weak_name()?;
    let severity = if digest == Digest::Sha1 { Severity::Warning } else { Severity::Error };
    let message = format!("{whose} is signed with {name}");
    let help = "sign the certificate again with SHA-256; keep the key pair if it is strong";
    Some(Finding::new(place, message, help).value(name).severity(severity))
}

fn of_org(file: &CertificateFile) -> Vec<Finding> {
    let name = &file.name;
    // Smaller numbers are key sizes of elliptic curves.
    let short = file.key_size.given().filter(|size| (512..2048).contains(&size.value)).map(|size| {
        let message = format!("the key of the certificate `{name}` of the org has {}", count(size.value, "bit"));
        Finding::new(size.place, message, "create a new certificate with a key of 2048 or 4096 bits in the org")
    });
    let exportable = file.private_key_exportable.given().filter(|exportable| exportable.value).map(|exportable| {
        let message = format!("the private key of the certificate `{name}` can be exported from the org");
        let help = "unless it is used elsewhere, create a certificate without \"Exportable Private Key\" and use that";
        Finding::new(exportable.place, message, help).severity(Severity::Info).profile(Profile::Audit)
    });
    short.into_iter().chain(exportable).collect()
}
