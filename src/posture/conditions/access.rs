//! Who may use an app at all.

use crate::model::{App, Field, Located, Project, Unusable};
use crate::schema::EcaPart;

use crate::posture::answer::{Answer, Lack};
use crate::posture::subject::Subject;

/// The session level that only a person reaches, in an extra step.
const HIGH_ASSURANCE: &str = "HIGH_ASSURANCE";

/// The settings of an External Client App are in several files, one of which few people commit.
pub(super) fn oauth_settings(subject: Subject<'_>) -> Answer {
    let Some(external) = &subject.app.external else { return Answer::known(true) };
    let settings = external.files_of(EcaPart::Oauth).next();
    let is_known = external.global_settings.given().is_some() || external.oauth_link.given().is_some();
    match settings {
        Some(file) if is_known => Answer::at(Some(true), file.place),
        Some(_) => Answer::lacks(Lack::File("callbackUrl")),
        None => Answer::lacks(Lack::File("oauthLink")),
    }
}

/// Connected apps are blocked in Setup, which no file shows.
pub(super) fn app_enabled(app: &App) -> Option<Answer> {
    let external = app.external.as_ref()?;
    let switches = [&external.is_enabled, &external.is_oauth_plugin_enabled];
    let off = switches.iter().find(|switch| switch.value() == Some(&false));
    let unknown = switches.iter().find(|switch| switch.is_unknown());
    Some(match (off, unknown) {
        (Some(off), _) => Answer::of(off, Some(false)),
        (None, Some(unknown)) => Answer::of(unknown, None),
        (None, None) => Answer::of(switches[0], Some(true)),
    })
}

pub(super) fn scope(subject: Subject<'_>) -> Answer {
    if has_custom_scope(subject.app, subject.project) { Answer::known(true) } else { subject.asks_for(|_| true) }
}

/// Whether a scope of the org's own is assigned to the app, or may be.
pub fn has_custom_scope(app: &App, project: &Project) -> bool {
    let named = app.oauth.as_ref().and_then(|client| client.custom_scopes.as_ref());
    let is_named = named.is_some_and(|scopes| scopes.holds(|_| true) != Some(false));
    let mut custom = project.org.custom_scopes.iter();
    is_named || custom.any(|scope| scope.is_assigned_to(&app.component.name))
}

/// All users may use the app, or at least one user is approved.
pub(super) fn user_admitted(subject: Subject<'_>) -> Answer {
    let approved = &subject.app.access.is_admin_approved;
    match approved.is_on() {
        Some(false) => subject.unless_old(approved, Answer::of(approved, Some(true))),
        None => Answer::of(approved, None),
        Some(true) => somebody_approved(subject),
    }
}

/// Whether a profile or permission set is approved, by the file or by facts.
pub(super) fn somebody_approved(subject: Subject<'_>) -> Answer {
    let access = &subject.app.access;
    let lists = [&access.permission_set_names, &access.profile_names];
    let listed = lists.iter().find(|names| names.holds(|_| true) == Some(true));
    if let Some(listed) = listed {
        return Answer::at(Some(true), listed.place());
    }
    if has_access_in_org(subject.app, subject.project) {
        return Answer::known(true);
    }
    let is_managed = subject.app.intent.assignments_managed_in_org == Some(true);
    let is_known = lists_users(subject.app) == Some(false) && !is_managed;
    let place = access.is_admin_approved.place();
    if is_known { Answer::at(Some(false), place) } else { Answer::at(None, place).or_lack(Lack::Facts("app-access")) }
}

/// Whether the files of an app list a profile or permission set; nothing if an entry cannot be read.
pub fn lists_users(app: &App) -> Option<bool> {
    let lists = [&app.access.permission_set_names, &app.access.profile_names].map(|names| names.holds(|_| true));
    if lists.contains(&Some(true)) { Some(true) } else { (lists == [Some(false), Some(false)]).then_some(false) }
}

/// Whether facts show that a user has access. The org knows a connected app by its label.
pub fn has_access_in_org(app: &App, project: &Project) -> bool {
    app.details.label.value().is_some_and(|label| project.apps_with_access.contains(label))
}

/// Flows without a page cannot take the step that high assurance asks for.
pub(super) fn session_level(subject: Subject<'_>) -> Answer {
    let level = &subject.app.session_policy.session_level;
    match level {
        Field::Given(Located { value, .. }) => Answer::of(level, Some(value != HIGH_ASSURANCE)),
        Field::Unusable(Located { value: Unusable::Blank, .. }) | Field::Absent(_) => Answer::of(level, Some(true)),
        Field::Unusable(_) => Answer::of(level, None),
    }
}

/// API Access Control is off unless Salesforce's Support switched it on. External Client Apps are approved by
/// themselves.
pub(super) fn api_access_control(subject: Subject<'_>) -> Option<Answer> {
    if subject.is_external() {
        return None;
    }
    let settings = || subject.project.org.settings.connected_app.iter().map(|it| &it.enable_admin_approved_apps_only);
    let strict = settings().find(|setting| setting.value() == Some(&true));
    let Some(setting) = strict.or_else(|| settings().find(|setting| setting.is_unknown())) else {
        return Some(Answer::known(true));
    };
    let is_approved = subject.app.access.is_admin_approved.is_on() == Some(true);
    // Some users need no approval, and neither a file nor an export shows all of them.
    let lack = if strict.is_some() { Lack::Setup } else { Lack::Value };
    Some(Answer::at(is_approved.then_some(true), setting.place()).or_lack(lack))
}
