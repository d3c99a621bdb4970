//! JWT bearer acts for approved users only, and no administrator has approved users of this app.

use super::approval::{admin_approved, approved_only};
use crate::model::{App, DeclaredFlow};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Condition, Confidence, Profile, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let (approved, posture) = (&app.access.is_admin_approved, context.posture(app));
    // The certificate may be there for another flow.
    let is_other = app.intent.has(DeclaredFlow::JwtBearer) == Some(false);
    if app.predates_policies() || is_other || posture.jwt_bearer != Some(true) || approved.is_on() != Some(false) {
        return Vec::new();
    }
    let finding = if posture.flows.is_unmet(Condition::Approval) {
        nobody_gets_in(app, context)
    } else {
        only_who_approved(app, context)
    };
    let finding = finding.related(client.certificate.place(), "opens the flow");
    vec![finding.fix(approved_only(app, context))]
}

/// Without a refresh scope the users' own approval does not count either.
fn nobody_gets_in(app: &App, context: &Context<'_>) -> Finding {
    let on = admin_approved(app, context);
    let message = format!(
        "`{}` has a certificate for JWT bearer, but no administrator approves its users, and it asks for no refresh \
         scope: every token request ends in `invalid_grant: user hasn't approved this consumer`",
        app.component.name
    );
    let help = format!(
        "write `{on}`, name a permission set of the users that the flow acts for, and add a refresh token scope, \
         which the flow then also needs"
    );
    let finding = Finding::new(on.place, message, help);
    finding.severity(Severity::Error).confidence(Confidence::High)
}

fn only_who_approved(app: &App, context: &Context<'_>) -> Finding {
    let on = admin_approved(app, context);
    let message = format!(
        "`{}` has a certificate for JWT bearer, but no administrator approves its users: a token request for a user \
         who has not approved the app ends in `invalid_grant: user hasn't approved this consumer`",
        app.component.name
    );
    let help = format!("write `{on}`, and name a permission set of the users that the flow acts for");
    Finding::new(on.place, message, help).profile(Profile::Strict)
}
