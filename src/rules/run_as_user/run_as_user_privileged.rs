//! The run-as user may do far more than any integration needs.

use crate::model::{App, HeldPermission, Located, User, permissions_of};
use crate::posture::run_as_user;
use crate::rules::finding::Finding;
use crate::rules::page;
use crate::rules::rule::Context;
use crate::schema::{PermissionFacts, Severity};
use crate::words::count;

/// How many permissions a message names with their path, so that it stays readable.
const NAMED: usize = 3;

/// What to do. Object access cannot be assigned to an integration user without the permission set license.
fn help(user: &User) -> String {
    let job = "a permission set with the objects and fields of its job only";
    if user.lacks_integration_permission_set_license() {
        format!("Assign the permission set license `SalesforceAPIIntegrationPsl` to the user, then give it {job}")
    } else {
        format!(
            "Give the user {job}. On the license `Salesforce Integration`, assign the permission set license \
             `SalesforceAPIIntegrationPsl` first"
        )
    }
}

fn privileged(
    app: &App,
    run_as: &Located<String>,
    user: &User,
    held: &[(HeldPermission, &'static PermissionFacts)],
) -> Finding {
    let named: Vec<String> = held.iter().take(NAMED).map(|(held, row)| format!("{} ({held})", row.lets)).collect();
    let more = match held.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", and has {}", count(more, "more powerful permission")),
    };
    let message = format!("`{}` runs as `{}`, who may {}{more}", app.component.name, run_as.value, named.join(", "));
    let finding = Finding::new(run_as.place, message, help(user)).value(&run_as.value);
    let places = held.iter().filter_map(|(held, _)| Some((held.place?, format!("grants `{}`", held.permission))));
    places.fold(finding, |finding, (place, why)| finding.related(place, why))
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(run_as) = run_as_user(app) else { return Vec::new() };
    let Some(user) = context.project.users.find(&run_as.value) else { return Vec::new() };
    let all = permissions_of(user, &context.project.permissions);
    let is_allowed = |row: &PermissionFacts| context.names(&page::RUN_AS_USER_PRIVILEGED, "allow", row.name);
    let rows = all.into_iter().filter_map(|held| PermissionFacts::find(&held.permission).map(|row| (held, row)));
    let mut held: Vec<_> = rows.filter(|(_, row)| row.privileged && !is_allowed(row)).collect();
    held.sort_by(|(a, of_a), (b, of_b)| {
        (rank(a), of_a.power, &a.permission).cmp(&(rank(b), of_b.power, &b.permission))
    });
    if held.is_empty() {
        return Vec::new();
    }
    let finding = privileged(app, run_as, user, &held);
    let reads_only = held.iter().all(|(held, _)| held.permission == "ViewAllData");
    vec![if reads_only { finding.severity(Severity::Warning) } else { finding }]
}

/// The worst one is named first.
fn rank(held: &HeldPermission) -> bool {
    held.permission != "ModifyAllData"
}
