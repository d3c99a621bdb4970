//! Flows in which a person logs in by a browser, and the settings of the org about them.

use crate::model::{App, AppKind, Callback, Field, OauthClient};

use crate::posture::answer::{Answer, Lack, lack_of};
use crate::posture::subject::Subject;

/// A callback that is more than a stand-in.
pub(super) fn real_callback(subject: Subject<'_>) -> Answer {
    let urls = &subject.client.callbacks.urls;
    let real = urls.given().find(|callback| !callback.value.is_stand_in());
    let place = real.map_or_else(|| urls.place(), |callback| callback.place);
    let answer = Answer::at(urls.holds(|callback| !callback.is_stand_in()), place);
    answer.or_lack(lack_of(urls.items.iter().find(|item| item.is_unknown()).unwrap_or(&urls.absence)))
}

/// Salesforce sends codes to an https address, to the user's own machine, and to the scheme of an installed app.
pub(super) fn valid_callback(subject: Subject<'_>) -> Option<Answer> {
    let real = || subject.client.callbacks.urls.given().filter(|callback| !callback.value.is_stand_in());
    let first = real().next()?;
    if let Some(valid) = real().find(|callback| is_valid(&callback.value)) {
        return Some(Answer::at(Some(true), valid.place));
    }
    let unreadable = subject.client.callbacks.urls.items.iter().find(|item| item.is_unknown());
    Some(unreadable.map_or(Answer::at(Some(false), first.place), |item| Answer::of(item, None)))
}

fn is_valid(callback: &Callback) -> bool {
    let is_https = callback.url.as_ref().is_some_and(|url| url.scheme() == "https");
    is_https || callback.is_loopback() || callback.has_private_scheme()
}

/// PKCE is demanded by an External Client App that does not say otherwise, and by an org that demands it of all.
pub(super) fn pkce_optional(subject: Subject<'_>) -> Answer {
    let required = &subject.client.is_pkce_required;
    let by_app = subject.unless_old(required, Answer::of(required, demands_pkce(subject.app, subject.client)));
    if by_app.met == Some(true) {
        return Answer { met: Some(false), ..by_app };
    }
    let Some(of_org) = subject.org_setting(|settings| &settings.is_pkce_required) else {
        return subject.lacks_org_setting();
    };
    match of_org.is_on() {
        Some(true) => Answer::of(of_org, Some(false)),
        Some(false) => Answer { met: by_app.met.map(|required| !required), ..by_app },
        None => Answer::of(of_org, None),
    }
}

/// Whether an app demands PKCE. In an External Client App it is on by default.
pub fn demands_pkce(app: &App, client: &OauthClient) -> Option<bool> {
    let required = &client.is_pkce_required;
    let is_default = app.kind == AppKind::ExternalClientApp && required.is_blank();
    if is_default { Some(true) } else { required.is_on() }
}

pub(super) fn user_agent_allowed(subject: Subject<'_>) -> Answer {
    let Some(blocked) = subject.org_setting(|settings| &settings.block_user_agent_flow) else {
        return subject.lacks_org_setting();
    };
    Answer::of(blocked, blocked.is_on().map(|blocked| !blocked))
}

pub(super) fn password_kind(subject: Subject<'_>) -> Answer {
    Answer::at(Some(!subject.is_external()), subject.app.place)
}

/// Orgs since Summer '23 block the flow although the file does not say so.
pub(super) fn password_allowed(subject: Subject<'_>) -> Answer {
    let Some(blocked) = subject.org_setting(|settings| &settings.block_username_password_flow) else {
        return subject.lacks_org_setting();
    };
    let met = blocked.value().map(|blocked| !blocked);
    Answer::at(met, blocked.place()).or_lack(if matches!(blocked, Field::Absent(_)) {
        Lack::Setup
    } else {
        Lack::Value
    })
}

pub(super) fn headless_enabled(subject: Subject<'_>) -> Answer {
    subject.switch(&subject.client.is_code_credential_enabled)
}

pub(super) fn headless_allowed(subject: Subject<'_>) -> Answer {
    let Some(allowed) = subject.org_setting(|settings| &settings.is_code_credential_flow_enabled) else {
        return subject.lacks_org_setting();
    };
    Answer::of(allowed, allowed.is_on())
}
