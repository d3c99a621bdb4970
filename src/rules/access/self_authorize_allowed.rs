//! Every user of the org may approve the app for himself.

use crate::flows::machine_only;
use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

const HELP: &str = "set `<isAdminApproved>true</isAdminApproved>` and name the permission set of the app's users in \
                    `<permissionSetName>`";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let approved = &app.access.is_admin_approved;
    if approved.is_on() != Some(false) {
        return Vec::new();
    }
    let name = &app.component.name;
    let finding = if machine_only(client) == Some(false) {
        let message =
            format!("any user may authorise `{name}`: it is not restricted to users that an administrator approved");
        Finding::new(approved.place(), message, HELP)
    } else {
        let message = format!("any user may authorise `{name}`, although only machines are meant to use it");
        Finding::new(approved.place(), message, HELP).severity(Severity::Info)
    };
    vec![finding]
}
