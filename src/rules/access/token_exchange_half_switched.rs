//! One half of the switch of the token exchange flow is on, and the other is off.

use crate::model::{App, Field};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    // Without a policy in the file, the org has one of its own.
    if app.oauth_policy.element.given().is_none() {
        return Vec::new();
    }
    let halves = [&client.is_token_exchange_enabled, &app.oauth_policy.is_token_exchange_flow_enabled];
    match halves.map(Field::is_on) {
        [Some(true), Some(false)] => vec![half(app, halves, context)],
        [Some(false), Some(true)] => vec![half(app, [halves[1], halves[0]], context)],
        _ => Vec::new(),
    }
}

fn half(app: &App, [on, off]: [&Field<bool>; 2], context: &Context<'_>) -> Finding {
    let [name_on, name_off] = [on, off].map(|switch| context.name_of(switch));
    let message = format!(
        "the token exchange flow of `{}` is closed: `{name_on}` is on, and `{name_off}` is off",
        app.component.name
    );
    let open = context.new_value(off, "true");
    let help = format!("set `{open}` if the app uses the flow, or else switch `{name_on}` off");
    Finding::new(open.place, message, help).related(on.place(), "is on")
}
