//! The org leaves it to each app whether PKCE is required.

use crate::model::{Component, OauthOidcSettings};
use crate::rules::finding::Finding;
use crate::rules::fix::Fix;
use crate::rules::rule::Context;

const MESSAGE: &str = "the org does not require PKCE: each app decides whether a stolen authorization code is enough";

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let is_off = |settings: &&OauthOidcSettings| settings.is_pkce_required.is_on() == Some(false);
    let off = context.project.org.settings.oauth_oidc.iter().filter(is_off);
    off.flat_map(|settings| {
        let on = context.new_value(&settings.is_pkce_required, "true");
        let help = format!("set `{on}` once every client that people log in to sends a `code_challenge`");
        let finding = Finding::new(on.place, MESSAGE, help).fix(Fix::set(&on));
        super::about(settings.place, vec![finding], context)
    })
    .collect()
}
