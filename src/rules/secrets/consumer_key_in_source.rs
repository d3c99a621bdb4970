//! The file contains the consumer key, so it can create the app in one org only.

use crate::model::{App, Field};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::page::CONSUMER_KEY_IN_SOURCE as PAGE;
use crate::rules::rule::Context;
use crate::schema::Severity;

/// Lengths that Salesforce accepts. `invalid-value` reports others.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=256;

const LEAVE_OUT: &str = "delete `<consumerKey>`: an existing app keeps its key. An org that lacks the app refuses \
                         the key with \"You cannot provide a Consumer Key\" or \"The consumer key is already taken\", \
                         and since Spring '26 creates connected apps only from packages or if Support allows it";
const FILL_IN: &str = "replace the key with a placeholder such as `${BILLING_KEY}` that a replacement fills in: an app \
                       with a run-as user needs a key in the file";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    // `eca-global-settings-in-source` reports External Client Apps.
    let is_ours = app.external.is_none() && !app.has_standard_label();
    let Some(client) = app.oauth.as_ref().filter(|_| is_ours) else { return Vec::new() };
    let key = client.consumer_key.given().filter(|key| LENGTHS.contains(&key.value.length()));
    let Some(key) = key else { return Vec::new() };
    let message = format!(
        "the file contains the consumer key of `{}`, so it can create the app in one org only: {}",
        app.component.name,
        key.value.redacted()
    );
    let user = &client.oauth_client_credential_user;
    let has_user = !matches!(user, Field::Absent(_)) && !user.is_blank();
    let finding = Finding::new(key.place, message, if has_user { FILL_IN } else { LEAVE_OUT });
    let is_less = has_user || context.names(&PAGE, "pinned", &app.component.name);
    let delete = || Fix::risky("delete `consumerKey`", [Change::Remove(key.place)]);
    // With the key gone, a retrieve from before the policies would look like a new file to other rules.
    let is_evidence = app.predates_policies();
    let finding = finding.fix((!is_less && !is_evidence).then(delete));
    vec![if is_less { finding.severity(Severity::Info) } else { finding }]
}
