//! A policy gives tokens to guests of headless login, but the OAuth settings do not allow it.

use crate::model::{App, Field};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::words::{agree, list, quoted_list};

use super::closed_to_guests;

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let switch = app.external.iter().map(|external| &external.is_guest_code_cred_flow_enabled).find_map(Field::given);
    let Some(switch) = switch.filter(|switch| switch.value) else { return Vec::new() };
    let closed = closed_to_guests(app);
    if closed.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = closed.iter().map(|switch| context.name_of(switch)).collect();
    let needs = agree(names.len(), "which is off", "which are off");
    let message = format!(
        "`{}` does not give tokens to guests, although its policy allows that: the flow needs {}, {needs}",
        app.component.name,
        quoted_list(&names)
    );
    let on: Vec<String> = closed.iter().map(|switch| format!("`{}`", context.new_value(switch, "true"))).collect();
    let help = format!("set {}, or switch the flow for guests off", list(&on));
    let finding = Finding::new(switch.place, message, help);
    vec![closed.iter().fold(finding, |finding, switch| finding.related(switch.place(), "is off"))]
}
