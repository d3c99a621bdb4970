//! The file with an app's consumer key is in the repository.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::levels::{Profile, Severity};
use crate::rules::registry::Context;

const HELP: &str = "keep the file out of the repository (.gitignore), or commit it without the key";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let (Some(external), Some(client)) = (&app.external, &app.oauth) else { return Vec::new() };
    let Some(file) = external.global_settings.given() else { return Vec::new() };
    if client.consumer_secret.given().is_some() {
        return Vec::new();
    }
    let name = &app.component.name;
    if let Some(key) = client.consumer_key.given() {
        let message = format!("the consumer key of `{name}` is in the repository: {}", key.value.redacted());
        let fix = Fix::risky("delete `consumerKey`", [Change::Remove(key.place)]);
        return vec![Finding::new(key.place, message, HELP).fix(fix)];
    }
    let message = format!("the global OAuth settings of `{name}` are in the repository, though without the key");
    vec![Finding::new(file.place, message, HELP).severity(Severity::Info).profile(Profile::Audit)]
}
