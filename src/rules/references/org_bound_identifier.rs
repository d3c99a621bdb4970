//! A file contains an ID that is valid in one org only.

use std::iter;

use crate::model::{App, External, Field, List, Located};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::names::is_record_id;
use crate::rules::rule::Context;
use crate::schema::{EcaPart, Profile, Severity};

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(external) = &app.external {
        findings.extend(org_scoped(app, external));
        findings.extend(oauth_link(app, external));
    }
    findings.extend(listed_ids(app));
    findings.extend(certificate(app));
    findings
}

/// `<org id>:<name>`, which Salesforce makes at the first deployment.
fn org_scoped(app: &App, external: &External) -> Option<Finding> {
    let link = external.org_scoped_external_app.given().filter(|link| names_org(&link.value))?;
    let name = &app.component.name;
    let message = format!("`orgScopedExternalApp` of `{name}` contains the ID of one org: {}", link.value);
    let help =
        "Leave the element out of a local app that other orgs get too: Salesforce generates it at the first deployment";
    let finding = Finding::new(link.place, message, help).value(&link.value);
    let is = |wanted: &str| external.distribution_state.value().is_some_and(|state| state == wanted);
    let delete = || Fix::risky("delete `orgScopedExternalApp`", [Change::Remove(link.place)]);
    Some(finding.fix(is("Local").then(delete)).severity(Severity::Info).profile(Profile::Audit))
}

fn names_org(link: &str) -> bool {
    link.split_once(':').is_some_and(|(org, _)| is_record_id(org, "00D"))
}

fn oauth_link(app: &App, external: &External) -> Option<Finding> {
    let link = external.oauth_link.given()?;
    let name = &app.component.name;
    if let Some(global) = external.files_of(EcaPart::GlobalOauth).next() {
        let message = format!(
            "`oauthLink` of `{name}` names a consumer of one org, but `.ecaGlblOauth` gives the app its own: {}",
            link.value
        );
        let help = "Delete `<oauthLink>`: Salesforce generates it when the `.ecaGlblOauth` file is deployed";
        let finding = Finding::new(link.place, message, help).value(&link.value);
        // Without link and key the consumer of the app would be unknown, so the link is deleted only beside a key.
        let key = app.oauth.as_ref().and_then(|client| client.consumer_key.given());
        let delete = |place| Fix::risky("delete `oauthLink`", [Change::Remove(link.place)]).resting_on([place]);
        let fix = key.map(|key| delete(key.place));
        return Some(finding.related(global.place, "the app's own consumer").fix(fix));
    }
    let message = format!("`{name}` uses the consumer of one org, which its `oauthLink` names: {}", link.value);
    let help = "Keep the element as long as the app uses the consumer of that org";
    Some(Finding::new(link.place, message, help).value(&link.value).severity(Severity::Info).profile(Profile::Audit))
}

fn listed_ids(app: &App) -> Vec<Finding> {
    let of = |what: &'static str, prefix: &'static str| {
        move |name: &&Located<String>| is_record_id(&name.value, prefix).then_some(what)
    };
    let (is_set, is_profile) = (of("permission set", "0PS"), of("profile", "00e"));
    let saml = app.external.iter();
    let sets = iter::once(&app.access.permission_set_names)
        .chain(saml.clone().map(|external| &external.saml_permission_set_names))
        .flat_map(List::given)
        .filter_map(|name| Some((name, is_set(&name)?)));
    let profiles = iter::once(&app.access.profile_names)
        .chain(saml.map(|external| &external.saml_profile_names))
        .flat_map(List::given)
        .filter_map(|name| Some((name, is_profile(&name)?)));
    let finding = |(id, what): (&Located<String>, &str)| {
        let message = format!(
            "`{}` names a {what} by its ID `{}`, which is not portable between orgs",
            app.component.name, id.value
        );
        Finding::new(id.place, message, format!("Write the API name of the {what}")).value(&id.value)
    };
    sets.chain(profiles).map(finding).collect()
}

fn certificate(app: &App) -> Option<Finding> {
    let token = app.oauth.as_ref()?.asset_token.as_ref()?;
    let certificate: &Field<String> = &token.signing_certificate_id;
    let id = certificate.given().filter(|id| is_record_id(&id.value, "0P1"))?;
    let message = format!("`{}` signs asset tokens with the certificate `{}` of one org", app.component.name, id.value);
    let help = "Let `replacements` in sfdx-project.json insert the certificate of each org";
    Some(Finding::new(id.place, message, help).value(&id.value))
}
