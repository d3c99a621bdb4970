//! A callback sends codes or tokens in clear text, or to something that is not a web address.

use url::Url;

use super::https::{CLEAR, over_https};
use crate::model::{App, Callback, Located};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

/// Domains that people write for the user's own machine.
const LIKE_LOCALHOST: [&str; 2] = ["localhost.com", "www.localhost.com"];

/// Schemes that run code or read files where the code is handed over.
const DANGEROUS: [&str; 5] = ["data", "file", "ftp", "javascript", "vbscript"];

fn clear_text(app: &App, callback: &Located<Callback>, context: &Context<'_>) -> Finding {
    let message =
        format!("`{}` sends authorization codes in clear text to {}", app.component.name, callback.value.text);
    let finding = |help: String| Finding::new(callback.place, message, help).value(&callback.value.text);
    let host = callback.value.url.as_ref().and_then(Url::host_str).unwrap_or_default();
    if LIKE_LOCALHOST.contains(&host) {
        let help = format!("use `http://localhost`, the user's own machine: `{host}` is a domain on the Internet");
        return finding(help);
    }
    let help = format!("use https:{}", callback.value.text.get("http:".len()..).unwrap_or_default());
    finding(help).fix(over_https(callback.place, context))
}

fn dangerous(app: &App, callback: &Located<Callback>, scheme: &str) -> Finding {
    let message = format!(
        "`{}` has a callback with the scheme `{scheme}`, which cannot receive a code \
                 safely",
        app.component.name
    );
    let help = "use an https address, or for an installed app a private-use scheme together with PKCE";
    Finding::new(callback.place, message, help).value(&callback.value.text)
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let callbacks = app.oauth.iter().flat_map(|client| client.callbacks.urls.given());
    callbacks.filter_map(|callback| judge(app, callback, context)).collect()
}

fn judge(app: &App, callback: &Located<Callback>, context: &Context<'_>) -> Option<Finding> {
    let scheme = callback.value.url.as_ref()?.scheme();
    if scheme == CLEAR && !callback.value.is_loopback() {
        return Some(clear_text(app, callback, context));
    }
    DANGEROUS.contains(&scheme).then(|| dangerous(app, callback, scheme))
}
