//! An app or handler refers to an Apex class, a custom scope, or a certificate that the project does not have.

use crate::model::{App, AppKind, Catalog, Component, Field, List, Located, Project, is_among};
use crate::rules::finding::Finding;
use crate::rules::names::{is_namespaced, nearest};
use crate::rules::rule::Context;
use crate::schema::{Confidence, Kind, Profile, Severity};
use crate::workspace::Place;

fn dangling(component: &Component, name: &Located<String>, (what, near): (&str, Option<&str>)) -> Finding {
    let message = format!("`{}` names the {what} `{}`, which is not in the project", component.name, name.value);
    let help = match near {
        Some(near) => format!("Did you mean `{near}`? Otherwise, add the {what} to the project"),
        None => format!("Add the {what} to the project, or delete the reference"),
    };
    Finding::new(name.place, message, help).value(&name.value)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let project = context.project;
    if !project.is_whole {
        return Vec::new();
    }
    let catalog = &project.catalog;
    let mut found = Vec::new();
    for app in &project.apps {
        let mut findings: Vec<Finding> =
            classes(app).into_iter().filter_map(|class| of_class(&app.component, class, catalog)).collect();
        findings.extend(of_scopes(app, catalog));
        findings.extend(of_certificate(app, catalog));
        findings.extend(without_handler(app, project));
        found.extend(findings.into_iter().map(|finding| (app.component.clone(), finding)));
    }
    for handler in &project.org.token_exchange_handlers {
        let finding = of_class(&handler.component, &handler.token_handler_apex, catalog);
        found.extend(finding.map(|finding| (handler.component.clone(), finding)));
    }
    found.retain(|(_, finding)| !is_among(&project.declared.managed.components, &finding.value));
    found
}

fn classes(app: &App) -> Vec<&Field<String>> {
    let canvas = app.canvas.iter().map(|canvas| &canvas.lifecycle_class);
    canvas.chain([&app.plugin.class]).collect()
}

fn of_class(component: &Component, class: &Field<String>, catalog: &Catalog) -> Option<Finding> {
    let class = class.given().filter(|class| !is_namespaced(&class.value))?;
    let is_missed = catalog.has(Kind::ApexClass) && !catalog.contains(Kind::ApexClass, &class.value);
    let near = nearest(&class.value, catalog.names(Kind::ApexClass));
    is_missed.then(|| dangling(component, class, ("Apex class", near)))
}

fn of_scopes(app: &App, catalog: &Catalog) -> Vec<Finding> {
    if !catalog.has(Kind::OauthCustomScope) {
        return Vec::new();
    }
    let scopes = app.oauth.iter().filter_map(|client| client.custom_scopes.as_ref()).flat_map(List::given);
    let missed =
        scopes.filter(|scope| !is_namespaced(&scope.value) && !catalog.contains(Kind::OauthCustomScope, &scope.value));
    let near = |scope: &Located<String>| nearest(&scope.value, catalog.names(Kind::OauthCustomScope));
    missed.map(|scope| dangling(&app.component, scope, ("custom scope", near(scope)))).collect()
}

/// Certificates are often made by hand in each org.
fn of_certificate(app: &App, catalog: &Catalog) -> Option<Finding> {
    let saml = app.saml.as_ref().filter(|_| app.kind == AppKind::ConnectedApp)?;
    let certificate = saml.encryption_certificate.given()?;
    let is_name = certificate.value.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    if !is_name || !catalog.has(Kind::Certificate) || catalog.contains(Kind::Certificate, &certificate.value) {
        return None;
    }
    let near = nearest(&certificate.value, catalog.names(Kind::Certificate));
    let finding = dangling(&app.component, certificate, ("certificate", near));
    Some(finding.severity(Severity::Info).confidence(Confidence::Low).profile(Profile::Audit))
}

/// Token exchange is on, and nothing takes the foreign tokens.
fn without_handler(app: &App, project: &Project) -> Vec<Finding> {
    let name = &app.component.name;
    let serves =
        |named: &Field<String>| named.is_unknown() || named.value().is_some_and(|app| app.eq_ignore_ascii_case(name));
    let mut enablements = project.org.token_exchange_handlers.iter().flat_map(|handler| &handler.enablements);
    if enablements.any(|it| {
        if app.kind == AppKind::ConnectedApp { serves(&it.connected_app) } else { serves(&it.external_client_app) }
    }) {
        return Vec::new();
    }
    let developer = app.oauth.iter().map(|client| &client.is_token_exchange_enabled);
    let switches = developer.chain([&app.oauth_policy.is_token_exchange_flow_enabled]);
    let on = switches.filter_map(Field::given).filter(|switch| switch.value);
    on.map(|switch| no_handler(name, switch.place)).collect()
}

fn no_handler(name: &str, place: Place) -> Finding {
    let message = format!("`{name}` opens the token exchange flow, but no handler in the project names the app");
    let help = format!("Name `{name}` in the `<enablements>` of an OauthTokenExchangeHandler, or switch the flow off");
    Finding::new(place, message, help).severity(Severity::Info).profile(Profile::Audit)
}
