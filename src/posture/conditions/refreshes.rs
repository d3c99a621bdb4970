//! Refresh tokens, and the sessions of the user interface that hybrid flows add.

use crate::model::RefreshTokenPolicy;
use crate::schema::ScopeKind;

use crate::posture::answer::Answer;
use crate::posture::subject::Subject;

/// `Full` alone brings no refresh token.
pub(super) fn scope(subject: Subject<'_>) -> Answer {
    subject.asks_for_refresh()
}

/// Without a policy in the file of a connected app, refresh tokens do not end. The policy file of an External Client
/// App may be missing in the project, and then the answer is unknown.
pub(super) fn policy(subject: Subject<'_>) -> Answer {
    let policy = &subject.app.oauth_policy.refresh_token_policy;
    match policy.value() {
        Some(value) => Answer::of(policy, Some(*value != RefreshTokenPolicy::Zero)),
        None => Answer::of(policy, policy.is_blank().then_some(true)),
    }
}

pub(super) fn hybrid_scope(subject: Subject<'_>) -> Answer {
    subject.asks_for(|scope| scope.is(ScopeKind::Interface))
}

/// A hybrid refresh takes no rotation together with JSON Web Tokens.
pub(super) fn hybrid_token_format(subject: Subject<'_>) -> Answer {
    let (format, rotation) =
        (&subject.client.is_named_user_jwt_enabled, &subject.client.is_refresh_token_rotation_enabled);
    let met = match (format.is_on(), rotation.is_on()) {
        (Some(true), Some(true)) => Some(false),
        (Some(false), _) | (_, Some(false)) => Some(true),
        _ => None,
    };
    Answer::of(if format.is_on().is_some() { rotation } else { format }, met)
}
