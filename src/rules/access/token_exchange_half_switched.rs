//! One half of the switch of the token exchange flow is on, and the other is off.

use crate::model::{App, Field};
use crate::posture::Met;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::Condition;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = &app.oauth else { return Vec::new() };
    let flows = &context.posture(app).flows;
    let (of_app, of_policy) = (&client.is_token_exchange_enabled, &app.oauth_policy.is_token_exchange_flow_enabled);
    match [Condition::ExchangeEnabled, Condition::ExchangeAllowed].map(|condition| flows.met(condition)) {
        [Met::Yes, Met::No] => vec![half(app, [of_app, of_policy], context)],
        [Met::No, Met::Yes] => vec![half(app, [of_policy, of_app], context)],
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
