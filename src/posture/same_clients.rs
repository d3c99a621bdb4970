//! Which apps are for the same client.
//!
//! Nothing in the files links two apps, so they are paired by what a client takes with it: its name, its label, or the
//! addresses that it listens at.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{App, Callback, CallbackKind};

/// Pairs of apps for the same client, one of each list.
pub fn same_clients<'m>(before: &[&'m App], after: &[&'m App]) -> Vec<[&'m App; 2]> {
    // Most projects have one kind of app only.
    if after.is_empty() {
        return Vec::new();
    }
    let mut by_sign: BTreeMap<String, &App> = BTreeMap::new();
    for app in before {
        for sign in signs(app) {
            by_sign.entry(sign).or_insert(app);
        }
    }
    let of = |app: &App| signs(app).into_iter().find_map(|sign| by_sign.get(&sign).copied());
    after.iter().filter_map(|app| Some([of(app)?, *app])).collect()
}

/// What two apps for the same client have in common, the surest first.
fn signs(app: &App) -> Vec<String> {
    let mut signs = vec![format!("name {}", app.component.name)];
    signs.extend(app.details.label.value().map(|label| format!("label {label}")));
    let callbacks = app.oauth.iter().flat_map(|client| client.callbacks.urls.given());
    let real: BTreeSet<&str> =
        callbacks.filter(|url| tells_apps_apart(&url.value)).map(|url| url.value.text.as_str()).collect();
    if !real.is_empty() {
        signs.push(format!("callbacks {}", real.into_iter().collect::<Vec<_>>().join("\n")));
    }
    signs
}

/// Whether no other app has the same callback by chance. Every app for the Salesforce CLI has the CLI's callback.
fn tells_apps_apart(callback: &Callback) -> bool {
    matches!(callback.kind(), CallbackKind::Web | CallbackKind::Installed)
}
