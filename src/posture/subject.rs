//! What conditions are asked of, and how they ask it: a switch, a scope, a setting of the org.

use crate::model::{App, AppKind, Field, OauthClient, OauthOidcSettings, Project, Scope};
use crate::schema::{CALENDAR, Change, Condition, RetiringFeature, ScopeKind};

use super::answer::{Answer, Lack, lack_of};

/// An app with OAuth settings, and its project.
#[derive(Clone, Copy)]
pub(super) struct Subject<'m> {
    pub(super) app: &'m App,
    pub(super) client: &'m OauthClient,
    pub(super) project: &'m Project,
}

impl<'m> Subject<'m> {
    pub(super) fn is_external(self) -> bool {
        self.app.kind == AppKind::ExternalClientApp
    }

    /// What connected apps have, and External Client Apps do not have according to Salesforce.
    pub(super) fn of_connected_apps(self) -> Answer {
        if self.is_external() { Answer::lacks(Lack::Trial) } else { Answer::known(true) }
    }

    /// A switch. A connected app from a retrieve of a time before the switch does not contain it.
    pub(super) fn switch(self, field: &Field<bool>) -> Answer {
        self.unless_old(field, Answer::of(field, field.is_on()))
    }

    /// An answer that rests on the absence of an element, which means nothing in an old retrieve.
    pub(super) fn unless_old<T>(self, field: &Field<T>, answer: Answer) -> Answer {
        let is_silent = matches!(field, Field::Absent(_)) && self.app.predates_policies();
        if is_silent { Answer { met: None, lack: Some(Lack::Retrieve), ..answer } } else { answer }
    }

    /// Whether the app asks for a scope of some sort.
    pub(super) fn asks_for(self, test: impl Fn(&Scope) -> bool) -> Answer {
        let scopes = &self.client.scopes;
        let answer = Answer::at(scopes.holds(test), scopes.place());
        if answer.met.is_some() {
            return answer;
        }
        answer.or_lack(lack_of(scopes.items.iter().find(|item| item.is_unknown()).unwrap_or(&scopes.absence)))
    }

    pub(super) fn asks_for_refresh(self) -> Answer {
        self.asks_for(|scope| scope.is(ScopeKind::Refresh))
    }

    /// A setting of the org about flows; nothing if the project has no such settings, or several that differ.
    pub(super) fn org_setting(self, setting: fn(&OauthOidcSettings) -> &Field<bool>) -> Option<&'m Field<bool>> {
        self.project.org.settings.agreed(setting)
    }

    /// What would tell a setting of the org about flows.
    pub(super) fn lacks_org_setting(self) -> Answer {
        let is_there = !self.project.org.settings.oauth_oidc.is_empty();
        Answer::lacks(if is_there { Lack::Value } else { Lack::OrgFile("OauthOidc.settings") })
    }

    /// Whether Salesforce still has the flow whose end a condition is about.
    pub(super) fn in_time(self, condition: Condition) -> Answer {
        let is_password = condition == Condition::PasswordInTime;
        let feature = if is_password { RetiringFeature::UsernamePassword } else { RetiringFeature::UserAgent };
        Answer::known(end_of(feature).is_none_or(|change| self.project.today() < change.on))
    }
}

/// When a feature ends.
pub(super) fn end_of(feature: RetiringFeature) -> Option<&'static Change> {
    CALENDAR.iter().find(|change| change.feature == feature)
}
