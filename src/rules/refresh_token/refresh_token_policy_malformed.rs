//! A refresh token policy that Salesforce does not understand.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let policy = app.oauth_policy.refresh_token_policy.ill_typed();
    let finding = policy.map(|policy| {
        let message =
            format!("`{}` is no refresh token policy, so `{}` will not deploy", policy.value, app.component.name);
        Finding::new(policy.place, message, app.spelling.refresh_policies).value(policy.value)
    });
    finding.into_iter().collect()
}
