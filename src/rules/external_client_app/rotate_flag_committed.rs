//! A switch that replaces the consumer key or secret at every deployment.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(external) = &app.external else { return Vec::new() };
    let flags = [
        ("shouldRotateConsumerKey", "key", &external.should_rotate_consumer_key),
        ("shouldRotateConsumerSecret", "secret", &external.should_rotate_consumer_secret),
    ];
    let on = flags.into_iter().filter(|(.., flag)| flag.is_on() == Some(true));
    let finding = on.map(|(element, what, flag)| {
        let message = format!(
            "Every deployment of `{}` replaces its consumer {what}, and no client can log in until it has the new one",
            app.component.name
        );
        let help =
            format!("Set `<{element}>false</{element}>`, and rotate in Setup or with a file that you do not commit");
        let fix =
            Fix::safe(format!("set `<{element}>false</{element}>`"), [Change::Write(flag.place(), "false".to_owned())]);
        Finding::new(flag.place(), message, help).value(element).fix(fix)
    });
    finding.collect()
}
