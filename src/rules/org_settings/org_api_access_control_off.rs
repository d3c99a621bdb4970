//! Any app may call the API: API Access Control is off.

use crate::model::{Component, ConnectedAppSettings, Field};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

/// The first API versions with the two settings.
const SINCE: u16 = 47;
const SINCE_EXTERNAL: u16 = 48;

const HELP: &str = "ask Salesforce Support for API Access Control, approve the apps in use, then set it to `true`";

fn off(setting: &Field<bool>, whose: &str) -> Finding {
    let message = format!("any app may call the API for {whose} of the org: it is not limited to approved ones");
    Finding::new(setting.place(), message, HELP)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let all = context.project.settings.connected_app.iter();
    all.flat_map(|settings| super::about(settings.place, judge(settings, context), context)).collect()
}

fn judge(settings: &ConnectedAppSettings, context: &Context<'_>) -> Vec<Finding> {
    let switches = [
        (SINCE, &settings.enable_admin_approved_apps_only, "users"),
        (SINCE_EXTERNAL, &settings.enable_admin_approved_apps_only_for_external_user, "customers and partners"),
    ];
    let is_off =
        |(since, setting, _): &(u16, &Field<bool>, &str)| context.api() >= *since && setting.is_on() == Some(false);
    switches.into_iter().filter(is_off).map(|(_, setting, whose)| off(setting, whose)).collect()
}
