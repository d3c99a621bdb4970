//! The app admits approved users only, and no user is approved.

use super::approval::nobody_is_approved;
use crate::model::{App, AppKind, Located};
use crate::posture::Sheet;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Profile, Severity};

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let approved = app.access.is_admin_approved.given().filter(|approved| approved.value && app.oauth.is_some());
    let Some(approved) = approved.filter(|_| nobody_is_approved(app, context)) else { return Vec::new() };
    vec![weigh(app, nobody(app, approved, context), context.posture(app))]
}

fn nobody(app: &App, approved: &Located<bool>, context: &Context<'_>) -> Finding {
    let message = format!(
        "`{}` admits approved users only, and its file approves no profile and no permission set: {}",
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
        AppKind::ConnectedApp => "this concerns people alone, because Salesforce Help exempts the run-as user",
        AppKind::ExternalClientApp => {
            "Salesforce Help exempts the run-as user, but several teams report `invalid_app_access: user is not admin \
             approved to access this app`"
        }
    }
}

fn help(app: &App, context: &Context<'_>) -> String {
    let sets = context.name_of(&app.access.permission_set_names.absence);
    let is_for_run_as_user = context.posture(app).client_credentials == Some(true);
    if is_for_run_as_user && app.kind == AppKind::ExternalClientApp {
        format!("name a permission set of the run-as user in `<{sets}>`: a profile was reported not to be enough")
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
