//! The app requests a scope that does not exist in metadata.
//!
//! One scope has up to three spellings: in a connected app, in an External Client App, and in an OAuth request. People
//! write one in the place of another. So the table knows all of them, and a fix is offered if a spelling means exactly
//! one scope; a name that is only similar gets a suggestion and no fix.

use std::collections::BTreeSet;

use crate::model::{App, AppKind, Located, Scope};
use crate::rules::finding::Finding;
use crate::rules::fix::{Change, Fix};
use crate::rules::rule::Context;
use crate::rules::scope_changes::removed;
use crate::schema::{SCOPES, ScopeFacts, ScopeKind, Severity};
use crate::words::list;

/// How alike two names must be for one to be suggested for the other, by Jaro-Winkler (0 to 1). One wrong letter in a
/// name of four letters leaves 0.83 or more.
const ALIKE: f64 = 0.8;

fn unknown(app: &App, scope: &Located<Scope>) -> Finding {
    let (name, text) = (&app.component.name, &scope.value.text);
    let message = format!("`{name}` asks for `{text}`, which is not an OAuth scope of {}", app.kind.words());
    let several = several(app.kind, text);
    let help = match suggestion(text).map(|facts| spelling(app.kind, facts)) {
        _ if !several.is_empty() => {
            let elements: Vec<String> = several.iter().map(|name| format!("`<scopes>{name}</scopes>`")).collect();
            format!("write each scope in its own element: {}", list(&elements))
        }
        Some(name) => format!("write `{name}`"),
        None => "see the list of scopes in the Metadata API guide".to_owned(),
    };
    Finding::new(scope.place, message, help).value(text)
}

/// The scopes of a text that joins several by blanks or commas, as OAuth requests do, if all of them are known.
fn several(kind: AppKind, text: &str) -> Vec<&'static str> {
    let pieces = || text.split([' ', ',', ';']).filter(|piece| !piece.is_empty());
    let names: Option<Vec<_>> = pieces().map(|piece| spelled(piece).next()).collect();
    let names = names.filter(|names| names.len() > 1 && kind == AppKind::ConnectedApp).unwrap_or_default();
    names.into_iter().map(|facts| spelling(kind, facts)).collect()
}

/// The fix to the known scope that the spelling means, if it can mean only one. `taken` are the scopes that are spelled
/// so, or will be.
fn known(app: &App, scope: &Located<Scope>, taken: &mut BTreeSet<String>) -> Option<Fix> {
    let mut meant = spelled(&scope.value.text);
    let name = meant.next().filter(|_| meant.next().is_none())?;
    if name.kind == ScopeKind::All {
        return None; // A fix that leads to `Full` would only introduce the next finding.
    }
    let name = spelling(app.kind, name);
    let change = if taken.insert(name.to_owned()) {
        vec![Change::Write(scope.place, name.to_owned())]
    } else {
        removed(app, &[scope])
    };
    Some(Fix::safe(format!("write `{name}`"), change))
}

/// How a kind of app spells a scope.
fn spelling(kind: AppKind, facts: &ScopeFacts) -> &'static str {
    match kind {
        AppKind::ConnectedApp => facts.name,
        AppKind::ExternalClientApp => facts.eca,
    }
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let scopes = || app.oauth.iter().flat_map(|client| client.scopes.given());
    let newer = context.project.api_version.is_beyond_tables();
    let mut taken: BTreeSet<String> = scopes().map(|scope| scope.value.text.clone()).collect();
    let unknown_scopes = scopes().filter(|scope| scope.value.facts.is_none());
    let findings = unknown_scopes.map(|scope| unknown(app, scope).fix(known(app, scope, &mut taken)));
    findings.map(|finding| if newer { finding.severity(Severity::Warning) } else { finding }).collect()
}

/// The scope of a wire name, of the other kind's spelling or of a known mistake, else of the nearest name.
fn suggestion(text: &str) -> Option<&'static ScopeFacts> {
    let nearest = || {
        let alike = SCOPES.iter().map(|scope| (strsim::jaro_winkler(scope.name, text), scope));
        alike.filter(|(likeness, _)| *likeness >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, scope)| scope)
    };
    spelled(text).next().or_else(nearest)
}

/// The scopes of a wire name, of the other kind's spelling or of a known mistake.
fn spelled(text: &str) -> impl Iterator<Item = &'static ScopeFacts> {
    SCOPES.iter().filter(move |scope| {
        let mut spellings = [scope.name, scope.wire, scope.eca].into_iter().chain(scope.aliases.iter().copied());
        spellings.any(|spelling| spelling.eq_ignore_ascii_case(text))
    })
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn wire_names_and_mistakes_lead_to_the_metadata_spelling() {
        let pairs = [
            ("refresh_token", "RefreshToken"),
            ("api", "Api"),
            ("chatter_api", "Chatter"),
            ("ID", "Basic"),
            ("id", "Basic"),
            ("SFApiPlatform", "SFAP"),
            ("SfapApi", "SFAP"),
            ("cdp_query_api", "CDPQuery"),
            ("RefreshTokn", "RefreshToken"),
            ("visualforce", "CustomApplications"),
        ];
        for (written, meant) in pairs {
            assert_eq!(suggestion(written).map(|scope| scope.name), Some(meant), "{written}");
        }
        assert_eq!(suggestion("everything"), None);
    }
}
