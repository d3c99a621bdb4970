//! The consumer key stands in the file, so that the file fits one org only.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::levels::Severity;
use crate::rules::page::CONSUMER_KEY_IN_SOURCE as PAGE;
use crate::rules::registry::Context;

/// What Salesforce takes; `invalid-value` speaks of others.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=256;

const LEAVE_OUT: &str = "delete `<consumerKey>`: the app keeps its key, and other orgs make one of their own";
const FILL_IN: &str = "put a mark such as `${BILLING_KEY}` in its place that a replacement fills in: an app with a \
                       run-as user needs some key in the file";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    // `eca-global-settings-in-source` speaks of External Client Apps.
    let is_ours = app.external.is_none() && !app.has_standard_label();
    let Some(client) = app.oauth.as_ref().filter(|_| is_ours) else { return Vec::new() };
    let key = client.consumer_key.given().filter(|key| LENGTHS.contains(&key.value.length()));
    let Some(key) = key else { return Vec::new() };
    let message = format!(
        "the consumer key of `{}` stands in the file, so that it fits one org only: {}",
        app.component.name,
        key.value.redacted()
    );
    let has_user = !client.oauth_client_credential_user.is_blank();
    let finding = Finding::new(key.place, message, if has_user { FILL_IN } else { LEAVE_OUT });
    let is_less = has_user || context.names(&PAGE, "pinned", &app.component.name);
    let delete = || Fix::risky("delete `consumerKey`", [Change::Remove(key.place)]);
    let finding = finding.fix((!is_less).then(delete));
    vec![if is_less { finding.severity(Severity::Info) } else { finding }.value(key.value.expose())]
}
