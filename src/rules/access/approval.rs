//! Who is approved for an app, and the switch that admits only those users.

use crate::model::App;
use crate::posture::{has_access_in_org, lists_users};
use crate::schema::Condition;

use crate::rules::fix::Fix;
use crate::rules::new_value::NewValue;
use crate::rules::rule::Context;

/// Whether no user is approved: for certain, or by the file of an app that declares its assignments to be in the org.
pub(super) fn nobody_is_approved(app: &App, context: &Context<'_>) -> bool {
    let is_in_org = app.intent.assignments_managed_in_org == Some(true) && !has_access_in_org(app, context.project);
    let is_certain = context.posture(app).flows.is_unmet(Condition::UserAdmitted);
    is_certain || (is_in_org && lists_users(app) == Some(false))
}

/// Turns the switch on, but only if a user is approved: otherwise it would lock all users out.
///
/// This applies to client credentials, too, because reports contradict each other about the run-as user.
pub(super) fn approved_only(app: &App, context: &Context<'_>) -> Option<Fix> {
    let is_in_org = app.intent.assignments_managed_in_org == Some(true) || has_access_in_org(app, context.project);
    if lists_users(app) != Some(true) && !is_in_org {
        return None;
    }
    Some(Fix::set(&admin_approved(app, context)))
}

/// The switch as it should be.
pub(super) fn admin_approved(app: &App, context: &Context<'_>) -> NewValue {
    context.new_value(&app.access.is_admin_approved, app.kind.admin_approved())
}
