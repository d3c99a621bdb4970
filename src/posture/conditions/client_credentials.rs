//! The client credentials flow, in the order of Salesforce's guide: the switch, the scopes, the run-as user.

use crate::model::{API_USER_ONLY, Assignments, Located, Scope, User, has_permission};
use crate::schema::ScopeKind;
use crate::workspace::Place;

use super::access::has_custom_scope;
use crate::posture::answer::{Answer, Lack};
use crate::posture::subject::Subject;

/// The releases, as API versions, that refuse a run-as user who is not API-only. Source: Metadata API guide,
/// `oauthClientCredentialUser`.
const API_ONLY_DEMANDED: std::ops::RangeInclusive<u16> = 56..=57;

pub(super) fn enabled(subject: Subject<'_>) -> Answer {
    subject.switch(&subject.client.is_client_credential_enabled)
}

/// The administrator's half of the switch, which connected apps do not have.
pub(super) fn allowed(subject: Subject<'_>) -> Option<Answer> {
    subject.client.is_client_credential_allowed.as_ref().map(|allowed| subject.switch(allowed))
}

pub(super) fn scope_left(subject: Subject<'_>) -> Answer {
    if has_custom_scope(subject.app, subject.project) { Answer::known(true) } else { subject.asks_for(is_left) }
}

/// Whether client-credentials tokens keep a scope: Salesforce drops some. Source: Salesforce Help, OAuth 2.0 client
/// credentials flow.
pub fn is_left(scope: &Scope) -> bool {
    let is_web = scope.facts.is_some_and(|facts| facts.name == "Web");
    !is_web && !scope.is(ScopeKind::All) && !scope.is(ScopeKind::Refresh)
}

pub(super) fn run_as_user(subject: Subject<'_>) -> Answer {
    let user = &subject.client.oauth_client_credential_user;
    if user.given().is_some() {
        return Answer::of(user, Some(true));
    }
    if !user.is_blank() {
        return Answer::of(user, None);
    }
    let is_in_setup = subject.app.intent.run_as_managed_in_setup == Some(true);
    let answer = subject.unless_old(user, Answer::of(user, Some(false)));
    if is_in_setup { Answer { met: None, lack: Some(Lack::Setup), ..answer } } else { answer }
}

/// The user that the file names.
fn named(subject: Subject<'_>) -> Option<&Located<String>> {
    subject.client.oauth_client_credential_user.given()
}

pub(super) fn user_exists(subject: Subject<'_>) -> Option<Answer> {
    named(subject).map(|user| exists(subject, user))
}

/// Whether the org has a user with a username.
pub(super) fn exists(subject: Subject<'_>, user: &Located<String>) -> Answer {
    let users = &subject.project.users;
    let is_known_wrong = users.lack(&user.value) || users.with_email(&user.value).is_some();
    let met = match users.find(&user.value) {
        Some(_) => Some(true),
        None => is_known_wrong.then_some(false),
    };
    Answer::at(met, user.place).or_lack(Lack::Facts("users"))
}

pub(super) fn user_usable(subject: Subject<'_>) -> Option<Answer> {
    let user = named(subject)?;
    let known = subject.project.users.find(&user.value);
    Some(match known {
        Some(known) => usable(known, user.place),
        None if subject.project.users.lack(&user.value) => return None,
        None => Answer::at(None, user.place).or_lack(Lack::Facts("users")),
    })
}

/// Whether a user is active and not frozen.
pub(super) fn usable(known: &User, place: Place) -> Answer {
    let met = match (known.is_active, known.is_frozen) {
        (Some(false), _) | (_, Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        _ => None,
    };
    let lack = if known.is_active.is_none() { "users" } else { "frozen-users" };
    Answer::at(met, place).or_lack(Lack::Facts(lack))
}

/// Only two releases demanded it, and only a declaration tells that an org is on one of them.
pub(super) fn user_api_only(subject: Subject<'_>) -> Option<Answer> {
    let user = named(subject)?;
    let release = subject.project.declared.release?;
    if !API_ONLY_DEMANDED.contains(&release) {
        return None;
    }
    let known = subject.project.users.find(&user.value);
    let met = known.and_then(|known| has_permission(known, &subject.project.permissions, API_USER_ONLY));
    Some(Answer::at(met, user.place).or_lack(Lack::Facts("permissions")))
}

/// Texts contradict each other on whether the run-as user of an External Client App needs an approval. Only an approved
/// one is certain to pass. Help exempts the run-as user of a connected app.
pub(super) fn user_approved(subject: Subject<'_>) -> Option<Answer> {
    if !subject.is_external() || run_as_user(subject).met == Some(false) {
        return None;
    }
    let approved = &subject.app.access.is_admin_approved;
    Some(match approved.is_on() {
        Some(false) => Answer::of(approved, Some(true)),
        None => Answer::of(approved, None),
        Some(true) => {
            let (met, lack) = approved_by_set(subject);
            Answer::at(met, approved.place()).or_lack(lack)
        }
    })
}

/// Whether the run-as user is known to have an approved permission set, and what would tell.
fn approved_by_set(subject: Subject<'_>) -> (Option<bool>, Lack) {
    let Some(name) = named(subject) else { return (None, Lack::Setup) };
    let Some(user) = subject.project.users.find(&name.value) else { return (None, Lack::Facts("users")) };
    match holds_listed_set(subject, user) {
        Some(true) => (Some(true), Lack::Trial),
        Some(false) => (None, Lack::Trial),
        None => (None, Lack::Facts("assignments")),
    }
}

/// Whether a user has one of the permission sets that are approved.
pub(super) fn holds_listed_set(subject: Subject<'_>, user: &User) -> Option<bool> {
    let listed = &subject.app.access.permission_set_names;
    let is_listed = |name: &str| {
        let api_name = |listed: &str| {
            listed.eq_ignore_ascii_case(name)
                || subject.project.catalog.permission_set(listed).is_some_and(|(_, it)| it.eq_ignore_ascii_case(name))
        };
        listed.given().any(|listed| api_name(&listed.value))
    };
    let holds = user.assignments.known().iter().any(|assigned| is_listed(assigned.name()));
    let is_complete = matches!(user.assignments, Assignments::All(_)) && !listed.is_unknown();
    if holds { Some(true) } else { is_complete.then_some(false) }
}
