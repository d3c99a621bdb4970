//! The org leaves it to each app whether PKCE is required.

use crate::model::{Component, OauthOidcSettings};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;

const MESSAGE: &str = "the org does not require PKCE: each app decides whether a stolen authorization code is enough";
const HELP: &str = "set `<isPkceRequired>true</isPkceRequired>` once every client that people log in to sends a \
                    `code_challenge`";

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let is_off = |settings: &&OauthOidcSettings| settings.is_pkce_required.is_on() == Some(false);
    let off = context.project.org.settings.oauth_oidc.iter().filter(is_off);
    off.flat_map(|settings| {
        let place = settings.is_pkce_required.place();
        let title = "set `<isPkceRequired>true</isPkceRequired>`";
        let fix = Fix::risky(title, [Change::Write(place, "true".to_owned())]);
        let finding = Finding::new(place, MESSAGE, HELP).fix(fix);
        super::about(settings.place, vec![finding], context)
    })
    .collect()
}
