//! What an app uses and Salesforce switches off, by the calendar in `rules/schema/calendar.toml`.

use jiff::civil::Date;

use crate::flows::{interactive_client, refresh_scope};
use crate::model::{
    App, AppKind, CALENDAR, Change, DeclaredFlow, Field, Located, OauthClient, Place, RefreshTokenPolicy,
    RetiringFeature,
};
use crate::rules::finding::Finding;
use crate::rules::levels::{Profile, Severity};
use crate::rules::registry::Context;

/// From so many days before the day on, it is more than a word.
const SOON: i32 = 180;

/// The first API version that is in support.
const OLDEST_API: u16 = 31;

/// The last API version whose SOAP `login()` is switched off later than the others.
const LAST_SOAP_LOGIN: u16 = 64;

/// More idle days than Salesforce grants a refresh token.
const IDLE_DAYS: u64 = 30;

/// The release from which `idle-ttl-policy-inconsistent` speaks of the idle limit.
const IDLE_LIMIT_IN: u16 = 68;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let today = context.today();
    let finding = |change: &'static Change| {
        let place = used(app, (change.feature, days_to(change, today) <= SOON), context)?;
        Some(retiring(app, change, (place, today)))
    };
    CALENDAR.iter().filter_map(finding).collect()
}

fn days_to(change: &Change, today: Date) -> i32 {
    today.until(change.on).map_or(0, |span| span.get_days())
}

fn retiring(app: &App, change: &Change, (place, today): (Place, Date)) -> Finding {
    let name = &app.component.name;
    let since = if change.on < today {
        "since"
    } else if change.is_day {
        "on"
    } else {
        "in"
    };
    let message = format!("`{name}` uses {}, which {} {since} {}", change.words, change.ending, change.when);
    let help = format!("{}; the date was read on {} ({})", change.instead, change.read, change.certainty);
    let finding = Finding::new(place, message, help).severity(severity(change, today)).value(change.kind);
    finding.profile(profile(change))
}

/// A word far ahead, a warning half a year before, an error afterwards; but no worse than the row says.
fn severity(change: &Change, today: Date) -> Severity {
    let by_date = match days_to(change, today) {
        ..0 => Severity::Error,
        0..=SOON => Severity::Warning,
        _ => Severity::Info,
    };
    by_date.min(if change.worst == "error" { Severity::Error } else { Severity::Warning })
}

fn profile(change: &Change) -> Profile {
    match change.profile {
        "default" => Profile::Default,
        "strict" => Profile::Strict,
        _ => Profile::Audit,
    }
}

/// Where the app's files show that it uses a feature.
fn used(app: &App, (feature, is_soon): (RetiringFeature, bool), context: &Context<'_>) -> Option<Place> {
    let client = app.oauth.as_ref();
    match feature {
        RetiringFeature::DeviceFlow => device_flow(app, client?),
        RetiringFeature::IdleRefreshTokens => idle_tokens(app, context),
        RetiringFeature::UsernamePassword => declared(app, DeclaredFlow::UsernamePassword),
        RetiringFeature::UserAgent => declared(app, DeclaredFlow::UserAgent),
        // Every such app would be told of a day that is far ahead, and go on working.
        RetiringFeature::ConnectedApps => (app.kind == AppKind::ConnectedApp && is_soon).then_some(app.place),
        RetiringFeature::SoapLogin => {
            let version = context.api();
            (app.intent.soap == Some(true) && (OLDEST_API..=LAST_SOAP_LOGIN).contains(&version)).then_some(app.place)
        }
        RetiringFeature::ApiVersions => (context.api() < OLDEST_API).then_some(app.place),
    }
}

fn declared(app: &App, flow: DeclaredFlow) -> Option<Place> {
    (app.intent.has(flow) == Some(true)).then_some(app.place)
}

/// A Local External Client App all of whose callbacks lead to this machine may go on.
fn device_flow(app: &App, client: &OauthClient) -> Option<Place> {
    let switch = client.is_device_flow_enabled.given().filter(|switch| switch.value)?;
    let elsewhere = client.callbacks.urls.holds(|callback| !callback.is_loopback());
    let stays = match &app.external {
        None => Some(false),
        Some(external) => match (is_local(&external.distribution_state), elsewhere) {
            (Some(false), _) | (_, Some(true)) => Some(false),
            (Some(true), Some(false)) => Some(true),
            _ => None,
        },
    };
    (stays == Some(false)).then_some(switch.place)
}

fn is_local(state: &Field<String>) -> Option<bool> {
    state.value().map(|state| state == "Local")
}

/// An inactivity window above the limit; `infinite` is the business of `refresh-token-never-expires`.
fn idle_tokens(app: &App, context: &Context<'_>) -> Option<Place> {
    let client = interactive_client(app).filter(|client| refresh_scope(client) == Some(true))?;
    let sets_limit = client.is_enforce_refresh_token_ttl.is_on() != Some(false);
    let is_told = sets_limit || context.project.declared.release.is_some_and(|release| release >= IDLE_LIMIT_IN);
    let policy: &Located<RefreshTokenPolicy> = app.oauth_policy.refresh_token_policy.given()?;
    let RefreshTokenPolicy::Inactivity(window) = policy.value else { return None };
    (!is_told && window.hours() > IDLE_DAYS * 24).then_some(policy.place)
}
