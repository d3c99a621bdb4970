//! Only approved users may use the app, and nobody is approved.

use crate::flows::{client_credentials, machine_only};
use crate::model::{App, Located};
use crate::rules::finding::Finding;
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let access = &app.access;
    let Some(approved) = access.is_admin_approved.given().filter(|approved| approved.value) else { return Vec::new() };
    // The org knows a connected app by its label.
    let has_access = app.details.label.value().is_some_and(|label| context.project.apps_with_access.contains(label));
    let somebody = [&access.permission_set_names, &access.profile_names].map(|names| names.holds(|_| true));
    if somebody != [Some(false), Some(false)] || has_access {
        return Vec::new();
    }
    let finding = nobody(app, approved);
    // The policy does not decide over the run-as user.
    let is_machine = machine_only(client) == Some(true) && client_credentials(client) == Some(true);
    let is_in_org = app.intent.assignments_managed_in_org == Some(true);
    vec![if is_machine || is_in_org { finding.severity(Severity::Info) } else { finding }]
}

fn nobody(app: &App, approved: &Located<bool>) -> Finding {
    let name = &app.component.name;
    let message = format!("`{name}` admits approved users only, and approves neither a profile nor a permission set");
    let help = format!("name a permission set for the users of the app in `<{}>`", app.spelling.permission_sets);
    Finding::new(approved.place, message, help)
}
