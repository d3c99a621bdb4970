//! A file is not valid XML, or not the metadata that its name promises.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{ForeignRoot, SourceFile};
use crate::parse::{Document, METADATA_NAMESPACE, Namespace, NodeId};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::workspace::Place;

/// An attribute in the quotes that word processors write.
static TYPOGRAPHIC: LazyLock<Regex> = LazyLock::new(|| {
    const QUOTES: &str = "\u{2018}-\u{201F}\u{2032}\u{2033}";
    Regex::new(&format!("=(\\s*)[{QUOTES}]([^{QUOTES}\"'<>]*)[{QUOTES}]")).expect("the expression is well-formed")
});

pub(in crate::rules) fn check(linted: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let Some(document) = context.library.document(linted.file) else { return Vec::new() };
    let mut findings: Vec<Finding> = document
        .problems()
        .iter()
        .map(|problem| {
            let place = Place { file: linted.file, node: None, absent: None, span: problem.span };
            // Without a value: it is unknown what a broken file has at this place, and it may be a secret.
            let finding = Finding::new(place, &problem.message, problem.help);
            finding.fix(straight_quotes(document, place))
        })
        .collect();
    findings.extend(document.root().and_then(|root| wrong_root(linted, document, root)));
    findings
}

/// Straight quotes in the XML declaration or in the start tag of the root.
fn straight_quotes(document: &Document, place: Place) -> Option<Fix> {
    let written = document.slice(place.span);
    let is_root = document.root().is_some_and(|root| document.start_tag(root) == place.span);
    if !is_root && !written.starts_with("<?xml") {
        return None;
    }
    let straight = TYPOGRAPHIC.replace_all(written, "=$1\"$2\"");
    let change = Change::Retype(place, straight.to_string());
    (straight != written).then(|| Fix::safe("write straight quotes", [change]))
}

/// The root is another element, or of another vocabulary.
fn wrong_root(linted: &SourceFile, document: &Document, root: NodeId) -> Option<Finding> {
    let name = document.name(root);
    let tag = Place { file: linted.file, node: Some(root), absent: None, span: document.start_tag(root) };
    if let Some(foreign) = ForeignRoot::of(document, linted.kind) {
        return Some(Finding::new(tag, foreign.message, foreign.help).value(name));
    }
    let help = format!("declare xmlns=\"{METADATA_NAMESPACE}\" on the root element");
    match document.namespace(root) {
        Namespace::Metadata => None,
        Namespace::None => Some(Finding::new(tag, format!("`{name}` has no namespace"), help)),
        Namespace::Undeclared => Some(Finding::new(tag, format!("the prefix of `{name}` is not declared"), help)),
        Namespace::Other(span) => {
            let uri = document.slice(span);
            let message = format!("`{name}` is in the namespace {uri} instead of the one for Salesforce metadata");
            Some(Finding::new(Place { span, ..tag }, message, help).value(uri))
        }
    }
}
