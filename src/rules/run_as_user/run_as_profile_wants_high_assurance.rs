//! The profile of the run-as user requires a session that a machine cannot have.

use crate::model::{App, Located};
use crate::posture::run_as_user;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

/// The level that a person reaches by a second step at login.
const HIGH_ASSURANCE: &str = "HIGH_ASSURANCE";

const HELP: &str = "give the user its own profile without that level, and limit it with login IP ranges instead";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(run_as) = run_as_user(app) else { return Vec::new() };
    let user = context.project.users.find(&run_as.value);
    let Some(profile) = user.and_then(|user| user.profile.as_deref()) else { return Vec::new() };
    let is_high = |level: &&Located<String>| level.value.eq_ignore_ascii_case(HIGH_ASSURANCE);
    let Some(level) = context.project.permissions.session_levels(profile).find(is_high) else { return Vec::new() };
    let message = format!(
        "`{}` runs as `{}`, whose profile `{profile}` requires a high-assurance session: Salesforce refuses its calls \
         with `INVALID_SESSION_ID: This session is not valid for use with the REST API`",
        app.component.name, run_as.value
    );
    let finding = Finding::new(run_as.place, message, HELP).value(&run_as.value);
    vec![finding.related(level.place, "asks for it")]
}
