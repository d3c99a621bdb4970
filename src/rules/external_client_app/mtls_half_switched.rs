//! Mutual TLS is on, but the settings do not identify the client's certificate.

use crate::model::{App, External, Field};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    app.external.iter().filter_map(|external| half(app, external, context)).collect()
}

fn half(app: &App, external: &External, context: &Context<'_>) -> Option<Finding> {
    let parts = &external.client_certificate_parameter;
    let missing = parts.iter().find(|part| part.is_blank())?;
    let name = &app.component.name;
    let [kind, value] = parts.each_ref().map(|part| context.name_of(part));
    let help = format!("add `<{kind}>` and `<{value}>`, which belong together");
    if let Some(given) = parts.iter().find_map(Field::given) {
        let message = format!("`{name}` has one of `{kind}` and `{value}`, and each needs the other");
        return Some(Finding::new(missing.place(), message, help).related(given.place, "is there"));
    }
    let is_bare = parts.iter().all(Field::is_blank);
    let switch = external.is_mtls_enabled.given().filter(|switch| switch.value && is_bare)?;
    let message = format!(
        "mutual TLS of `{name}` is on, but `{kind}` and `{value}` do not say which certificate is the client's"
    );
    Some(Finding::new(missing.place(), message, help).related(switch.place, "switches mutual TLS on"))
}
