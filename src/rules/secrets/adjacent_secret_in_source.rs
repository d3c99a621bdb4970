//! A secret in files beside the apps: auth providers, named and external credentials, push services, custom metadata
//! records, and custom labels.
//!
//! Elements that exist for a secret need only a value that is not a reference or a mask. Elements for any text need
//! more: a scheme such as `Bearer` before it, a header for keys, or a field whose name says that it is secret.
//! Encrypted values are a warning, because only the org or the machine that wrote them can read them.

use crate::model::{Component, ElementText, OtherFile, SourceFile, element_text};
use crate::parse::{Document, NodeId, Span};
use crate::rules::finding::Finding;
use crate::rules::other_files::{component, component_of_source, place};
use crate::rules::rule::Context;
use crate::schema::{EcaPart, Kind, Severity};
use crate::secrets::{NamedSecret, is_private_key, named_secrets, tokens};

/// Shorter texts are not secrets but numbers or codes.
const MIN_LENGTH: usize = 4;

/// Shorter words in a header are not tokens.
const MIN_TOKEN: usize = 12;

/// Headers whose value is a key by itself, in lower case.
const KEY_HEADERS: [&str; 8] = [
    "api-key",
    "x-api-key",
    "apikey",
    "x-apikey",
    "api_key",
    "x-auth-token",
    "x-functions-key",
    "ocp-apim-subscription-key",
];

/// Elements that contain a secret, as paths below the root.
fn elements(kind: Kind) -> &'static [&'static [&'static str]] {
    match kind {
        Kind::AuthProvider => &[&["consumerSecret"], &["ecKey"]],
        Kind::NamedCredential => &[
            &["password"],
            &["oauthToken"],
            &["oauthRefreshToken"],
            &["awsAccessSecret"],
            &["namedCredentialParameters", "parameterValue"],
        ],
        Kind::ExternalCredential => &[&["externalCredentialParameters", "parameterValue"]],
        Kind::Eca(EcaPart::Push) => &[
            &["androidPushConfig", "serviceAccount"],
            &["applePushConfig", "password"],
            &["applePushConfig", "signingKey"],
        ],
        _ => &[],
    }
}

const HELP_IF_ENCRYPTED: &str =
    "write a placeholder here, and let the pipeline or Setup fill it in: another org cannot read this value";

const HELP_FOR_RECORDS: &str = "replace the secret at its service, and keep the new one in a principal of an external \
                               credential: everyone who can read the repository or Setup can read this value";

fn finding(file: &SourceFile, (name, span): (&str, Span), context: &Context<'_>) -> Finding {
    let message = format!("`{name}` of the {} `{}` contains a secret", file.kind.type_name(), file.name);
    Finding::new(place(file.file, span, context), message, help(file.kind))
}

fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::AuthProvider => {
            "rotate the secret at the provider, write a placeholder here, and let the pipeline or Setup fill it in"
        }
        Kind::Eca(_) => "create a new key at the push service, and keep this file out of the repository",
        _ => {
            "replace the secret at its service, and keep the new one in a principal of an external credential, which \
             is filled in in Setup"
        }
    }
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let mut found = Vec::new();
    for source in &context.project.sources {
        found.extend(of_credential(source, context).into_iter().map(|it| (component_of_source(source), it)));
    }
    for file in &context.project.others {
        found.extend(of_record(file, context).into_iter().map(|it| (component(file), it)));
    }
    found
}

/// Values of a custom metadata record or of custom labels. `salesforce-token-in-source` reports Salesforce's own.
fn of_record(file: &OtherFile, context: &Context<'_>) -> Vec<Finding> {
    let text = context.library.text(file.file).unwrap_or_default();
    let secrets = named_secrets(text);
    let reported: Vec<Span> =
        if secrets.is_empty() { Vec::new() } else { tokens(text).into_iter().map(|token| token.span).collect() };
    let is_new = |secret: &&NamedSecret| !reported.iter().any(|span| secret.span.contains(*span));
    let finding = |secret: &NamedSecret| {
        let message = format!("the value of `{}` in `{}` looks like a secret", secret.name, file.name);
        let place = place(file.file, secret.span, context);
        let finding = Finding::new(place, message, HELP_FOR_RECORDS).value(&secret.name);
        let value = text.get(secret.span.start as usize..secret.span.end as usize).unwrap_or_default();
        if is_encrypted_by_cli(value) { encrypted(finding, "the Salesforce CLI") } else { finding }
    };
    secrets.iter().filter(is_new).map(finding).collect()
}

