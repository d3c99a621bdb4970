//! Who is approved for an app, and the switch that lets only those in.

use crate::flows::{client_credentials, machine_only};
use crate::model::App;

use super::fix::{Change, Fix};
use super::registry::Context;

/// Whether it is certain that nobody is approved.
pub(super) fn nobody_is_approved(app: &App, context: &Context<'_>) -> bool {
    // The org knows a connected app by its label.
    let has_access = app.details.label.value().is_some_and(|label| context.project.apps_with_access.contains(label));
    let somebody = [&app.access.permission_set_names, &app.access.profile_names].map(|names| names.holds(|_| true));
    somebody == [Some(false), Some(false)] && !has_access
}

/// Whether the app serves a run-as user alone, over whom the switch does not decide.
pub(super) fn serves_run_as_user_only(app: &App) -> bool {
    let client = app.oauth.as_ref();
    client.is_some_and(|it| machine_only(it) == Some(true) && client_credentials(it) == Some(true))
}

/// Turns the switch on; nothing where that would lock everybody out.
pub(super) fn approved_only(app: &App, context: &Context<'_>) -> Option<Fix> {
    let is_in_org = app.intent.assignments_managed_in_org == Some(true);
    if nobody_is_approved(app, context) && !is_in_org && !serves_run_as_user_only(app) {
        return None;
    }
    let switch = app.access.is_admin_approved.place();
    let title = format!("set `{}`", app.spelling.admin_approved_on);
    Some(Fix::risky(title, [Change::Write(switch, app.spelling.admin_approved.to_owned())]))
}
