//! Consumer secrets of External Client Apps can be read through an API.

use crate::model::{Component, ExternalClientAppSettings, Field};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

fn readable(setting: &Field<bool>, element: &str, api: &str) -> Finding {
    let message = format!("consumer secrets of External Client Apps can be read by {api}");
    let help = format!("set `<{element}>false</{element}>`, and read a secret in Setup when it is rotated");
    Finding::new(setting.place(), message, help)
}

fn off(setting: &Field<bool>, element: &str) -> Fix {
    let title = format!("set `<{element}>false</{element}>`");
    Fix::risky(title, [Change::Write(setting.place(), "false".to_owned())])
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let all = context.project.org.settings.external_client_app.iter();
    all.flat_map(|settings| super::about(settings.place, judge(settings), context)).collect()
}

fn judge(settings: &ExternalClientAppSettings) -> Vec<Finding> {
    let is_on = |setting: &Field<bool>| setting.value() == Some(&true);
    let (metadata, rest) =
        (&settings.enable_consumer_secret_api_access, &settings.enable_client_secret_in_rest_api_access);
    let metadata = is_on(metadata).then(|| {
        let element = "enableConsumerSecretApiAccess";
        readable(metadata, element, "Metadata API, and so get into files").fix(off(metadata, element))
    });
    let rest = is_on(rest).then(|| {
        let element = "enableClientSecretInRestApiAccess";
        readable(rest, element, "REST API").fix(off(rest, element))
    });
    metadata.into_iter().chain(rest).collect()
}
