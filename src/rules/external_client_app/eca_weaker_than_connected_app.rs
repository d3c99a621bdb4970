//! An External Client App is less restrictive than the connected app that it replaces.
//!
//! No other rule can see this: each of the two apps may be acceptable by itself. Which apps are a pair, and what is
//! laxer, is decided in `posture`, because a migration is not the only change from one app to another. Here are the
//! words.

use crate::model::{App, AppKind, Component, IpRelaxation};
use crate::posture::{Laxer, Property, Side, laxer, same_clients};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::words::count;

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let apps = context.project.apps.iter();
    let (old, new): (Vec<&App>, Vec<&App>) = apps.partition(|app| app.kind == AppKind::ConnectedApp);
    let side = |app| Side { app, sheet: context.posture(app) };
    let findings = same_clients(&old, &new).into_iter().flat_map(|[old, new]| {
        let laxer = laxer(side(old), side(new)).into_iter();
        laxer.map(|laxer| (new.component.clone(), finding(&laxer, [old, new], context)))
    });
    findings.collect()
}

fn finding(laxer: &Laxer, [old, new]: [&App; 2], context: &Context<'_>) -> Finding {
    let what = what(&laxer.property);
    let names = (&new.component.name, &old.component.name);
    let message = format!("`{}` is less restrictive than the connected app `{}`: {what}", names.0, names.1);
    let finding = Finding::new(laxer.after, message, help(laxer, new, context));
    finding.related(laxer.before, "the setting of the connected app").value(identity(&laxer.property))
}

/// What identifies the finding. It is a part of the fingerprint, so it stays as it is when the message is reworded.
fn identity(property: &Property) -> String {
    let words = match property {
        Property::IpRelaxation => "it applies less of the org's IP restrictions",
        Property::SessionLevel => "it asks for no high-assurance session",
        Property::RefreshTokenPolicy => "its refresh tokens live longer",
        Property::Pkce => "it does not ask for PKCE",
        Property::ConsumerSecret => "it asks for no secret in the web server flow",
        Property::RefreshSecret => "it asks for no secret when a refresh token is used",
        _ => return what(property),
    };
    words.to_owned()
}

fn what(property: &Property) -> String {
    let words = match property {
        Property::PermittedUsers => "every user may authorize it, not only approved ones",
        Property::IpRelaxation => "it enforces fewer of the org's IP restrictions",
        Property::SessionLevel => "it requires no high-assurance session",
        Property::SessionTimeout { before, after } => {
            return format!("its sessions last {} instead of {before}", count(*after, "minute"));
        }
        Property::RefreshTokenPolicy => "its refresh tokens are valid longer",
        Property::Pkce => "it does not require PKCE",
        Property::ConsumerSecret => "it requires no secret in the web server flow",
        Property::RefreshSecret => "it requires no secret when a refresh token is used",
        Property::RefreshTokenRotation => "its refresh tokens are not rotated",
        Property::Introspection => "it may introspect every token of the org",
        Property::ClientCredentials => "it opens the client credentials flow",
        Property::CodeCredential => "it opens the authorization code and credentials flow",
        Property::TokenExchange => "it opens the token exchange flow",
        Property::Scopes(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            return format!("it also asks for {}", names.join(", "));
        }
    };
    words.to_owned()
}

fn help(laxer: &Laxer, new: &App, context: &Context<'_>) -> String {
    let value = match &laxer.property {
        Property::PermittedUsers => new.kind.admin_approved(),
        Property::IpRelaxation => new.kind.ip_relaxation(IpRelaxation::Enforce),
        Property::SessionLevel => "HIGH_ASSURANCE",
        Property::SessionTimeout { before, .. } => &before.to_string(),
        Property::Pkce | Property::RefreshSecret | Property::RefreshTokenRotation => "true",
        Property::ConsumerSecret | Property::Introspection => "false",
        Property::RefreshTokenPolicy => return "write the refresh token policy of the connected app".to_owned(),
        Property::ClientCredentials | Property::CodeCredential | Property::TokenExchange => {
            return "switch the flow off unless a client needs it".to_owned();
        }
        Property::Scopes(_) => return "delete the scopes that the connected app does not have".to_owned(),
    };
    format!("write `{}`", context.new_value_at(laxer.after, value))
}
