//! JWT bearer and SAML bearer: the certificate, the approval, the user of the assertion, and the refresh scope.

use crate::model::{RefreshTokenPolicy, User};
use crate::schema::ScopeKind;
use crate::secrets::{Algorithm, Certificate, MIN_RSA_BITS};

use super::access;
use super::client_credentials::{holds_listed_set, usable};
use crate::posture::answer::{Answer, Lack};
use crate::posture::subject::Subject;

pub(super) fn certificate(subject: Subject<'_>) -> Answer {
    let certificate = &subject.client.certificate;
    let is_there = if certificate.is_unknown() { None } else { Some(!certificate.is_blank()) };
    Answer::of(certificate, is_there)
}

pub(super) fn certificate_key(subject: Subject<'_>) -> Option<Answer> {
    let certificate = &subject.client.certificate;
    let is_strong =
        |key: &Certificate| matches!(key.key.algorithm, Algorithm::Rsa { bits, .. } if bits >= MIN_RSA_BITS);
    let read = certificate.value()?.certificate();
    Some(Answer::of(certificate, Some(read.is_some_and(is_strong))))
}

/// Whether Salesforce refuses a certificate of an app that has expired is contested, so that none is known to fail.
pub(super) fn certificate_validity(subject: Subject<'_>) -> Option<Answer> {
    let certificate = &subject.client.certificate;
    let read = certificate.value()?.certificate()?;
    let is_valid = (read.not_before..=read.not_after).contains(&subject.project.now);
    Some(Answer::at(is_valid.then_some(true), certificate.place()).or_lack(Lack::Trial))
}

/// An administrator approves users, or a user approved the app in a flow that brought a refresh token.
pub(super) fn approval(subject: Subject<'_>) -> Answer {
    let approved = &subject.app.access.is_admin_approved;
    match approved.is_on() {
        Some(true) => Answer::of(approved, Some(true)),
        Some(false) => subject.unless_old(approved, approved_by_users(subject)),
        None => Answer::of(approved, None),
    }
}

/// Users approve the app themselves. `Full` alone brings no refresh token.
fn approved_by_users(subject: Subject<'_>) -> Answer {
    let approved = &subject.app.access.is_admin_approved;
    let dies_at_once = subject.app.oauth_policy.refresh_token_policy.value() == Some(&RefreshTokenPolicy::Zero);
    let asks = subject.asks_for_refresh();
    if asks.met == Some(false) || dies_at_once {
        return Answer::of(approved, Some(false));
    }
    let has_users = subject.project.tokens_of(subject.app).is_some_and(|tokens| tokens.users > 0);
    Answer::at(has_users.then_some(true), approved.place()).or_lack(Lack::Facts("live-tokens"))
}

/// With an administrator's approval, the user of the assertion needs a permission set or profile of the app.
pub(super) fn subject(subject: Subject<'_>) -> Option<Answer> {
    let approved = &subject.app.access.is_admin_approved;
    match approved.is_on() {
        Some(false) => return None,
        None => return Some(Answer::of(approved, None)),
        Some(true) => {}
    }
    let somebody = access::somebody_approved(subject);
    if somebody.met == Some(false) {
        return Some(somebody);
    }
    let Some(name) = &subject.app.intent.subject else {
        return Some(Answer { met: None, lack: Some(Lack::Declaration("subject")), ..somebody });
    };
    let user = subject.project.users.find(name);
    let met = user.and_then(|user| is_approved(subject, user));
    let lack = if user.is_none() { "users" } else { "assignments" };
    Some(Answer { met, lack: None, ..somebody }.or_lack(Lack::Facts(lack)))
}

/// Only a declaration names the user for whom assertions ask.
pub(super) fn subject_usable(subject: Subject<'_>) -> Option<Answer> {
    let name = subject.app.intent.subject.as_ref()?;
    let user = subject.project.users.find(name);
    let answer = user.map_or(Answer::lacks(Lack::Facts("users")), |user| usable(user, subject.app.place));
    Some(Answer { place: None, ..answer })
}

/// Whether a user has a profile or permission set that is approved.
fn is_approved(subject: Subject<'_>, user: &User) -> Option<bool> {
    let profiles = &subject.app.access.profile_names;
    let is_own = |name: &String| user.profile.as_ref().is_some_and(|profile| profile.eq_ignore_ascii_case(name));
    if profiles.given().any(|profile| is_own(&profile.value)) {
        return Some(true);
    }
    holds_listed_set(subject, user).filter(|holds| *holds || (user.profile.is_some() && !profiles.is_unknown()))
}

/// Where an administrator approves users, JWT bearer needs the scope of refresh tokens, too. Whether `Full` is enough is
/// not known.
pub(super) fn refresh_scope(subject: Subject<'_>) -> Option<Answer> {
    let approved = &subject.app.access.is_admin_approved;
    let asks = subject.asks_for_refresh();
    match (approved.is_on(), asks.met) {
        (Some(false), _) => None,
        (_, Some(true) | None) => Some(asks),
        (None, Some(false)) => Some(Answer::of(approved, None)),
        (Some(true), Some(false)) => {
            let full = subject.client.scopes.given().find(|scope| scope.value.is(ScopeKind::All));
            let met = if full.is_some() { None } else { Some(false) };
            Some(Answer::at(met, full.map_or(asks.place, |full| Some(full.place))?).or_lack(Lack::Trial))
        }
    }
}