fn of_credential(file: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let Some(document) = context.library.document(file.file) else { return Vec::new() };
    let mut found = Vec::new();
    for path in elements(file.kind) {
        for node in nodes(document, path) {
            let text = document.value(node);
            let ElementText::Text(value) = element_text(&text, document.span(node), &file.replaced) else { continue };
            let name = document.name(node);
            let is_secret = match name {
                "parameterValue" => has_token(value.text) || is_literal_key(document, node, value.text),
                _ => is_secret(value.text),
            };
            if is_secret {
                let finding = finding(file, (name, value.span), context);
                let is_legacy = file.kind == Kind::AuthProvider && is_encrypted(value.text);
                found.push(if is_legacy { encrypted(finding, "the org") } else { finding });
            }
        }
    }
    found
}

/// Until 2022 orgs returned the secrets of auth providers encrypted, so that only the org itself could read them.
fn encrypted(finding: Finding, by: &str) -> Finding {
    let message = format!("{}, which looks encrypted by {by}", finding.message);
    Finding { message, help: HELP_IF_ENCRYPTED.to_owned(), ..finding }.severity(Severity::Warning)
}

fn nodes(document: &Document, path: &[&str]) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = document.root().into_iter().collect();
    for name in path {
        nodes = nodes.into_iter().flat_map(|node| document.children_named(node, name)).collect();
    }
    nodes
}

/// Whether a text is a secret and not a reference to one. `private-key-in-source` reports private keys.
fn is_secret(text: &str) -> bool {
    let is_mask = text.bytes().all(|byte| byte == b'*');
    text.len() >= MIN_LENGTH && !is_mask && !is_reference(text) && !is_private_key(text)
}

/// `{!$Credential.Erp.Token}`
fn is_reference(text: &str) -> bool {
    text.contains("{!") || text.contains("$Credential")
}

/// `Bearer` or `Basic` with a token behind it.
fn has_token(text: &str) -> bool {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let is_scheme = |word: &str| word.eq_ignore_ascii_case("Bearer") || word.eq_ignore_ascii_case("Basic");
    let is_token = |word: &str| word.len() >= MIN_TOKEN && !word.contains(['{', '$', '<']);
    !is_reference(text)
        && words.windows(2).any(|pair| matches!(pair, [scheme, token] if is_scheme(scheme) && is_token(token)))
}

/// A key written as the value of a header such as `api-key`.
fn is_literal_key(document: &Document, node: NodeId, text: &str) -> bool {
    let siblings =
        document.parent(node).into_iter().flat_map(|parent| document.children_named(parent, "parameterName"));
    let is_key = |name: String| KEY_HEADERS.contains(&name.trim().to_ascii_lowercase().as_str());
    let is_one_word = text.len() >= MIN_TOKEN && !text.contains(char::is_whitespace) && !text.contains(['{', '$', '<']);
    is_one_word && text.contains(|letter: char| letter.is_ascii_digit()) && {
        siblings
            .map(|name| document.value(name).trimmed().map_or_else(String::new, |it| it.text.to_owned()))
            .any(is_key)
    }
}

/// Base64 of whole blocks of 8 bytes, with signs that no generated secret has.
fn is_encrypted(text: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let padding = text.len() - text.trim_end_matches('=').len();
    let length = (text.len() / 4 * 3).saturating_sub(padding);
    let has_blocks = length >= 16 && length.is_multiple_of(8) && text.len().is_multiple_of(4);
    has_blocks && text.bytes().all(is_base64) && text.contains(['+', '/', '='])
}

/// How the Salesforce CLI keeps secrets: hexadecimal digits, and behind a colon the 32 of the tag. The key is in the
/// keychain of one machine.
fn is_encrypted_by_cli(text: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    text.split_once(':')
        .is_some_and(|(secret, tag)| tag.len() == 32 && secret.len() >= 48 && is_hex(secret) && is_hex(tag))
}
