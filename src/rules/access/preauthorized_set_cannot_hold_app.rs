//! An app is assigned to a permission set whose license does not allow connected apps.

use crate::model::{App, Located};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

/// The permission set license of integration users, by name and by label.
/// Source: Salesforce Help 001453686.
const LICENSES: [&str; 2] = ["SalesforceAPIIntegrationPsl", "Salesforce API Integration"];

const HELP: &str = "approve a second permission set without that license that grants only the app, and assign both to \
                    the user";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    if app.access.is_admin_approved.is_on() != Some(true) {
        return Vec::new();
    }
    app.access.permission_set_names.given().filter_map(|name| of_set(app, name, context)).collect()
}

fn of_set(app: &App, name: &Located<String>, context: &Context<'_>) -> Option<Finding> {
    let (kind, api_name) = context.project.catalog.permission_set(&name.value)?;
    let mut sources = context.project.permissions.of(kind, api_name);
    let (license, file) = sources.find_map(|source| {
        let license = source.license.as_deref().filter(|license| LICENSES.contains(license))?;
        Some((license, source.place))
    })?;
    let message = format!(
        "`{}` is approved for the permission set `{}`, whose license `{}` does not allow connected apps: its users get \
         `user hasn't approved this consumer`",
        app.component.name, name.value, license
    );
    let finding = Finding::new(name.place, message, HELP).value(&name.value);
    Some(match file {
        Some(place) => finding.related(place, "has the license"),
        None => finding,
    })
}
