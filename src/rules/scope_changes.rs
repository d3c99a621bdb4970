//! Scopes of either kind of app taken out, put in, or written otherwise: elements in one, a list in the other.

use crate::model::{App, AppKind, Field, Located, OauthClient, Scope};
use crate::workspace::Place;

use super::fix::{Change, Separator};

/// Takes scopes out.
pub(super) fn removed(app: &App, scopes: &[&Located<Scope>]) -> Vec<Change> {
    match app.kind {
        AppKind::ConnectedApp => scopes.iter().map(|scope| Change::Remove(scope.place)).collect(),
        AppKind::ExternalClientApp => {
            let places: Vec<Place> = scopes.iter().map(|scope| scope.place).collect();
            vec![Change::Drop(places, Separator::Comma)]
        }
    }
}

/// Puts a scope in.
pub(super) fn added(app: &App, client: &OauthClient, scope: &str) -> Change {
    let place = client.scopes.absence.place();
    match (app.kind, &client.scopes.absence) {
        (AppKind::ExternalClientApp, Field::Unusable(_)) => Change::Append(place, Separator::Comma, scope.to_owned()),
        _ => Change::Write(place, scope.to_owned()),
    }
}

/// The scopes that stay when some go.
pub(super) fn left<'c>(client: &'c OauthClient, gone: &[&Located<Scope>]) -> impl Iterator<Item = &'c Located<Scope>> {
    client.scopes.given().filter(move |scope| !gone.iter().any(|other| other.place == scope.place))
}
