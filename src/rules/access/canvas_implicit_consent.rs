//! A canvas app gets access tokens without asking its users for consent.

use crate::model::{App, AppKind};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::Severity;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    // A connected app without OAuth settings has no tokens. The settings of an External Client App may be elsewhere.
    let has_tokens = app.oauth.is_some() || app.kind == AppKind::ExternalClientApp;
    let canvas = app.canvas.as_ref().filter(|_| has_tokens);
    let Some(canvas) = canvas else { return Vec::new() };
    let Some(method) = canvas.access_method.given().filter(|method| method.value == "Post") else { return Vec::new() };
    let element = context.name_of(&canvas.access_method);
    let token = format!(
        "the canvas page of `{}` gets an access token without asking the user (`{element}` is `Post`)",
        app.component.name
    );
    let approve = "approve the users who may use the app, and keep its scopes few";
    if let Some(personal) = canvas.options.given().find(|option| option.value == "PersonalEnabled") {
        let message = format!("{token}, and users may install the app themselves");
        let help = format!("delete `PersonalEnabled`, {approve}");
        let finding = Finding::new(method.place, message, help).severity(Severity::Warning);
        return vec![finding.related(personal.place, "lets users install it")];
    }
    // Salesforce never asks approved users, with any method.
    if app.access.is_admin_approved.value() == Some(&true) {
        return Vec::new();
    }
    let message = format!("{token}: the administrator who installs the app consents for all users");
    let help = format!("{approve}, or set `<{element}>Get</{element}>` so that users are asked");
    vec![Finding::new(method.place, message, help)]
}
