//! A file contains a session, a refresh token, a login for the command line or a consumer secret.

use crate::model::Component;
use crate::rules::finding::Finding;
use crate::rules::other_files::{component, component_of_source, place};
use crate::rules::rule::Context;
use crate::secrets::{Token, TokenKind, tokens};
use crate::workspace::{FileId, Place};

fn message(token: &Token) -> String {
    let what = match token.kind {
        TokenKind::AuthUrl => "an SFDX auth URL, which is a login",
        TokenKind::Session => "an access token of an org",
        TokenKind::RefreshToken => "a refresh token of an org",
        TokenKind::ConsumerSecret => "a consumer secret next to its consumer key",
    };
    format!("the file contains {what}: {}", token.secret.redacted())
}

fn help(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::AuthUrl | TokenKind::RefreshToken => {
            "revoke it in Setup, on Connected Apps OAuth Usage or, for an External Client App, on External Client Apps \
             OAuth Usage; log in again, and keep the new token in the secrets of the pipeline: deleting the line \
             leaves the token valid and in the history"
        }
        TokenKind::Session => "end the session in Setup, Session Management, and read tokens from the environment",
        TokenKind::ConsumerSecret => {
            "rotate the secret in the org, and keep the new one in the secrets of the pipeline: deleting the line \
             leaves the secret valid and in the history"
        }
    }
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let mut found = Vec::new();
    for file in &context.project.others {
        found.extend(of_file(file.file, context).into_iter().map(|finding| (component(file), finding)));
    }
    for source in &context.project.sources {
        found.extend(of_file(source.file, context).into_iter().map(|finding| (component_of_source(source), finding)));
    }
    found
}

fn of_file(file: FileId, context: &Context<'_>) -> Vec<Finding> {
    let found = tokens(context.library.text(file).unwrap_or_default());
    let located = found.iter().map(|token| (token, place(file, token.span, context)));
    let own = located.filter(|(token, place)| !is_reported_elsewhere(token, *place, context));
    own.map(|(token, place)| Finding::new(place, message(token), help(token.kind))).collect()
}

/// `consumer-secret-in-source` and `adjacent-secret-in-source` report the element of a secret.
fn is_reported_elsewhere(token: &Token, place: Place, context: &Context<'_>) -> bool {
    let document = context.library.document(place.file);
    let element = document.zip(place.node).map(|(document, node)| document.name(node));
    token.kind == TokenKind::ConsumerSecret && element == Some("consumerSecret")
}
