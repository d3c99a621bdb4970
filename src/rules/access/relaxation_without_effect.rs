//! An app relaxes the org's IP restrictions, but Salesforce enforces them anyway.

use crate::model::{App, Field, IpRelaxation};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::Profile;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(relaxation) = app.oauth_policy.ip_relaxation.given() else { return Vec::new() };
    if relaxation.value == IpRelaxation::Enforce {
        return Vec::new();
    }
    let name = &app.component.name;
    let value = app.kind.ip_relaxation(relaxation.value);
    if only_jwt_bearer(app, context) {
        let message = format!(
            "`{value}` has no effect on `{name}`: the JWT bearer flow always enforces the IP restrictions of the user"
        );
        let enforced =
            context.new_value(&app.oauth_policy.ip_relaxation, app.kind.ip_relaxation(IpRelaxation::Enforce));
        return vec![Finding::new(relaxation.place, message, format!("set `{enforced}`")).value(value)];
    }
    let Some(setting) = enforced_each_time(context) else { return Vec::new() };
    let message = format!(
        "`{value}` of `{name}` has limited effect: the org enforces login IP ranges on every request, so Salesforce \
         may refuse users outside these ranges"
    );
    let help = "test the app outside the login IP ranges of its users, or enforce the ranges for the app, too";
    let finding = Finding::new(relaxation.place, message, help).value(value).profile(Profile::Audit);
    vec![finding.related(setting.place(), "enforces the ranges on every request")]
}

/// Whether no other flow is on than one with a certificate.
pub(super) fn only_jwt_bearer(app: &App, context: &Context<'_>) -> bool {
    let posture = context.posture(app);
    posture.machine_only == Some(true) && posture.client_credentials == Some(false)
}

/// The setting by which all orgs of the project enforce login IP ranges on every request.
fn enforced_each_time<'m>(context: &Context<'m>) -> Option<&'m Field<bool>> {
    let mut settings =
        context.project.org.settings.security.iter().map(|settings| &settings.enforce_ip_ranges_every_request);
    let first = settings.next().filter(|first| first.is_on() == Some(true))?;
    settings.all(|other| other.is_on() == Some(true)).then_some(first)
}
