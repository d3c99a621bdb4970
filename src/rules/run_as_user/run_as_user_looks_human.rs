//! A run-as user appears to be a person or an administrator.

use crate::model::{App, Located};
use crate::posture::run_as_user;
use crate::rules::finding::Finding;
use crate::rules::people::is_persons_name;
use crate::rules::rule::Context;

use super::INTEGRATION_USER;

/// Names of administrators' logins.
const ADMINISTRATORS: [&str; 6] = ["admin", "administrator", "salesforce.admin", "sf.admin", "sfadmin", "sysadmin"];

fn looks_human(app: &App, user: &Located<String>, what: &str) -> Finding {
    let message = format!("`{}` runs as `{}`, which looks like {what}", app.component.name, user.value);
    let help =
        format!("For this app alone, {INTEGRATION_USER}. Give it a name that says so, such as `erp.integration@…`");
    Finding::new(user.place, message, help).value(&user.value)
}

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(user) = run_as_user(app) else { return Vec::new() };
    let local = user.value.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let what = if ADMINISTRATORS.contains(&local.as_str()) {
        "the login of an administrator"
    } else if is_persons_name(&local) {
        "the name of a person"
    } else {
        return Vec::new();
    };
    vec![looks_human(app, user, what)]
}
