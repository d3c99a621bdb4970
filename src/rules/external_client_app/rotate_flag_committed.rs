//! A switch replaces the consumer key or secret at every deployment.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(external) = &app.external else { return Vec::new() };
    let flags = [("key", &external.should_rotate_consumer_key), ("secret", &external.should_rotate_consumer_secret)];
    let on = flags.into_iter().filter(|(_, flag)| flag.is_on() == Some(true));
    let finding = on.map(|(what, flag)| {
        let message = format!(
            "Every deployment of `{}` replaces its consumer {what}, and no client can log in until it has the new one",
            app.component.name
        );
        let off = context.new_value(flag, "false");
        let help = format!("Set `{off}`, and rotate in Setup or with a file that you do not commit");
        let fix = Fix::set_safely(&off);
        Finding::new(off.place, message, help).value(off.element).fix(fix)
    });
    finding.collect()
}
