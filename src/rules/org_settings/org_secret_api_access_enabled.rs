//! Consumer secrets of External Client Apps can be read through an API.

use crate::model::{Component, ExternalClientAppSettings, Field};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::levels::Severity;
use crate::rules::registry::Context;

fn readable(setting: &Field<bool>, element: &str, api: &str) -> Finding {
    let message = format!("consumer secrets of External Client Apps can be read by {api}");
    let help = format!("set `<{element}>false</{element}>`, and read a secret in Setup when it is rotated");
    Finding::new(setting.place(), message, help)
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let all = context.project.settings.external_client_app.iter();
    all.flat_map(|settings| super::about(settings.place, judge(settings), context)).collect()
}

fn judge(settings: &ExternalClientAppSettings) -> Vec<Finding> {
    let is_on = |setting: &Field<bool>| setting.value() == Some(&true);
    let (metadata, rest) =
        (&settings.enable_consumer_secret_api_access, &settings.enable_client_secret_in_rest_api_access);
    let metadata = is_on(metadata).then(|| {
        let element = "enableConsumerSecretApiAccess";
        // Salesforce means to drop it.
        let fix = Fix::safe(format!("delete `{element}`"), [Change::Remove(metadata.place())]);
        readable(metadata, element, "Metadata API, and so get into files").fix(fix)
    });
    let rest = is_on(rest).then(|| {
        let element = "enableClientSecretInRestApiAccess";
        let fix = Fix::risky(
            format!("set `<{element}>false</{element}>`"),
            [Change::Write(rest.place(), "false".to_owned())],
        );
        readable(rest, element, "REST API").severity(Severity::Info).fix(fix)
    });
    metadata.into_iter().chain(rest).collect()
}
