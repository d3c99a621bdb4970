//! Who is approved for an app, and the switch that admits only those users.

use crate::model::App;

use crate::rules::fix::Fix;
use crate::rules::new_value::NewValue;
use crate::rules::rule::Context;

/// Whether it is certain that no user is approved.
pub(super) fn nobody_is_approved(app: &App, context: &Context<'_>) -> bool {
    is_listed(app) == Some(false) && !has_access_in_org(app, context)
}

/// Whether the file lists a profile or permission set; nothing if an entry cannot be read.
fn is_listed(app: &App) -> Option<bool> {
    let lists = [&app.access.permission_set_names, &app.access.profile_names].map(|names| names.holds(|_| true));
    if lists.contains(&Some(true)) { Some(true) } else { (lists == [Some(false), Some(false)]).then_some(false) }
}

/// Whether facts about the org show that a user has access. The org knows a connected app by its label.
fn has_access_in_org(app: &App, context: &Context<'_>) -> bool {
    app.details.label.value().is_some_and(|label| context.project.apps_with_access.contains(label))
}

/// Turns the switch on, but only if a user is approved: otherwise it would lock all users out.
///
/// This applies to client credentials, too, because reports contradict each other about the run-as user.
pub(super) fn approved_only(app: &App, context: &Context<'_>) -> Option<Fix> {
    let is_in_org = app.intent.assignments_managed_in_org == Some(true) || has_access_in_org(app, context);
    if is_listed(app) != Some(true) && !is_in_org {
        return None;
    }
    Some(Fix::set(&admin_approved(app, context)))
}

/// The switch as it should be.
pub(super) fn admin_approved(app: &App, context: &Context<'_>) -> NewValue {
    context.new_value(&app.access.is_admin_approved, app.kind.admin_approved())
}
