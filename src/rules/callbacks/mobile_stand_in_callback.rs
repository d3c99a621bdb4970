//! The login of an app on users' devices ends at a Salesforce page, and not in the app.

use super::installed::{installed, serves_people};
use crate::model::{App, Callback, CallbackKind, DeclaredFlow};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

const HELP: &str = "register a callback with a scheme that only this app claims, such as \
                    `com.acme.app:/oauth/callback`, and use the same callback in the app";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let flows = [DeclaredFlow::WebServer, DeclaredFlow::UserAgent];
    let Some(client) = app.oauth.as_ref().filter(|_| serves_people(app, &flows, context)) else { return Vec::new() };
    let is_elsewhere = |callback: &Callback| callback.kind() != CallbackKind::SalesforcePage;
    let only_pages = client.callbacks.urls.holds(is_elsewhere) == Some(false);
    let Some(page) = client.callbacks.urls.given().next().filter(|_| only_pages) else { return Vec::new() };
    let Some(installed) = installed(app) else { return Vec::new() };
    let message = format!(
        "`{}` has no callback that opens the app: a login may end at {}, with the message `Remote Access Application \
         Authorization`",
        app.component.name, page.value.text
    );
    let finding = Finding::new(page.place, message, HELP).value(&page.value.text);
    vec![match installed.place {
        Some(place) => finding.related(place, "shows that the app is installed on devices"),
        None => finding,
    }]
}
