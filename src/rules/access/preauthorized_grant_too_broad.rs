//! Users that never see a consent page, and that are many or powerful.

use crate::discover::Kind;
use crate::model::{App, Grant, Located, PermissionFacts, Project, StandardProfile};
use crate::rules::finding::Finding;
use crate::rules::levels::{Profile, Severity};
use crate::rules::registry::Context;

/// More profiles and permission sets than anyone keeps an eye on.
const MANY: usize = 5;

const HELP: &str = "approve a permission set of the app's own that grants nothing else, and assign it to named users";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    if app.access.is_admin_approved.is_on() != Some(true) {
        return Vec::new();
    }
    let (profiles, sets) = (&app.access.profile_names, &app.access.permission_set_names);
    let mut findings: Vec<Finding> =
        profiles.given().filter_map(|name| of_profile(app, name, context.project)).collect();
    findings.extend(sets.given().filter_map(|name| of_set(app, name, context.project)));
    findings.extend(too_many(app));
    findings
}

fn of_profile(app: &App, name: &Located<String>, project: &Project) -> Option<Finding> {
    if StandardProfile::find(&name.value).is_some_and(|profile| profile.broad) {
        let message = format!(
            "`{}` is approved for the whole profile `{}`, which many people have",
            app.component.name, name.value
        );
        return Some(Finding::new(name.place, message, HELP).value(&name.value));
    }
    Some(powerful(app, name, ("profile", privileged(project, Kind::Profile, &name.value)?)))
}

fn of_set(app: &App, name: &Located<String>, project: &Project) -> Option<Finding> {
    let (kind, api_name) = project.catalog.permission_set(&name.value)?;
    Some(powerful(app, name, ("permission set", privileged(project, kind, api_name)?)))
}

/// The worst permission that a profile or permission set grants.
fn privileged<'p>(project: &'p Project, kind: Kind, name: &str) -> Option<(&'p Grant, &'static PermissionFacts)> {
    let grants = project.permissions.of(kind, name).flat_map(|source| &source.grants);
    let rows = grants.filter_map(|grant| PermissionFacts::find(&grant.permission).map(|row| (grant, row)));
    rows.filter(|(_, row)| row.privileged).min_by_key(|(grant, row)| (row.power, &grant.permission))
}

fn powerful(app: &App, name: &Located<String>, (what, (grant, row)): (&str, (&Grant, &PermissionFacts))) -> Finding {
    let message = format!(
        "`{}` is approved for the {what} `{}`, whose users may {} (`{}`)",
        app.component.name, name.value, row.lets, grant.permission
    );
    let finding = Finding::new(name.place, message, HELP).value(&name.value);
    match grant.place {
        Some(place) => finding.related(place, format!("grants `{}`", grant.permission)),
        None => finding,
    }
}

fn too_many(app: &App) -> Option<Finding> {
    let (profiles, sets) = (&app.access.profile_names, &app.access.permission_set_names);
    let count = profiles.given().count() + sets.given().count();
    let first = sets.given().chain(profiles.given()).min_by_key(|name| (name.place.file, name.place.span))?;
    let message = format!("`{}` is approved for {count} profiles and permission sets", app.component.name);
    let help = "approve one permission set of the app's own, and assign that";
    let finding = Finding::new(first.place, message, help).value("count");
    (count > MANY).then(|| finding.severity(Severity::Info).profile(Profile::Audit))
}
