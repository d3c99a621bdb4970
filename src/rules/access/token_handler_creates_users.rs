//! What a reviewer should know of a token exchange handler: that it may create users, takes several kinds of tokens, or is
//! one of two defaults of an app.

use crate::model::{Component, Enablement, Field, Located, TokenExchangeHandler};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::words::quoted_list;

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let handlers = context.project.org.token_exchange_handlers.iter();
    let active: Vec<&TokenExchangeHandler> =
        handlers.filter(|handler| handler.is_enabled.value() != Some(&false)).collect();
    let mut found = Vec::new();
    for (index, handler) in active.iter().enumerate() {
        let earlier = active.get(..index).unwrap_or_default();
        let findings = creates_users(handler, context).into_iter().chain(kinds(handler, context));
        let findings = findings.chain(second_defaults(handler, earlier));
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
    let message = format!("`{}` takes several kinds of tokens: {}", handler.component.name, quoted_list(&names));
    let help = "switch off the kinds that no client sends, and see that its Apex class validates each of the others";
    Some(Finding::new(second.place(), message, help).value("kinds").related(first.place(), "is on, too"))
}

/// Apps for which an earlier handler is the default, too.
fn second_defaults(handler: &TokenExchangeHandler, earlier: &[&TokenExchangeHandler]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (app, default) in defaults(handler) {
        let others = earlier.iter().flat_map(|other| defaults(other).map(move |(app, default)| (other, app, default)));
        let Some((other, _, first)) =
            others.into_iter().find(|(_, of, _)| of.0 == app.0 && of.1.eq_ignore_ascii_case(app.1))
        else {
            continue;
        };
        let message = format!(
            "`{}` and `{}` are both the default handler of `{}`: it is not known which of them takes a token",
            other.component.name, handler.component.name, app.1
        );
        let help = format!("keep `<isDefault>true</isDefault>` for one handler of `{}`", app.1);
        found.push(Finding::new(default.place, message, help).value(app.1).related(first.place, "is the default, too"));
    }
    found
}

/// The apps whose default a handler is, each with its kind.
fn defaults(handler: &TokenExchangeHandler) -> impl Iterator<Item = ((&'static str, &str), &Located<bool>)> {
    handler.enablements.iter().filter_map(|enablement| {
        let default = enablement.is_default.given().filter(|default| default.value)?;
        Some((app(enablement)?, default))
    })
}

fn app(enablement: &Enablement) -> Option<(&'static str, &str)> {
    let connected = enablement.connected_app.value().map(|name| ("ConnectedApp", name.as_str()));
    connected.or_else(|| Some(("ExternalClientApplication", enablement.external_client_app.value()?.as_str())))
}
