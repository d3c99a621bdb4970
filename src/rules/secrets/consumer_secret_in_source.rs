//! The file contains a consumer secret, and so do the repository and its history.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

/// Salesforce accepts no shorter secret.
const MIN_LENGTH: usize = 8;

const HELP: &str = "rotate the secret in the org, then delete `<consumerSecret>`: deleting it leaves it valid and in \
                    the history";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let secret = app.oauth.as_ref().and_then(|client| client.consumer_secret.given());
    let Some(secret) = secret.filter(|secret| secret.value.length() >= MIN_LENGTH) else { return Vec::new() };
    let message =
        format!("the file contains the consumer secret of `{}`: {}", app.component.name, secret.value.redacted());
    let title = "delete `consumerSecret`; the secret stays valid until it is rotated";
    let fix = Fix::risky(title, [Change::Remove(secret.place)]);
    vec![Finding::new(secret.place, message, HELP).fix(fix)]
}
