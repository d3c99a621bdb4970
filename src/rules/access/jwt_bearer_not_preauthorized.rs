//! JWT bearer needs users that were approved before, and every user has to approve this app by hand.

use crate::flows::{jwt_bearer, refresh_scope};
use crate::model::{App, DeclaredFlow};
use crate::rules::approval::approved_only;
use crate::rules::finding::Finding;
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let approved = &app.access.is_admin_approved;
    // A certificate may be there for something else.
    let is_other = app.intent.has(DeclaredFlow::JwtBearer) == Some(false);
    if app.predates_policies() || is_other || jwt_bearer(client) != Some(true) || approved.is_on() != Some(false) {
        return Vec::new();
    }
    let name = &app.component.name;
    let never = refresh_scope(client) == Some(false);
    let ending = if never {
        ", and without a refresh scope that never counts for this flow"
    } else {
        "; token requests for others fail with `user hasn't approved this consumer`"
    };
    let message =
        format!("`{name}` has a certificate for JWT bearer, but every user has to approve it by hand{ending}");
    let help = format!(
        "write `{}`, and name a permission set for the users that the flow acts as",
        app.spelling.admin_approved_on
    );
    let finding = Finding::new(approved.place(), message, help).related(client.certificate.place(), "opens the flow");
    let finding = finding.fix(approved_only(app, context));
    vec![if never { finding.severity(Severity::Error) } else { finding }]
}
