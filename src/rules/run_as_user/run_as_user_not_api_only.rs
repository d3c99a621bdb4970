//! The run-as user is known to be allowed into the user interface, too.
//!
//! Known from facts: an export of User, or a user definition file with the profile and permission set
//! files that it names. Where one of them is missing or says nothing, the answer is unknown.

use crate::discover::Kind;
use crate::flows::client_credentials;
use crate::model::{ApiVersion, App, Assignments, Grant, Located, PermissionFile, Project, User, UserOrigin};
use crate::rules::finding::Finding;
use crate::rules::levels::{Confidence, Severity};
use crate::rules::registry::Context;

/// The licence that makes its users API-only, whatever their profile says.
const API_ONLY_LICENSE: &str = "Salesforce Integration";

/// Standard profiles that are API-only.
const API_ONLY_PROFILES: [&str; 2] =
    ["Minimum Access - API Only Integrations", "Salesforce API Only System Integrations"];

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
    match &user.permission_sets {
        Assignments::All(names) if !names.is_empty() => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("{profile}, nor by the permission sets {}", names.join(", "))
        }
        Assignments::All(_) | Assignments::Unknown => profile,
    }
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(client) = app.oauth.as_ref().filter(|client| client_credentials(client) == Some(true)) else {
        return Vec::new();
    };
    let Some(run_as) = client.oauth_client_credential_user.given() else { return Vec::new() };
    let Some(user) = context.project.users.find(&run_as.value) else { return Vec::new() };
    let files = files_of(user, context.project);
    if is_api_only(user, &files) != Some(false) {
        return Vec::new();
    }
    let finding = not_api_only(app, run_as, user, context.project.api_version);
    let finding = match user.origin {
        UserOrigin::Query => finding.confidence(Confidence::Medium),
        UserOrigin::Definition => finding,
    };
    let related =
        |finding: Finding, file: &&PermissionFile| finding.related(file.place, "does not grant `ApiUserOnly`");
    vec![files.iter().fold(finding, related)]
}

/// The files of the profile and the permission sets that the user has.
fn files_of<'p>(user: &User, project: &'p Project) -> Vec<&'p PermissionFile> {
    let has = |file: &&PermissionFile| match (file.kind, &user.permission_sets) {
        (Kind::Profile, _) => user.profile.as_ref() == Some(&file.name),
        (_, Assignments::All(names)) => names.contains(&file.name),
        (_, Assignments::Unknown) => false,
    };
    project.permissions.iter().filter(has).collect()
}

fn is_api_only(user: &User, files: &[&PermissionFile]) -> Option<bool> {
    let license = |license: &Option<String>| license.as_deref() == Some(API_ONLY_LICENSE);
    let standard = user.profile.as_deref().is_some_and(|profile| API_ONLY_PROFILES.contains(&profile));
    let granted = files.iter().any(|file| file.api_user_only == Grant::Granted || license(&file.license));
    if license(&user.license) || standard || granted || user.profile_is_api_only == Some(true) {
        return Some(true);
    }
    let withheld = |kind: Kind, name: &String| {
        let mut of_it = files.iter().filter(|file| file.kind == kind && file.name == *name).peekable();
        of_it.peek().is_some() && of_it.all(|file| file.api_user_only == Grant::Withheld)
    };
    let by_profile = user.profile.as_ref().is_some_and(|name| withheld(Kind::Profile, name));
    match &user.permission_sets {
        // An export of User tells of the profile alone.
        Assignments::Unknown => (user.profile_is_api_only == Some(false)).then_some(false),
        Assignments::All(names) => {
            (by_profile && names.iter().all(|name| withheld(Kind::PermissionSet, name))).then_some(false)
        }
    }
}
