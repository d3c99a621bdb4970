//! Salesforce no longer creates a connected app that the org lacks.
//!
//! Only a comparison with an earlier state shows whether an app is new: then each app is a finding, and calint removes
//! those that were there before. Without a comparison there is one finding for the whole project.

use crate::model::{App, Component, Distribution};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

/// Spring '26: from here on, only packages and Support bring connected apps.
const BLOCKED_SINCE: u16 = 66;

const HELP: &str = "create an External Client App instead, or declare Support's exception in `calint.toml`";

fn new_app(app: &App) -> Finding {
    let message = format!(
        "`{}` is a new connected app, and since Spring '26 Salesforce creates no new connected apps",
        app.component.name
    );
    Finding::new(app.place, message, HELP).severity(Severity::Error)
}

fn old_apps(first: &App, count: usize) -> Finding {
    let (others, them) = match count {
        1 => (String::new(), "it"),
        _ => (format!(" and {} more", count - 1), "them"),
    };
    let message = format!(
        "`{}`{others} can be deployed only to orgs that have {them}: since Spring '26 Salesforce creates no connected apps",
        first.component.name
    );
    Finding::new(first.place, message, "use an External Client App if other orgs need this app")
        .value("project")
        .severity(Severity::Info)
        .profile(Profile::Audit)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let org = &context.project.declared;
    if org.may_create_connected_apps || org.release.is_some_and(|release| release < BLOCKED_SINCE) {
        return Vec::new();
    }
    let apps: Vec<&App> = context.project.apps.iter().filter(|app| is_deployed(app)).collect();
    if context.compares() {
        return apps.into_iter().map(|app| (app.component.clone(), new_app(app))).collect();
    }
    let finding = apps.first().map(|first| (first.component.clone(), old_apps(first, apps.len())));
    finding.into_iter().collect()
}

/// An installed package brings its apps along.
fn is_deployed(app: &App) -> bool {
    super::is_own_connected_app(app) && app.intent.distribution != Some(Distribution::Package)
}
