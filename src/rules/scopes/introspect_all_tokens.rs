//! The app may inspect every token of the org.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let flags = app.oauth.iter().map(|client| &client.is_introspect_all_tokens);
    let finding = |flag| {
        let message = format!("`{}` may introspect the tokens of every app and user of the org", app.component.name);
        let off = context.new_value(flag, "false");
        let help = format!("set `{off}`: every app can introspect its own tokens");
        Finding::new(off.place, message, help).fix(Fix::set(&off))
    };
    flags.filter(|flag| flag.value() == Some(&true)).map(finding).collect()
}
