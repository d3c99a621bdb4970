//! A file that is not the XML, or not the metadata, that its name promises.

use crate::model::{ForeignRoot, Place, SourceFile};
use crate::parse::{Document, METADATA_NAMESPACE, Namespace, NodeId};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(linted: &SourceFile, context: &Context<'_>) -> Vec<Finding> {
    let Some(document) = context.library.document(linted.file) else { return Vec::new() };
    let mut findings: Vec<Finding> = document
        .problems()
        .iter()
        .map(|problem| {
            let place = Place { file: linted.file, node: None, absent: None, span: problem.span };
            Finding::new(place, &problem.message, problem.help).value(document.slice(problem.span))
        })
        .collect();
    findings.extend(document.root().and_then(|root| wrong_root(linted, document, root)));
    findings
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
            let message = format!("`{name}` is in the namespace {uri}, which is not that of Salesforce metadata");
            Some(Finding::new(Place { span, ..tag }, message, help).value(uri))
        }
    }
}
