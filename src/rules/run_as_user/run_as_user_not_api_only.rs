//! The run-as user may also log in to the user interface.
//!
//! Known from facts, or from a user definition file with the profile, permission set and group files that it
//! names. Where one of them is missing or says nothing, the answer is unknown.

use crate::model::{API_USER_ONLY, App, Assigned, Assignments, Located, Project, User, UserOrigin, has_permission};
use crate::posture::run_as_user;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Confidence, Kind, Severity};
use crate::words::{choice, named};
use crate::workspace::Place;

use super::INTEGRATION_USER;

fn not_api_only(app: &App, run_as: &Located<String>, user: &User) -> Finding {
    let message = format!(
        "`{}` runs as `{}`, who can also log in to the user interface: API Only User is not granted by {}",
        app.component.name,
        run_as.value,
        grantors(user),
    );
    let help = format!("Grant API Only User in a permission set, or {INTEGRATION_USER}");
    Finding::new(run_as.place, message, help).value(&run_as.value)
}

/// What could grant the permission, in words.
fn grantors(user: &User) -> String {
    let profile =
        user.profile.as_ref().map_or_else(|| "the profile".to_owned(), |name| format!("the profile `{name}`"));
    let names = |wanted: fn(&&Assigned) -> bool| -> Vec<&str> {
        user.assignments.known().iter().filter(wanted).map(Assigned::name).collect()
    };
    let sets = names(|assigned| matches!(assigned, Assigned::PermissionSet(_)));
    let groups = names(|assigned| matches!(assigned, Assigned::Group(_)));
    let assigned = [("the permission set", sets), ("the permission set group", groups)];
    let assigned = assigned.into_iter().filter(|(_, names)| !names.is_empty());
    let grantors: Vec<String> =
        [profile].into_iter().chain(assigned.map(|(what, names)| named(what, &names))).collect();
    choice(&grantors)
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(run_as) = run_as_user(app) else { return Vec::new() };
    let Some(user) = context.project.users.find(&run_as.value) else { return Vec::new() };
    let Some(confidence) = is_surely_not_api_only(user, context.project) else { return Vec::new() };
    let finding = not_api_only(app, run_as, user).confidence(confidence);
    let is_developer_edition = is_developer_edition(user, context.project);
    let finding = if is_developer_edition { finding.severity(Severity::Info) } else { finding };
    let related = |finding: Finding, place: Place| finding.related(place, "does not grant `ApiUserOnly`");
    vec![places_of(user, context.project).into_iter().fold(finding, related)]
}

/// How sure it is that the user is not API-only; nothing if they are, or if it is unknown.
fn is_surely_not_api_only(user: &User, project: &Project) -> Option<Confidence> {
    match (has_permission(user, &project.permissions, API_USER_ONLY), &user.assignments) {
        (Some(false), _) => Some(Confidence::High),
        // An export of User contains only the profile.
        (None, Assignments::Unknown) => (user.profile_is_api_only == Some(false)).then_some(Confidence::Medium),
        (Some(true), _) | (None, Assignments::All(_) | Assignments::Some(_)) => None,
    }
}

/// Whether the org is a Developer Edition. A report says that these do not have the permission, so it cannot be
/// granted. Facts write the edition as in `Developer Edition`.
fn is_developer_edition(user: &User, project: &Project) -> bool {
    let by_origin = match user.origin {
        UserOrigin::Definition => project.scratch_org_edition.as_deref(),
        UserOrigin::Export => project.organization.as_ref().and_then(|org| org.edition.as_deref()),
    };
    let edition = project.declared.edition.as_deref().or(by_origin);
    edition.is_some_and(|edition| edition.trim_end_matches(" Edition").eq_ignore_ascii_case("Developer"))
}

/// The files of the profile and the permission sets that the user has.
fn places_of(user: &User, project: &Project) -> Vec<Place> {
    let permissions = &project.permissions;
    let mut components: Vec<(Kind, &str)> = user.profile.iter().map(|name| (Kind::Profile, name.as_str())).collect();
    for assigned in user.assignments.known() {
        match assigned {
            Assigned::PermissionSet(name) => components.push((Kind::PermissionSet, name)),
            Assigned::Group(name) => {
                let group = permissions.group(name).and_then(|group| group.permission_sets.as_ref());
                components.extend(group.into_iter().flatten().map(|set| (Kind::PermissionSet, set.as_str())));
            }
        }
    }
    components.into_iter().flat_map(|(kind, name)| permissions.of(kind, name).filter_map(|it| it.place)).collect()
}
