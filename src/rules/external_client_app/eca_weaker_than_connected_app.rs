//! An External Client App that is laxer than the connected app which it replaces.
//!
//! No other rule can see this: each of the two apps may be acceptable by itself. The apps are paired by name, label, or
//! callbacks, because nothing in the files links them. Settings are compared one by one with their own idea of "laxer",
//! and an unknown value is never laxer. The new types have other defaults, so the absence of a switch does not mean the
//! same in both.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    App, AppKind, Callback, CallbackKind, Component, Field, IpRelaxation, OauthClient, RefreshTokenPolicy, Scope,
};
use crate::posture::{client_credentials, refresh_scope};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::ScopeKind;
use crate::workspace::Place;

/// A setting in which the new app is laxer.
struct Laxer {
    /// In the new app.
    place: Place,
    /// In the old one.
    before: Place,
    what: String,
    help: String,
}

impl Laxer {
    fn new([place, before]: [Place; 2], what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { place, before, what: what.into(), help: help.into() }
    }

    fn finding(self, old: &App, new: &App) -> Finding {
        let (old, new) = (&old.component.name, &new.component.name);
        let message = format!("`{new}` is laxer than the connected app `{old}`: {}", self.what);
        Finding::new(self.place, message, self.help)
            .related(self.before, "as the connected app has it")
            .value(self.what)
    }
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let pairs = pairs(&context.project.apps);
    let findings = pairs.into_iter().flat_map(|(old, new)| {
        laxer(old, new, context).into_iter().map(|laxer| (new.component.clone(), laxer.finding(old, new)))
    });
    findings.collect()
}

