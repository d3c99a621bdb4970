//! The run-as user is known to be allowed into the user interface, too.
//!
//! Known from facts, or from a user definition file with the profile, permission set and group files that it
//! names. Where one of them is missing or says nothing, the answer is unknown.

use crate::discover::Kind;
use crate::flows::run_as_user;
use crate::model::{
    API_USER_ONLY, ApiVersion, App, Assigned, Assignments, Located, Place, Project, User, UserOrigin, has_permission,
};
use crate::rules::finding::Finding;
use crate::rules::levels::{Confidence, Severity};
use crate::rules::registry::Context;

/// From this API version (Summer '23) on, other users are no longer refused.
const LIFTED_IN: u16 = 58;

const HELP: &str =
    "give the user the licence `Salesforce Integration`, or the permission API Only User by a permission set";

fn not_api_only(app: &App, run_as: &Located<String>, user: &User, version: ApiVersion) -> Finding {
    let refused = version.number < LIFTED_IN;
    let (severity, decided) = if refused {
        (Severity::Error, format!("{version} refuses such a user"))
    } else {
        (Severity::Warning, format!("{version} lets such a user in, so this is a warning and no error"))
    };
    let message = format!(
        "`{}` runs as `{}`, who is not API-only: API Only User is not granted by {}; {decided}",
        app.component.name,
        run_as.value,
        grantors(user),
    );
    Finding::new(run_as.place, message, HELP).severity(severity).value(&run_as.value)
}

/// What could grant the permission, in words.
fn grantors(user: &User) -> String {
    let profile =
        user.profile.as_ref().map_or_else(|| "the profile".to_owned(), |name| format!("the profile `{name}`"));
    let names = |wanted: fn(&&Assigned) -> bool| {
        let assigned = user.assignments.known().iter().filter(wanted);
        assigned.map(|assigned| format!("`{}`", assigned.name())).collect::<Vec<_>>().join(", ")
    };
    let sets = names(|assigned| matches!(assigned, Assigned::PermissionSet(_)));
    let groups = names(|assigned| matches!(assigned, Assigned::Group(_)));
    let mut words = profile;
    for (what, names) in [("permission sets", sets), ("permission set groups", groups)] {
        if !names.is_empty() {
            words = format!("{words}, nor by the {what} {names}");
        }
    }
    words
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(run_as) = run_as_user(app) else { return Vec::new() };
    let Some(user) = context.project.users.find(&run_as.value) else { return Vec::new() };
    let Some(confidence) = is_surely_not_api_only(user, context.project) else { return Vec::new() };
    let version = context.release();
    let finding = not_api_only(app, run_as, user, version).confidence(confidence);
    let finding = match is_developer_edition(user, context.project) {
        true if version.number < LIFTED_IN => return Vec::new(),
        true => finding.severity(Severity::Info),
        false => finding,
    };
    let related = |finding: Finding, place: Place| finding.related(place, "does not grant `ApiUserOnly`");
    vec![places_of(user, context.project).into_iter().fold(finding, related)]
}

/// How sure it is that the user is not API-only; nothing if they are, or nobody can say.
fn is_surely_not_api_only(user: &User, project: &Project) -> Option<Confidence> {
    match (has_permission(user, &project.permissions, API_USER_ONLY), &user.assignments) {
        (Some(false), _) => Some(Confidence::High),
        // An export of User tells of the profile alone.
        (None, Assignments::Unknown) => (user.profile_is_api_only == Some(false)).then_some(Confidence::Medium),
        (Some(true), _) | (None, Assignments::All(_) | Assignments::Some(_)) => None,
    }
}

/// Developer Edition was reported not to have the permission, so that nobody could grant it there.
fn is_developer_edition(user: &User, project: &Project) -> bool {
    let of_scratch_org = project.scratch_org_edition.as_deref().filter(|_| user.origin == UserOrigin::Definition);
    let edition = project.declared.edition.as_deref().or(of_scratch_org);
    edition.is_some_and(|edition| edition.eq_ignore_ascii_case("Developer"))
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
