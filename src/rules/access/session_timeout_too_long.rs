//! Access tokens of the app are valid for longer than necessary.

use crate::model::{App, AppKind, Field, Role};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::page::SESSION_TIMEOUT_TOO_LONG as PAGE;
use crate::rules::rule::Context;
use crate::words::count;

/// The minutes that Setup offers as a timeout. Source: Metadata API guide, `ProfileSessionSetting`.
const OFFERED: [i64; 9] = [15, 30, 60, 90, 120, 240, 480, 720, 1440];

fn too_long(app: &App, timeout: &Field<i64>, minutes: i64, limit: i64) -> Finding {
    let message = format!(
        "sessions of `{}` last {} without use, over the limit of {limit}",
        app.component.name,
        count(minutes, "minute")
    );
    let offered = OFFERED.iter().rev().find(|offered| **offered <= limit);
    let set = |it: &i64| {
        Fix::risky(format!("set {}", count(*it, "minute")), [Change::Write(timeout.place(), it.to_string())])
    };
    let help = format!("set {} or less", count(*offered.unwrap_or(&limit), "minute"));
    Finding::new(timeout.place(), message, help).value(minutes.to_string()).fix(offered.map(set))
}

fn unset(app: &App, timeout: &Field<i64>) -> Finding {
    let message = format!(
        "`{}` is a command-line app without a session timeout: the user's profile decides how long its tokens are \
         valid",
        app.component.name
    );
    Finding::new(timeout.place(), message, "set 15 minutes or less")
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let timeout = &app.session_policy.session_timeout;
    if app.oauth.is_none() || !counts(app) {
        return Vec::new();
    }
    let limit = context.count(&PAGE, "minutes");
    let long = timeout.value().filter(|minutes| **minutes > limit);
    let finding = long.map(|minutes| too_long(app, timeout, *minutes, limit));
    finding
        .or_else(|| (timeout.is_blank() && is_command_line(app, context)).then(|| unset(app, timeout)))
        .into_iter()
        .collect()
}

/// In an External Client App the timeout is for opaque tokens only, and the global settings say which kind it gets.
fn counts(app: &App) -> bool {
    let is_jwt = app.oauth.as_ref().map(|client| client.is_named_user_jwt_enabled.is_on());
    app.kind == AppKind::ConnectedApp || is_jwt == Some(Some(false))
}

/// Whether the app is a command line: it is declared as one or named after Salesforce's. A pipeline that logs in by a
/// certificate is not.
fn is_command_line(app: &App, context: &Context<'_>) -> bool {
    let label = app.details.label.value().map_or("", String::as_str);
    let is_called = [label, &app.component.name].iter().any(|name| {
        let plain: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        ["salesforcecli", "sfdx", "sfcli"].iter().any(|word| plain.contains(word))
    });
    let posture = context.posture(app);
    let is_pipeline = posture.machine_only == Some(true) || posture.jwt_bearer == Some(true);
    app.intent.role.map_or(is_called && !is_pipeline, |role| role == Role::Cli)
}
