//! Consumer secrets of External Client Apps can be read through an API.

use crate::model::{Component, ExternalClientAppSettings, Field};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;

fn readable(setting: &Field<bool>, api: &str, context: &Context<'_>) -> Finding {
    let message = format!("consumer secrets of External Client Apps can be read through {api}");
    let off = context.new_value(setting, "false");
    let help = format!("set `{off}`, and read a secret in Setup when it is rotated");
    Finding::new(off.place, message, help).fix(Fix::set(&off))
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let all = context.project.org.settings.external_client_app.iter();
    all.flat_map(|settings| super::about(settings.place, judge(settings, context), context)).collect()
}

fn judge(settings: &ExternalClientAppSettings, context: &Context<'_>) -> Vec<Finding> {
    let is_on = |setting: &Field<bool>| setting.value() == Some(&true);
    let (metadata, rest) =
        (&settings.enable_consumer_secret_api_access, &settings.enable_client_secret_in_rest_api_access);
    let metadata = is_on(metadata).then(|| readable(metadata, "Metadata API, and so get into files", context));
    let rest = is_on(rest).then(|| readable(rest, "REST API", context));
    metadata.into_iter().chain(rest).collect()
}
