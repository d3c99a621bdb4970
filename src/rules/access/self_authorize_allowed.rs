//! Every user of the org may approve the app without an administrator.

use super::approval::{admin_approved, approved_only};
use crate::model::{App, AppTokens};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Confidence, Severity};
use crate::words;

fn help(app: &App, context: &Context<'_>) -> String {
    let help = format!(
        "name the permission set of the app's users in `{}`, and set `{}`",
        context.name_of(&app.access.permission_set_names.absence),
        admin_approved(app, context)
    );
    context.project.tokens_of(app).map_or(help.clone(), |tokens| format!("{help}. {}", users_of(tokens)))
}

/// Who would be shut out, as far as the tokens of the app show.
fn users_of(tokens: AppTokens) -> String {
    let least = if tokens.is_cut { "at least " } else { "" };
    let used = tokens.last_used.map(|day| format!(", last used on {day}")).unwrap_or_default();
    let users = words::count_of(tokens.users, "user has a token", "users have tokens");
    if tokens.users == 0 {
        "According to the facts, no user has a token of this app".to_owned()
    } else {
        format!("According to the facts, {least}{users} of this app{used}")
    }
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let approved = &app.access.is_admin_approved;
    if app.oauth.is_none() || approved.is_on() != Some(false) || app.predates_policies() {
        return Vec::new();
    }
    let name = &app.component.name;
    let open = format!("any user may authorize `{name}`: it is not limited to users that an administrator approved");
    let finding =
        |message| Finding::new(approved.place(), message, help(app, context)).fix(approved_only(app, context));
    vec![match context.posture(app).machine_only {
        Some(false) => finding(open),
        Some(true) => finding(format!("any user may authorize `{name}`, although only machines are meant to use it"))
            .severity(Severity::Info),
        // The file that tells is not there.
        None => finding(open).confidence(Confidence::Medium),
    }]
}
