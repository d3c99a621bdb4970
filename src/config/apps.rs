//! `[apps]`: what apps are meant to be.

use toml::Spanned;
use toml::de::DeValue;

use crate::model::{DeclaredApps, Intent};
use crate::schema::SCOPES;

use super::layer::{AppsGlob, Layer};
use super::raw::RawApp;
use super::reader::{Reader, Value};

impl Reader<'_> {
    pub(super) fn apps(&mut self, value: Value<'_>, layer: &mut Layer) {
        let span = value.span();
        let DeValue::Table(table) = value.into_inner() else {
            return self.problem(span, "not a table of apps", "begin the table of an app with [apps.\"Its_Name\"]");
        };
        for (name, value) in table {
            let names = self.name_glob(name.get_ref(), name.span());
            let Some(raw) = self.set::<RawApp>(value) else { continue };
            let allowed_scopes_at = raw.value.allow_scopes.as_ref().map(|scopes| self.at(scopes.span()));
            let intent = self.intent(raw.value);
            let at = self.at(name.span());
            layer.apps.extend(names.map(|names| AppsGlob {
                declared: DeclaredApps { names, intent },
                at,
                allowed_scopes_at,
            }));
        }
    }

    fn intent(&mut self, raw: RawApp) -> Intent {
        let scopes = raw.allow_scopes.as_ref();
        let has_reason = raw.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        if let Some(scopes) = scopes.filter(|_| !has_reason) {
            self.problem(
                scopes.span(),
                "scopes are allowed without a reason",
                "say in `reason` why the app needs them",
            );
        }
        let allowed = scopes.into_iter().flat_map(Spanned::get_ref);
        let allowed_scopes = allowed.filter_map(|scope| self.scope(scope)).collect();
        Intent {
            flows: raw.flow.map(|flows| flows.into_iter().map(|flow| flow.0).collect()),
            role: raw.role.map(|role| role.0),
            allowed_scopes,
            run_as_managed_in_setup: raw.run_as_managed_in_setup,
            assignments_managed_in_org: raw.assignments_managed_in_org,
            distribution: raw.distribution.map(|distribution| distribution.0),
            soap: raw.soap,
            shares_refresh_token: raw.shares_refresh_token,
            subject: raw.subject,
        }
    }

    fn scope(&mut self, scope: &Spanned<String>) -> Option<String> {
        let names = || SCOPES.iter().flat_map(|facts| [facts.name, facts.eca]);
        if !names().any(|name| name == scope.get_ref()) {
            self.unknown(scope.span(), ("scope", scope.get_ref()), names());
            return None;
        }
        Some(scope.get_ref().clone())
    }
}
