//! The file with an app's consumer key is in the repository.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

const HELP: &str = "Add the file to .gitignore and .forceignore, or delete `consumerKey` before you commit it";

const HELP_WITHOUT_KEY: &str =
    "Keep `consumerKey` and `consumerSecret` out of the file when you retrieve it again, or add it to .gitignore";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let (Some(external), Some(client)) = (&app.external, &app.oauth) else { return Vec::new() };
    let Some(file) = external.global_settings.given() else { return Vec::new() };
    if client.consumer_secret.given().is_some() {
        return Vec::new();
    }
    let name = &app.component.name;
    if let Some(key) = client.consumer_key.given() {
        let message = format!("The consumer key of `{name}` is in the repository: {}", key.value.redacted());
        let fix = Fix::risky("delete `consumerKey`", [Change::Remove(key.place)]);
        return vec![Finding::new(key.place, message, HELP).fix(fix)];
    }
    let message =
        format!("The global OAuth settings of `{name}` are in the repository: a retrieve adds its consumer key");
    vec![Finding::new(file.place, message, HELP_WITHOUT_KEY).severity(Severity::Info).profile(Profile::Audit)]
}
