//! What a reviewer should know of a token exchange handler: that it may create users, takes several kinds of tokens, or is
//! one of two defaults of an app.

use std::collections::BTreeMap;

use crate::model::{Component, Enablement, Field, Located, TokenExchangeHandler};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::words::quoted_list;

/// A handler, and where it says that it is a default.
type DefaultOf<'h> = (&'h TokenExchangeHandler, &'h Located<bool>);

/// The kind of an app and its name in lower case.
type AppKey = (&'static str, String);

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let handlers = context.project.org.token_exchange_handlers.iter();
    let active: Vec<&TokenExchangeHandler> =
        handlers.filter(|handler| handler.is_enabled.value() != Some(&false)).collect();
    let first = first_defaults(&active);
    let mut found = Vec::new();
    for handler in &active {
        let findings = creates_users(handler, context).into_iter().chain(kinds(handler, context));
        let findings = findings.chain(second_defaults(handler, &first));
        found.extend(findings.map(|finding| (handler.component.clone(), finding)));
    }
    found
}

fn creates_users(handler: &TokenExchangeHandler, context: &Context<'_>) -> Option<Finding> {
    let allowed = handler.is_user_creation_allowed.given().filter(|allowed| allowed.value)?;
    let message = format!("`{}` may create users for tokens of another identity provider", handler.component.name);
    let off = context.new_value(&handler.is_user_creation_allowed, "false");
    let help = format!("review what its Apex class requires of a new user, or set `{off}`");
    Some(Finding::new(allowed.place, message, help).value("users"))
}

fn kinds(handler: &TokenExchangeHandler, context: &Context<'_>) -> Option<Finding> {
    let on: Vec<&Field<bool>> = handler.supported.iter().filter(|switch| switch.value() == Some(&true)).collect();
    let [first, second, ..] = on.as_slice() else { return None };
    let names: Vec<String> = on.iter().map(|switch| context.name_of(switch)).collect();
    let message = format!("`{}` accepts several kinds of tokens: {}", handler.component.name, quoted_list(&names));
    let help = "switch off the kinds that no client sends, and check that its Apex class validates each of the others";
    Some(Finding::new(second.place(), message, help).value("kinds").related(first.place(), "is on, too"))
}

/// For each app the first of its default handlers by name. The order of the files would differ between a run on one file
/// and one on the project.
fn first_defaults<'h>(handlers: &[&'h TokenExchangeHandler]) -> BTreeMap<AppKey, DefaultOf<'h>> {
    let mut first: BTreeMap<AppKey, DefaultOf<'h>> = BTreeMap::new();
    for handler in handlers {
        for (app, _, default) in defaults(handler) {
            let known = first.entry(app).or_insert((handler, default));
            if handler.component.name < known.0.component.name {
                *known = (handler, default);
            }
        }
    }
    first
}

/// Apps of which another handler is the default, too.
fn second_defaults(handler: &TokenExchangeHandler, first: &BTreeMap<AppKey, DefaultOf<'_>>) -> Vec<Finding> {
    let second = |(key, app, default): (AppKey, &str, &Located<bool>)| {
        let (other, place) = first.get(&key).map(|(other, default)| (*other, default.place))?;
        let message = format!(
            "`{}` and `{}` are both the default handler of `{app}`: Salesforce does not document which of them \
             handles a token",
            other.component.name, handler.component.name
        );
        let help = format!("keep `<isDefault>true</isDefault>` for one handler of `{app}`");
        let finding = Finding::new(default.place, message, help).value(app).related(place, "is the default, too");
        (other.component != handler.component).then_some(finding)
    };
    defaults(handler).filter_map(second).collect()
}

/// The apps whose default a handler is, and where it says so.
fn defaults(handler: &TokenExchangeHandler) -> impl Iterator<Item = (AppKey, &str, &Located<bool>)> {
    handler.enablements.iter().filter_map(|enablement| {
        let default = enablement.is_default.given().filter(|default| default.value)?;
        let (kind, name) = app(enablement)?;
        Some(((kind, name.to_lowercase()), name, default))
    })
}

fn app(enablement: &Enablement) -> Option<(&'static str, &str)> {
    let connected = enablement.connected_app.value().map(|name| ("ConnectedApp", name.as_str()));
    connected.or_else(|| Some(("ExternalClientApplication", enablement.external_client_app.value()?.as_str())))
}
