//! The app admits only approved users, but no user is approved.

use super::approval::nobody_is_approved;
use crate::model::{App, AppKind, Located};
use crate::posture::Sheet;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Confidence, Profile, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let approved = app.access.is_admin_approved.given().filter(|approved| approved.value && app.oauth.is_some());
    let Some(approved) = approved else { return Vec::new() };
    if !nobody_is_approved(app, context) {
        return by_profile_alone(app, context).into_iter().collect();
    }
    vec![weigh(app, nobody(app, approved, context), context.posture(app))]
}

/// Who may use an External Client App as its run-as user is contested, and one report says that a profile is not enough.
fn by_profile_alone(app: &App, context: &Context<'_>) -> Option<Finding> {
    let access = &app.access;
    let has_no_set = access.permission_set_names.holds(|_| true) == Some(false);
    let serves_run_as_user = context.posture(app).client_credentials == Some(true);
    let is_concerned = app.kind == AppKind::ExternalClientApp && serves_run_as_user && has_no_set;
    let profile = access.profile_names.given().next().filter(|_| is_concerned)?;
    let message = format!(
        "`{}` approves a profile and no permission set, which may not be enough for its run-as user: token requests \
         may end in `invalid_app_access: user is not admin approved to access this app`",
        app.component.name
    );
    let finding = Finding::new(profile.place, message, help(app, context));
    Some(finding.severity(Severity::Info).confidence(Confidence::Low).profile(Profile::Audit))
}

fn nobody(app: &App, approved: &Located<bool>, context: &Context<'_>) -> Finding {
    let message = format!(
        "`{}` admits only approved users, but its file approves no profile and no permission set: {}",
        app.component.name,
        effect(app, context.posture(app))
    );
    Finding::new(approved.place, message, help(app, context))
}

/// What the token endpoint answers. Texts about the run-as user contradict each other.
fn effect(app: &App, posture: &Sheet) -> &'static str {
    match app.kind {
        _ if !serves_run_as_user_only(posture) => {
            "every request ends in `invalid_app_access: user is not admin approved to access this app`"
        }
        AppKind::ConnectedApp => "this affects only people, because Salesforce Help exempts the run-as user",
        AppKind::ExternalClientApp => {
            "Salesforce Help exempts the run-as user, but token requests may end in `invalid_app_access: user is not \
             admin \
             approved to access this app`"
        }
    }
}

fn help(app: &App, context: &Context<'_>) -> String {
    let sets = context.name_of(&app.access.permission_set_names.absence);
    let is_for_run_as_user = context.posture(app).client_credentials == Some(true);
    if is_for_run_as_user && app.kind == AppKind::ExternalClientApp {
        format!("name a permission set of the run-as user in `<{sets}>`, because a profile may not be enough")
    } else {
        format!("name a permission set of the app's users in `<{sets}>`")
    }
}

/// If people or JWT bearer need the approval, certainly no user can log in.
fn weigh(app: &App, finding: Finding, posture: &Sheet) -> Finding {
    if app.intent.assignments_managed_in_org == Some(true) {
        return finding.severity(Severity::Info).profile(Profile::Strict);
    }
    match app.kind {
        _ if !serves_run_as_user_only(posture) => finding,
        AppKind::ConnectedApp => finding.severity(Severity::Info).profile(Profile::Strict),
        AppKind::ExternalClientApp => finding.profile(Profile::Strict),
    }
}

/// Whether the app's tokens all belong to its run-as user.
fn serves_run_as_user_only(posture: &Sheet) -> bool {
    posture.client_credentials_only == Some(true)
}
