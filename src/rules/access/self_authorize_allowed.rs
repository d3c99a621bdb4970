//! Every user of the org may approve the app for himself.

use crate::flows::machine_only;
use crate::model::App;
use crate::rules::approval::approved_only;
use crate::rules::finding::Finding;
use crate::rules::levels::{Confidence, Severity};
use crate::rules::registry::Context;

fn help(app: &App) -> String {
    let spelling = app.spelling;
    format!(
        "set `{}` and name the permission set of the app's users in `{}`",
        spelling.admin_approved_on, spelling.permission_sets
    )
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let approved = &app.access.is_admin_approved;
    if approved.is_on() != Some(false) || app.predates_policies() {
        return Vec::new();
    }
    let name = &app.component.name;
    let open = format!("any user may authorise `{name}`: it is not restricted to users that an administrator approved");
    let finding = |message| Finding::new(approved.place(), message, help(app)).fix(approved_only(app, context));
    vec![match machine_only(client) {
        Some(false) => finding(open),
        Some(true) => finding(format!("any user may authorise `{name}`, although only machines are meant to use it"))
            .severity(Severity::Info),
        // The file that tells is not there.
        None => finding(open).confidence(Confidence::Medium),
    }]
}
