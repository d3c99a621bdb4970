//! The run-as user exists in one org only.

use crate::model::{App, Located};
use crate::posture::run_as_user;
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Profile, is_top_level_domain};

fn sandbox(app: &App, user: &Located<String>, suffix: &str) -> Finding {
    let message = format!(
        "`{}` runs as `{}`, whose suffix `{suffix}` looks like the name of a sandbox: other orgs have no such user",
        app.component.name, user.value
    );
    let help = "Write the username of production, which Salesforce adapts in its sandboxes, or let `replacements` in \
                sfdx-project.json insert it";
    Finding::new(user.place, message, help).value(&user.value)
}

fn literal(app: &App, user: &Located<String>) -> Finding {
    let message =
        format!("`{}` runs as `{}` in every org: nothing replaces the username", app.component.name, user.value);
    let help = "Let `replacements` in sfdx-project.json insert the username of each org";
    Finding::new(user.place, message, help).value(&user.value).profile(Profile::Audit)
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    // Without a project file there is nothing that could replace it.
    if context.project.package_directories.is_empty() {
        return Vec::new();
    }
    // A user whom only facts name is not deployed.
    let Some(user) = run_as_user(app).filter(|user| app.facts_of(user.place).is_none()) else { return Vec::new() };
    vec![match sandbox_suffix(&user.value) {
        // Between production and its sandboxes Salesforce adapts the suffix.
        Some(_) if context.project.declared.sandboxes_of_one_org => return Vec::new(),
        Some(suffix) => sandbox(app, user, suffix),
        None => literal(app, user),
    }]
}

/// What follows the top-level domain of the Username: `uat` of `etl@acme.com.uat`.
fn sandbox_suffix(username: &str) -> Option<&str> {
    let (_, domain) = username.rsplit_once('@')?;
    let (rest, last) = domain.rsplit_once('.')?;
    // `example` is reserved for documentation, where it is used like a top-level domain (RFC 2606).
    let is_public =
        |name: &str| name.rsplit('.').next().is_some_and(|last| last == "example" || is_top_level_domain(last));
    let registrable = |name: &str| name.contains('.') && is_public(name);
    (!is_public(domain) && registrable(rest)).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::sandbox_suffix;

    #[test]
    fn what_follows_the_top_level_domain() {
        for (username, suffix) in [
            ("etl@acme.com", None),
            ("etl@acme.com.uat", Some("uat")),
            ("etl@acme.co.uk", None),
            ("etl@acme.co.uk.full", Some("full")),
            ("etl@acme.example", None),
            ("etl@acme.example.uat", Some("uat")),
            ("etl@acme", None),
            ("etl@erp.acme.com.au", None),
            ("etl@ACME.COM.UAT", Some("UAT")),
            ("etl@acme.xn--p1ai.full", Some("full")),
        ] {
            assert_eq!(sandbox_suffix(username), suffix, "{username}");
        }
    }
}
