//! No file in the project restricts the addresses from which machines get or use their tokens.

use super::addresses::profile;
use crate::model::{App, External, Field, OauthClient};
use crate::posture::Sheet;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::workspace::Place;

fn unfenced(app: &App, place: Place) -> Finding {
    let message = format!(
        "`{}` gets tokens without a person, but no file in the project restricts the IP addresses that it calls from",
        app.component.name
    );
    Finding::new(place, message, "add login IP ranges to the profile of its user").value("server")
}

fn packaged(app: &App, place: Place) -> Finding {
    let message =
        format!("`{}` is packaged, and Salesforce accepts its refresh tokens from every address", app.component.name);
    Finding::new(place, message, "list the addresses of the service in `tokenIpRanges`").value("package")
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    if app.external.as_ref().is_some_and(|external| !external.token_ip_ranges.items.is_empty()) {
        return Vec::new();
    }
    let posture = context.posture(app);
    let server = switch(client, posture).filter(|_| !has_fenced_user(app, context)).map(|place| unfenced(app, place));
    // The package itself cannot contain the list: its version could not be created.
    let is_in_package = context.project.is_packaged_external_client_app(app);
    let package = app.external.as_ref().filter(|_| server.is_none() && !is_in_package);
    let package = package.and_then(|external| packaged_at(external, client, posture));
    let package = package.map(|place| packaged(app, place));
    server.into_iter().chain(package).collect()
}

/// What opens a flow without a person.
fn switch(client: &OauthClient, posture: &Sheet) -> Option<Place> {
    let is_open = posture.client_credentials_open == Some(true);
    let mut switches = client.switches().into_iter().filter(|switch| is_open && switch.is_on() == Some(true));
    let certificate = || (posture.jwt_bearer == Some(true)).then(|| client.certificate.place());
    switches.next().map(Field::place).or_else(certificate)
}

/// Whether the profile of the run-as user has login IP ranges in a file.
fn has_fenced_user(app: &App, context: &Context<'_>) -> bool {
    profile(app, context).is_some_and(|(profile, _)| {
        let mut ranges = context.project.permissions.login_ip_ranges(profile);
        ranges.any(|ranges| !ranges.items.is_empty())
    })
}

/// The place that says that the app is packaged, if it gets refresh tokens. Installed apps call from their users'
/// devices.
fn packaged_at(external: &External, client: &OauthClient, posture: &Sheet) -> Option<Place> {
    let state = external.distribution_state.given().filter(|state| state.value == "Packaged")?;
    let is_installed = client.callbacks.urls.holds(|callback| !callback.has_private_scheme()) == Some(false);
    (posture.refresh_scope == Some(true) && !is_installed).then_some(state.place)
}
