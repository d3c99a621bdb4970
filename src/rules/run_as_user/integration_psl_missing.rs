//! The run-as user lacks the permission set license that belongs to its user license.

use crate::model::App;
use crate::posture::run_as_user;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;

const HELP: &str = "assign the permission set license `Salesforce API Integration` (`SalesforceAPIIntegrationPsl`) to \
                    the user, and then a permission set with that license for its objects";

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    let Some(run_as) = run_as_user(app) else { return Vec::new() };
    let Some(user) = context.project.users.find(&run_as.value) else { return Vec::new() };
    if !user.lacks_integration_permission_set_license() {
        return Vec::new();
    }
    let message = format!(
        "`{}` runs as `{}`, whose license `Salesforce Integration` gives no access to objects without the permission \
         set license `SalesforceAPIIntegrationPsl`",
        app.component.name, run_as.value
    );
    vec![Finding::new(run_as.place, message, HELP).value(&run_as.value)]
}
