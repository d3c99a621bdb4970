//! The app may ask about every token of the org.

use crate::model::App;
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

const HELP: &str =
    "set `<isIntrospectAllTokens>false</isIntrospectAllTokens>`: every app can introspect its own tokens";

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let flags = app.oauth.iter().filter_map(|client| client.is_introspect_all_tokens.given());
    let finding = |place| {
        let message = format!("`{}` may introspect the tokens of every app and user of the org", app.component.name);
        let fix = Fix::risky(
            "set `<isIntrospectAllTokens>false</isIntrospectAllTokens>`",
            [Change::Write(place, "false".to_owned())],
        );
        Finding::new(place, message, HELP).fix(fix)
    };
    flags.filter(|flag| flag.value).map(|flag| finding(flag.place)).collect()
}
