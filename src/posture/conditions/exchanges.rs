//! The device flow, asset tokens, and token exchange.

use crate::model::{App, Enablement, Field, TokenExchangeHandler};
use crate::schema::{Kind, RetiringFeature, ScopeKind};

use super::client_credentials::{exists, usable};
use crate::posture::answer::{Answer, Lack, lack_of};
use crate::posture::subject::{Subject, end_of};

/// The editions that have token exchange. Source: Salesforce Help, OAuth 2.0 token exchange flow.
const EXCHANGE_EDITIONS: [&str; 4] = ["Developer", "Enterprise", "Performance", "Unlimited"];

pub(super) fn device_enabled(subject: Subject<'_>) -> Answer {
    subject.switch(&subject.client.is_device_flow_enabled)
}

/// From a day on, only local External Client Apps have the flow whose callbacks are all on the user's own machine.
pub(super) fn device_in_time(subject: Subject<'_>) -> Answer {
    let is_over = end_of(RetiringFeature::DeviceFlow).is_some_and(|change| change.on <= subject.project.today());
    if !is_over {
        return Answer::known(true);
    }
    let state = subject.app.external.as_ref().map(|external| &external.distribution_state);
    let is_readable = state.is_none_or(|state| state.value().is_some());
    let lack = if is_readable { Lack::Value } else { state.map_or(Lack::Value, lack_of) };
    Answer::at(keeps_device_flow(subject.app), subject.app.place).or_lack(lack)
}

/// Whether an app with OAuth settings is one that keeps the device flow.
pub fn keeps_device_flow(app: &App) -> Option<bool> {
    let elsewhere = app.oauth.as_ref()?.callbacks.urls.holds(|callback| !callback.is_loopback());
    let Some(external) = &app.external else { return Some(false) };
    let is_local = external.distribution_state.value().map(|state| state == "Local");
    match (is_local, elsewhere) {
        (Some(false), _) | (_, Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        _ => None,
    }
}

pub(super) fn asset_token_settings(subject: Subject<'_>) -> Answer {
    let is_there = subject.client.asset_token.is_some();
    // The settings of an External Client App are in the file of its scopes.
    let is_unknown = !is_there && subject.client.scopes.absence.has_no_file();
    if is_unknown { Answer::lacks(Lack::File("assetTokenAudiences")) } else { Answer::known(is_there) }
}

/// Half of the settings do not count; `asset-token-incomplete` reports the missing part.
pub(super) fn asset_token_complete(subject: Subject<'_>) -> Option<Answer> {
    let token = subject.client.asset_token.as_ref()?;
    let fields = [&token.audiences, &token.signing_certificate_id, &token.validity];
    let missing = fields.iter().find(|field| field.is_blank());
    let unknown = fields.iter().find(|field| field.is_unknown());
    Some(match (missing, unknown) {
        (Some(missing), _) => Answer::of(missing, Some(false)),
        (None, Some(unknown)) => Answer::of(unknown, None),
        (None, None) => Answer::of(&token.audiences, Some(true)),
    })
}

pub(super) fn asset_token_scopes(subject: Subject<'_>) -> Answer {
    let asks = |name: &str| subject.asks_for(|scope| scope.facts.is_some_and(|facts| facts.name == name));
    let (api, identity) = (asks("Api"), asks("OpenID"));
    let first = if api.met == Some(true) { identity } else { api };
    // Whether `Full` is enough is not known.
    let has_full = subject.client.scopes.given().any(|scope| scope.value.is(ScopeKind::All));
    if first.met == Some(false) && has_full { Answer { met: None, lack: Some(Lack::Trial), ..first } } else { first }
}

pub(super) fn enabled(subject: Subject<'_>) -> Answer {
    subject.switch(&subject.client.is_token_exchange_enabled)
}

/// The administrator's half of the switch. A connected app without policies says nothing about it.
pub(super) fn allowed(subject: Subject<'_>) -> Answer {
    let policy = &subject.app.oauth_policy;
    let allowed = &policy.is_token_exchange_flow_enabled;
    if matches!(policy.element, Field::Absent(_)) {
        return Answer::of(allowed, None).or_lack(Lack::Retrieve);
    }
    subject.switch(allowed)
}

pub(super) fn edition(subject: Subject<'_>) -> Answer {
    let project = subject.project;
    let of_facts = project.organization.as_ref().and_then(|organization| organization.edition.as_deref());
    let declared = project.declared.edition.as_deref().or(of_facts);
    let Some(edition) = declared.or(project.scratch_org_edition.as_deref()) else {
        return Answer::lacks(Lack::Facts("organization"));
    };
    Answer::known(EXCHANGE_EDITIONS.iter().any(|known| edition.to_lowercase().contains(&known.to_lowercase())))
}

/// The handlers that serve the app, each with the row for it.
fn handlers(subject: Subject<'_>) -> impl Iterator<Item = (&TokenExchangeHandler, &Enablement)> {
    let name = &subject.app.component.name;
    let is_for = move |enablement: &&Enablement| {
        let app = if subject.is_external() { &enablement.external_client_app } else { &enablement.connected_app };
        app.value().is_some_and(|app| app.eq_ignore_ascii_case(name))
    };
    let all = subject.project.org.token_exchange_handlers.iter();
    all.filter_map(move |handler| Some((handler, handler.enablements.iter().find(is_for)?)))
}

/// A handler may be only in the org. A handler that is switched off or accepts no tokens serves no app.
pub(super) fn handler(subject: Subject<'_>) -> Answer {
    let Some((first, _)) = handlers(subject).next() else {
        return Answer::lacks(Lack::OrgFile("an OauthTokenExchangeHandler that names the app"));
    };
    let serves = |wanted| handlers(subject).map(|(handler, _)| handler).find(|handler| serves(handler) == wanted);
    match (serves(Some(true)), serves(None)) {
        (Some(handler), _) => Answer::at(Some(true), handler.token_handler_apex.place()),
        (None, Some(handler)) => Answer::at(None, handler.is_enabled.place()).or_lack(Lack::Value),
        (None, None) => Answer::at(Some(false), first.is_enabled.place()),
    }
}

/// Whether a handler is switched on and takes tokens of some kind.
fn serves(handler: &TokenExchangeHandler) -> Option<bool> {
    let takes = || handler.supported.iter().map(Field::is_on);
    if handler.is_enabled.is_on() == Some(false) || takes().all(|takes| takes == Some(false)) {
        return Some(false);
    }
    (handler.is_enabled.is_on() == Some(true) && takes().any(|takes| takes == Some(true))).then_some(true)
}

/// The class may be in the org alone.
pub(super) fn class(subject: Subject<'_>) -> Option<Answer> {
    let (handler, _) = handlers(subject).next()?;
    let class = handler.token_handler_apex.given()?;
    let is_there = subject.project.catalog.contains(Kind::ApexClass, &class.value);
    Some(Answer::at(is_there.then_some(true), class.place).or_lack(Lack::OrgFile("the file of the Apex class")))
}

pub(super) fn user(subject: Subject<'_>) -> Option<Answer> {
    let (_, enablement) = handlers(subject).next()?;
    let user = enablement.apex_execution_user.given()?;
    Some(match subject.project.users.find(&user.value) {
        Some(known) => usable(known, user.place),
        None => exists(subject, user),
    })
}
