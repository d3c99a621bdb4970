//! Any app may call the API: API Access Control is off.

use crate::model::{Component, ConnectedAppSettings, Field};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

const HELP: &str = "ask Salesforce Support for API Access Control, approve the apps in use, then set it to `true`";

fn off(setting: &Field<bool>, whose: &str) -> Finding {
    let message = format!("any app may call the API for {whose} of the org: it is not limited to approved ones");
    Finding::new(setting.place(), message, HELP)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let all = context.project.org.settings.connected_app.iter();
    all.flat_map(|settings| super::about(settings.place, judge(settings).into_iter().collect(), context)).collect()
}

/// If users may use any app, customers may, too, and one finding is enough.
fn judge(settings: &ConnectedAppSettings) -> Option<Finding> {
    let users = &settings.enable_admin_approved_apps_only;
    let others = &settings.enable_admin_approved_apps_only_for_external_user;
    let is_off = |setting: &Field<bool>| setting.is_on() == Some(false);
    is_off(users).then(|| off(users, "users")).or_else(|| is_off(others).then(|| off(others, "customers and partners")))
}