/// Connected apps and the External Client Apps for the same client.
fn pairs(apps: &[App]) -> Vec<(&App, &App)> {
    let mut connected: BTreeMap<String, &App> = BTreeMap::new();
    let (old, new): (Vec<&App>, Vec<&App>) = apps.iter().partition(|app| app.kind == AppKind::ConnectedApp);
    if new.is_empty() {
        return Vec::new();
    }
    for app in old {
        for sign in signs(app) {
            connected.entry(sign).or_insert(app);
        }
    }
    let of = |app: &App| signs(app).into_iter().find_map(|sign| connected.get(&sign).copied());
    new.into_iter().filter_map(|app| Some((of(app)?, app))).collect()
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

fn laxer(old: &App, new: &App, context: &Context<'_>) -> Vec<Laxer> {
    let mut laxer: Vec<Laxer> = permitted_users(old, new, context).into_iter().collect();
    laxer.extend(ip_relaxation(old, new, context));
    laxer.extend(session(old, new, context));
    if let (Some(before), Some(after)) = (&old.oauth, &new.oauth) {
        laxer.extend(refresh_tokens(old, new, after));
        laxer.extend(switches(before, after, context));
        laxer.extend(flows(before, after));
        laxer.extend(scopes(before, after));
    }
    laxer
}

fn permitted_users(old: &App, new: &App, context: &Context<'_>) -> Option<Laxer> {
    let (before, after) = (&old.access.is_admin_approved, &new.access.is_admin_approved);
    let help = format!("write `{}`", context.new_value(after, new.kind.admin_approved()));
    let what = "every user may authorize it, not only approved ones";
    (before.is_on() == Some(true) && after.is_on() == Some(false))
        .then(|| Laxer::new([after.place(), before.place()], what, help))
}

fn ip_relaxation(old: &App, new: &App, context: &Context<'_>) -> Option<Laxer> {
    let rank = |relaxation: IpRelaxation| match relaxation {
        IpRelaxation::Enforce => 0,
        IpRelaxation::EnforceRelaxRefresh => 1,
        IpRelaxation::BypassSecondFactor => 2,
        IpRelaxation::Bypass => 3,
    };
    let before = &old.oauth_policy.ip_relaxation;
    let field = &new.oauth_policy.ip_relaxation;
    let after = field.given()?;
    // Absent is the documented default.
    let was = if before.is_blank() { IpRelaxation::Enforce } else { *before.value()? };
    let what = "it applies less of the org's IP restrictions";
    let help = format!("write `{}`", context.new_value(field, new.kind.ip_relaxation(IpRelaxation::Enforce)));
    (rank(after.value) > rank(was)).then(|| Laxer::new([after.place, before.place()], what, help))
}

fn session(old: &App, new: &App, context: &Context<'_>) -> Vec<Laxer> {
    let (before, after) = (&old.session_policy, &new.session_policy);
    let high = |level: &Field<String>| level.value().is_some_and(|level| level == "HIGH_ASSURANCE");
    let mut laxer = Vec::new();
    if high(&before.session_level) && !high(&after.session_level) && !after.session_level.is_unknown() {
        let places = [after.session_level.place(), before.session_level.place()];
        let help = format!("write `{}`", context.new_value(&after.session_level, "HIGH_ASSURANCE"));
        laxer.push(Laxer::new(places, "it asks for no high-assurance session", help));
    }
    let timeouts = before.session_timeout.given().zip(after.session_timeout.given());
    if let Some((was, is)) = timeouts.filter(|(was, is)| is.value > was.value) {
        let what = format!("its sessions last {} minutes instead of {}", is.value, was.value);
        let help = format!("write `{}`", context.new_value(&after.session_timeout, was.value.to_string()));
        laxer.push(Laxer::new([is.place, was.place], what, help));
    }
    laxer
}

fn refresh_tokens(old: &App, new: &App, client: &OauthClient) -> Option<Laxer> {
    let rank = |policy: RefreshTokenPolicy| match policy {
        RefreshTokenPolicy::Zero => (0, 0),
        RefreshTokenPolicy::Lifetime(span) => (1, span.hours()),
        RefreshTokenPolicy::Inactivity(span) => (2, span.hours()),
        RefreshTokenPolicy::Infinite => (3, 0),
    };
    let before = old.oauth_policy.refresh_token_policy.given()?;
    let after = new.oauth_policy.refresh_token_policy.given()?;
    let matters = refresh_scope(client) != Some(false) && rank(after.value) > rank(before.value);
    let help = "write the refresh token policy of the connected app";
    matters.then(|| Laxer::new([after.place, before.place], "its refresh tokens live longer", help))
}

fn switches(before: &OauthClient, after: &OauthClient, context: &Context<'_>) -> Vec<Laxer> {
    let mut laxer = Vec::new();
    let mut add = |is_laxer: bool, [old, new]: [&Field<bool>; 2], what: &str, value: &str| {
        if is_laxer {
            let help = format!("write `{}`", context.new_value(new, value));
            laxer.push(Laxer::new([new.place(), old.place()], what, help));
        }
    };
    let on = |field: &Field<bool>| field.is_on() == Some(true);
    let off = |field: &Field<bool>| field.is_on() == Some(false);
    let said_no = |field: &Field<bool>| field.value() == Some(&false);

    let pkce = [&before.is_pkce_required, &after.is_pkce_required];
    // PKCE is on in an External Client App that does not say otherwise.
    let without = on(pkce[0]) && said_no(pkce[1]);
    add(without, pkce, "it does not ask for PKCE", "true");

    let public = [&before.is_consumer_secret_optional, &after.is_consumer_secret_optional];
    add(off(public[0]) && on(public[1]), public, "it asks for no secret in the web server flow", "false");

    let refresh = [&before.is_secret_required_for_refresh_token, &after.is_secret_required_for_refresh_token];
    let without = !said_no(refresh[0]) && !refresh[0].is_unknown() && said_no(refresh[1]);
    add(without, refresh, "it asks for no secret when a refresh token is used", "true");

    let rotation = [&before.is_refresh_token_rotation_enabled, &after.is_refresh_token_rotation_enabled];
    add(on(rotation[0]) && off(rotation[1]), rotation, "its refresh tokens are not rotated", "true");

    let introspect = [&before.is_introspect_all_tokens, &after.is_introspect_all_tokens];
    add(off(introspect[0]) && on(introspect[1]), introspect, "it may introspect every token of the org", "false");
    laxer
}

fn flows(before: &OauthClient, after: &OauthClient) -> Vec<Laxer> {
    let mut laxer = Vec::new();
    if client_credentials(before) == Some(false) && client_credentials(after) == Some(true) {
        let switch = after.switches().into_iter().find(|switch| switch.is_on() == Some(true));
        let places = switch.map(|switch| [switch.place(), before.is_client_credential_enabled.place()]);
        laxer.extend(places.map(|places| opened(places, "client credentials")));
    }
    let others = [
        ("authorization code and credentials", &before.is_code_credential_enabled, &after.is_code_credential_enabled),
        ("token exchange", &before.is_token_exchange_enabled, &after.is_token_exchange_enabled),
    ];
    for (flow, old, new) in others {
        if old.is_set() == Some(false) && new.is_on() == Some(true) {
            laxer.push(opened([new.place(), old.place()], flow));
        }
    }
    laxer
}

fn opened(places: [Place; 2], flow: &str) -> Laxer {
    Laxer::new(places, format!("it opens the {flow} flow"), "switch the flow off unless a client needs it")
}

/// The first scope that the old app neither has nor implies, with all of them in words.
fn scopes(before: &OauthClient, after: &OauthClient) -> Option<Laxer> {
    if before.scopes.is_unknown() {
        return None;
    }
    let had = |scope: &Scope| {
        before.scopes.given().any(|old| {
            let same_refresh = scope.is(ScopeKind::Refresh) && old.value.is(ScopeKind::Refresh);
            let (Some(old), Some(new)) = (old.value.facts, scope.facts) else { return same_refresh };
            same_refresh || old.name == new.name || old.implies.iter().any(|name| *name == "*" || *name == new.name)
        })
    };
    let more: Vec<_> = after.scopes.given().filter(|scope| scope.value.facts.is_some() && !had(&scope.value)).collect();
    let names: Vec<String> = more.iter().map(|scope| format!("`{}`", scope.value.text)).collect();
    let what = format!("it also asks for {}", names.join(", "));
    let help = "delete the scopes that the connected app could do without";
    more.first().map(|scope| Laxer::new([scope.place, before.scopes.place()], what, help))
}

/// Whether no other app has the same callback by chance. Every app for the Salesforce CLI has the CLI's callback.
fn tells_apps_apart(callback: &Callback) -> bool {
    matches!(callback.kind(), CallbackKind::Web | CallbackKind::Installed)
}
