//! The repository contains a private key: with JWT bearer, the key and a username are enough for a login.

use crate::model::{App, Component, Located, OtherFile};
use crate::parse::Span;
use crate::rules::finding::Finding;
use crate::rules::other_files::{component, component_of_source, place};
use crate::rules::rule::Context;
use crate::schema::{Confidence, Profile, Severity};
use crate::secrets::{Block, Flaw, Identity, PrivateKey, Protection, private_keys};
use crate::workspace::{FileId, Place};

const HELP: &str = "create a new key, replace the old one where it is registered (the certificate of an app, or the \
                    account of a cloud service), and store the new one where only the client can read it: deleting \
                    the file leaves the key valid and in the history";

const HELP_IF_ENCRYPTED: &str = "make sure that the passphrase is not in the repository or its pipelines, or keep the \
                                 key \
                                 elsewhere: anyone with the file can try passphrases without a limit";

fn message(key: &PrivateKey, app: Option<&str>) -> String {
    let of_app = app.map_or_else(String::new, |name| format!(", which belongs to the certificate of `{name}`"));
    match key.protection {
        Protection::None => format!("the file contains {}{of_app}", key.words),
        Protection::Keystore => format!("the file is {}", key.words),
        Protection::Passphrase => format!("the file contains {} that is encrypted with a passphrase", key.words),
        Protection::File => format!("the file is, by its name, {}", key.words),
    }
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let mut found = Vec::new();
    for file in &context.project.others {
        found.extend(of_file(file, context).into_iter().map(|finding| (component(file), finding)));
    }
    for source in &context.project.sources {
        let text = context.library.text(source.file).unwrap_or_default();
        let blocks = private_keys(text).into_iter().map(|block| of_block(&block, source.file, context));
        found.extend(blocks.map(|finding| (component_of_source(source), finding)));
    }
    for app in &context.project.apps {
        found.extend(instead_of_certificates(app, context).into_iter().map(|finding| (app.component.clone(), finding)));
    }
    found
}

fn of_file(file: &OtherFile, context: &Context<'_>) -> Vec<Finding> {
    let of_text = context.library.text(file.file).map(private_keys).unwrap_or_default();
    let blocks = of_text.iter().map(|block| of_block(block, file.file, context));
    let of_whole = file.key.iter().map(|key| finding(key, file.place(Span::new(0, 0)), context));
    blocks.chain(of_whole).collect()
}

fn of_block(block: &Block, file: FileId, context: &Context<'_>) -> Finding {
    let finding = finding(&block.key, place(file, block.mark, context), context);
    if block.is_certain { finding } else { finding.confidence(Confidence::Medium) }
}

fn finding(key: &PrivateKey, place: Place, context: &Context<'_>) -> Finding {
    let owner = key.public.as_ref().and_then(|public| owner(public, context));
    let finding = Finding::new(place, message(key, owner.as_ref().map(|(name, _)| *name)), HELP);
    // The public half tells two keys apart without depending on the secret.
    let finding = finding.value(key.public.as_ref().map(Identity::digits).unwrap_or_default());
    match (key.protection, owner) {
        (Protection::None, Some((_, certificate))) => finding.related(certificate, "the certificate of this key"),
        (Protection::None | Protection::Keystore, _) => finding,
        (Protection::Passphrase, _) => {
            Finding { help: HELP_IF_ENCRYPTED.to_owned(), ..finding.severity(Severity::Info) }
        }
        (Protection::File, _) => {
            Finding { help: HELP_IF_ENCRYPTED.to_owned(), ..finding.severity(Severity::Info) }.profile(Profile::Audit)
        }
    }
}

/// The app whose certificate has the same public key.
fn owner<'c>(public: &Identity, context: &Context<'c>) -> Option<(&'c str, Place)> {
    context.project.apps.iter().find_map(|app| {
        let certificate = app.oauth.as_ref()?.certificate.given()?;
        let is_same = certificate.value.certificate()?.key.identity.as_ref() == Some(public);
        is_same.then_some((app.component.name.as_str(), certificate.place))
    })
}

/// A private key in base64 alone, where the certificate should stand. One in PEM is found in the text.
fn instead_of_certificates(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let client = app.oauth.as_ref().and_then(|client| client.certificate.given());
    let saml = app.saml.as_ref().and_then(|saml| saml.certificate.given());
    let is_bare = |place: Place| {
        let document = context.library.document(place.file);
        document.is_some_and(|document| private_keys(document.slice(place.span)).is_empty())
    };
    let wrong = [client, saml].into_iter().flatten();
    let wrong = wrong.filter(|it| it.value.flaw() == Some(Flaw::PrivateKey) && is_bare(it.place));
    let finding = |Located { place, .. }: &Located<_>| {
        let message = format!("`certificate` of `{}` contains a private key", app.component.name);
        Finding::new(*place, message, HELP)
    };
    wrong.map(finding).collect()
}
