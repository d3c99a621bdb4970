//! An address names the instance that hosts the org, which changes when the org moves.

use crate::model::{App, Callback, Component, ElementText, SourceFile, element_text};
use crate::parse::{Document, NodeId};
use crate::rules::finding::Finding;
use crate::rules::other_files::{component_of_source, place};
use crate::rules::rule::Context;
use crate::schema::{INSTANCE_PREFIXES, Kind};
use crate::workspace::Place;

const DOMAINS: [&str; 2] = [".salesforce.com", ".force.com"];

/// What may be between an instance that is the first label and the domain. Before any other label it is a My Domain.
const PAGES_OF_INSTANCES: [&str; 3] = ["", "content", "visual"];

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let project = context.project;
    let of_apps = project.apps.iter().flat_map(|app| {
        let findings = addresses(app).into_iter();
        findings.filter_map(|(what, place, text)| {
            Some((app.component.clone(), finding((what, &app.component.name), (place, text))?))
        })
    });
    let credentials = project.sources.iter().filter(|source| source.kind.holds_credentials());
    of_apps.chain(credentials.flat_map(|source| of_credential(source, context))).collect()
}

fn finding((what, name): (&str, &str), (place, text): (Place, &str)) -> Option<Finding> {
    let url = Callback::parse(text).url?;
    let instance = instance(url.host_str()?)?;
    let message = format!(
        "{what} of `{name}` names the instance `{instance}`, which changes when the org moves and which Salesforce stops \
         redirecting: {text}"
    );
    let help = format!("write the My Domain of the org in place of `{instance}`, and change the client, too");
    Some(Finding::new(place, message, help).value(text))
}

/// The addresses of an app, and what they are.
fn addresses(app: &App) -> Vec<(&'static str, Place, &str)> {
    let callbacks = app.oauth.iter().flat_map(|client| client.callbacks.urls.given());
    let callbacks = callbacks.map(|callback| ("a callback", callback.place, callback.value.text.as_str()));
    let mut others =
        vec![("the start page", &app.details.start_url), ("the mobile start page", &app.details.mobile_start_url)];
    others.extend(app.saml.iter().map(|saml| ("the SAML receiver", &saml.acs_url)));
    others.extend(app.canvas.iter().map(|canvas| ("the canvas page", &canvas.canvas_url)));
    let others = others.into_iter().filter_map(|(what, field)| Some((what, field.given()?)));
    callbacks.chain(others.map(|(what, field)| (what, field.place, field.value.as_str()))).collect()
}

/// Elements of a credential with an address, as paths below the root.
fn elements(kind: Kind) -> &'static [&'static [&'static str]] {
    match kind {
        Kind::AuthProvider => &[&["authorizeUrl"], &["tokenUrl"], &["userInfoUrl"], &["logoutUrl"]],
        Kind::NamedCredential => {
            &[&["endpoint"], &["authTokenEndpointUrl"], &["namedCredentialParameters", "parameterValue"]]
        }
        Kind::ExternalCredential => &[&["externalCredentialParameters", "parameterValue"]],
        _ => &[],
    }
}

fn of_credential(source: &SourceFile, context: &Context<'_>) -> Vec<(Component, Finding)> {
    let Some(document) = context.library.document(source.file) else { return Vec::new() };
    let mut found = Vec::new();
    for node in elements(source.kind).iter().flat_map(|path| nodes(document, path)) {
        let text = document.value(node);
        let ElementText::Text(value) = element_text(&text, document.span(node), &source.replaced) else { continue };
        let what = format!("`{}`", document.name(node));
        let place = place(source.file, value.span, context);
        let finding = finding((&what, &source.name), (place, value.text));
        found.extend(finding.map(|finding| (component_of_source(source), finding)));
    }
    found
}

/// The elements at a path below the root.
fn nodes(document: &Document, path: &[&str]) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = document.root().into_iter().collect();
    for name in path {
        nodes = nodes.into_iter().flat_map(|node| document.children_named(node, name)).collect();
    }
    nodes
}

/// The instance in the name of a host of Salesforce's.
fn instance(host: &str) -> Option<&str> {
    let is_within = |domain: &&&str| host.len() > domain.len() && host.ends_with(**domain);
    let domain = DOMAINS.iter().find(is_within)?;
    let (first, rest) = host.strip_suffix(*domain).map(|labels| labels.split_once('.').unwrap_or((labels, "")))?;
    if is_instance(first) && PAGES_OF_INSTANCES.contains(&rest) {
        return Some(first);
    }
    rest.split('.').find(|label| is_instance(label))
}

/// Whether a label is a prefix of instances and a number: `na64`, or `na64-api` as in addresses of the SOAP API.
fn is_instance(label: &str) -> bool {
    let label = label.strip_suffix("-api").unwrap_or(label);
    let number = INSTANCE_PREFIXES.iter().find_map(|prefix| label.strip_prefix(prefix));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instances_are_told_from_my_domains() {
        for (host, expected) in [
            ("na64.salesforce.com", Some("na64")),
            ("cs20.force.com", Some("cs20")),
            ("na1-api.salesforce.com", Some("na1-api")),
            ("acme.cs20.my.salesforce.com", Some("cs20")),
            ("c.na3.content.force.com", Some("na3")),
            ("na88.visual.force.com", Some("na88")),
            ("acme--uat.cs14.force.com", Some("cs14")),
            ("eu1.my.salesforce.com", None),
            ("na1.sandbox.my.salesforce.com", None),
            ("cs20.lightning.force.com", None),
            ("acme.my.salesforce.com", None),
            ("login.salesforce.com", None),
            ("nation.salesforce.com", None),
            ("na.salesforce.com", None),
            ("na64.salesforce.com.evil.example", None),
            ("na64.notsalesforce.com", None),
            ("salesforce.com", None),
        ] {
            assert_eq!(instance(host), expected, "{host}");
        }
    }
}
