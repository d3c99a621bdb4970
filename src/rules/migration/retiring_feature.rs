//! An app uses a feature that Salesforce switches off, with the dates in `rules/schema/calendar.toml`.
//!
//! Dates move, so they are rows of a table, with the day on which each was read, and the code knows only how to see
//! that an app uses a feature. Severity follows from the day of the run. A feature that all of a project uses is one
//! finding, because each app would only repeat it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{App, Component, DeclaredFlow};
use crate::posture::keeps_device_flow;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{CALENDAR, Change, Condition, RetiringFeature, Severity};
use crate::workspace::Place;

/// Days before the end of a feature from which a finding is a warning: half a year.
const SOON: i32 = 180;

/// A feature that all of a project uses is one finding.
pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let rows = CALENDAR.iter().flat_map(|change| match change.feature {
        RetiringFeature::ConnectedApps => connected_apps(change, context).into_iter().collect(),
        RetiringFeature::ApiVersions => api_versions(change, context).into_iter().collect(),
        _ => of_apps(change, context),
    });
    rows.collect()
}

fn of_apps(change: &Change, context: &Context<'_>) -> Vec<(Component, Finding)> {
    let finding = |app: &App| {
        let who = format!("`{}` uses", app.component.name);
        Some((app.component.clone(), retiring(&who, (change, used(app, change, context)?), context)))
    };
    context.project.apps.iter().filter(|app| !super::is_installed(app)).filter_map(finding).collect()
}

fn connected_apps(change: &Change, context: &Context<'_>) -> Option<(Component, Finding)> {
    let own: Vec<&App> = context.project.apps.iter().filter(|app| super::is_own_connected_app(app)).collect();
    let (first, others) = own.split_first()?;
    let name = &first.component.name;
    // One app may be in several folders.
    let names: BTreeSet<&str> = others.iter().map(|app| app.component.name.as_str()).filter(|it| it != name).collect();
    let who = match (names.len(), names.first()) {
        (1, Some(other)) => format!("`{name}` and `{other}` are"),
        (0, _) => format!("`{name}` is one of the"),
        (more, _) => format!("`{name}` and {more} more are"),
    };
    let finding = retiring(&who, (change, first.place), context);
    let all = others.iter().fold(finding, |finding, other| finding.related(other.place, "another connected app"));
    Some((first.component.clone(), all))
}

fn api_versions(change: &Change, context: &Context<'_>) -> Option<(Component, Finding)> {
    let is_told = |app: &&App| {
        let is_foreign = app.component.is_managed() || app.is_salesforces_own();
        !is_foreign && !super::is_installed(app) && context.project.is_linted(app.place.file)
    };
    let first = context.project.apps.iter().find(is_told).filter(|_| change.concerns(context.api()))?;
    let finding = retiring("the project uses", (change, first.place), context);
    Some((first.component.clone(), finding))
}

fn retiring(who: &str, (change, place): (&Change, Place), context: &Context<'_>) -> Finding {
    let today = context.today();
    let message = format!("{who} {}, which {}", change.words, change.as_of(today));
    let help = format!("{}; the date was read on {} ({})", change.instead, change.read, change.certainty);
    let finding = Finding::new(place, message, help).severity(severity(change, today)).value(change.feature.as_str());
    finding.profile(change.profile)
}

/// A word far ahead, a warning half a year before, an error afterwards.
fn severity(change: &Change, today: Date) -> Severity {
    match today.until(change.on).map_or(0, |span| span.get_days()) {
        ..0 => Severity::Error,
        0..=SOON => Severity::Warning,
        _ => Severity::Info,
    }
}

/// Where the app's files show that it uses a feature.
fn used(app: &App, change: &Change, context: &Context<'_>) -> Option<Place> {
    match change.feature {
        RetiringFeature::DeviceFlow => device_flow(app, context),
        RetiringFeature::UsernamePassword => declared(app, DeclaredFlow::UsernamePassword),
        RetiringFeature::UserAgent => declared(app, DeclaredFlow::UserAgent),
        RetiringFeature::SoapLogin => {
            (app.intent.soap == Some(true) && change.concerns(context.api())).then_some(app.place)
        }
        // These are of the project.
        RetiringFeature::ConnectedApps | RetiringFeature::ApiVersions => None,
    }
}

fn declared(app: &App, flow: DeclaredFlow) -> Option<Place> {
    (app.intent.has(flow) == Some(true)).then_some(app.place)
}

fn device_flow(app: &App, context: &Context<'_>) -> Option<Place> {
    let is_on = context.posture(app).flows.is_met(Condition::DeviceEnabled);
    let switch = &app.oauth.as_ref()?.is_device_flow_enabled;
    (is_on && keeps_device_flow(app) == Some(false)).then(|| switch.place())
}
