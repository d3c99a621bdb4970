//! Only approved users may use the app, and nobody is approved.

use crate::model::{App, Located};
use crate::rules::approval::{nobody_is_approved, serves_run_as_user_only};
use crate::rules::finding::Finding;
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let approved = app.access.is_admin_approved.given().filter(|approved| approved.value && app.oauth.is_some());
    let Some(approved) = approved.filter(|_| nobody_is_approved(app, context)) else { return Vec::new() };
    let finding = nobody(app, approved);
    // The policy does not decide over the run-as user.
    let is_in_org = app.intent.assignments_managed_in_org == Some(true);
    vec![if is_in_org || serves_run_as_user_only(app) { finding.severity(Severity::Info) } else { finding }]
}

fn nobody(app: &App, approved: &Located<bool>) -> Finding {
    let name = &app.component.name;
    let message = format!("`{name}` admits approved users only, and approves neither a profile nor a permission set");
    let help = format!("name a permission set for the users of the app in `<{}>`", app.spelling.permission_sets);
    Finding::new(approved.place, message, help)
}
