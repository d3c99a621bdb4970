//! The run-as user is not a username, or not the username of an active user.
//!
//! Two kinds of evidence are kept apart. The form of the name is in the file and certain. What facts say about a user
//! is true for one org and one day, and the file may be for another org, so it is only a warning, unless the name is
//! the email address of another user.

use crate::model::{App, Component, Field, Located, Project, TokenExchangeHandler, UserOrigin};
use crate::rules::finding::Finding;
use crate::rules::rule::Context;
use crate::schema::{Confidence, Severity};

const HELP: &str = "Write the exact username of the user in the target org, such as integration@acme.example";

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let project = context.project;
    let apps = project.apps.iter().flat_map(|app| of_app(app, context));
    let handlers = project.org.token_exchange_handlers.iter().flat_map(|handler| of_handler(handler, context));
    apps.chain(handlers).collect()
}

fn of_app(app: &App, context: &Context<'_>) -> Vec<(Component, Finding)> {
    let run_as = app.oauth.iter().map(|client| &client.oauth_client_credential_user);
    let users = run_as.chain([&app.plugin.execution_user]);
    users.filter_map(|user| judge(&app.component, user, context)).collect()
}

fn of_handler(handler: &TokenExchangeHandler, context: &Context<'_>) -> Vec<(Component, Finding)> {
    let users = handler.enablements.iter().map(|enablement| &enablement.apex_execution_user);
    users.filter_map(|user| judge(&handler.component, user, context)).collect()
}

fn judge(component: &Component, field: &Field<String>, context: &Context<'_>) -> Option<(Component, Finding)> {
    let user = field.given()?;
    let Wrong { what, help, severity, confidence } = if is_user_id(&user.value) {
        Wrong::surely("this is a record ID, which differs between orgs", HELP)
    } else if !is_username(&user.value) {
        Wrong::surely("this is not a username, which has the form of an email address", HELP)
    } else {
        known_wrong(user, context.project)?
    };
    let message = format!("`{}` of `{}` is `{}`: {what}", context.name_of(field), component.name, user.value);
    let finding = Finding::new(user.place, message, help).severity(severity).confidence(confidence);
    Some((component.clone(), finding.value(&user.value)))
}

/// What is wrong with the name of a user, and what to do.
struct Wrong {
    what: String,
    help: String,
    severity: Severity,
    confidence: Confidence,
}

impl Wrong {
    /// Salesforce documents that it finds no user by such a name.
    fn surely(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into(), severity: Severity::Error, confidence: Confidence::High }
    }

    /// The facts speak against the user, but the org may be another one, or the answer is not documented.
    fn probably(what: &str, help: &str, confidence: Confidence) -> Self {
        Self { severity: Severity::Warning, confidence, ..Self::surely(what, help) }
    }
}

/// What facts say against a username.
fn known_wrong(user: &Located<String>, project: &Project) -> Option<Wrong> {
    let Some(known) = project.users.find(&user.value) else {
        if let Some(owner) = project.users.with_email(&user.value) {
            let what = format!("this is the email address of `{}`, and no user has it as username", owner.username);
            return Some(Wrong::surely(what, format!("Write `{}`", owner.username)));
        }
        let what = "the facts contain users, but not this one";
        let help = "Create the user before you deploy the app, or export the facts of the org with this user";
        return project.users.lack(&user.value).then(|| Wrong::probably(what, help, Confidence::Medium));
    };
    if known.origin != UserOrigin::Export {
        return None;
    }
    let what = match (known.is_active, known.is_frozen) {
        (Some(false), _) => "that user is inactive",
        (_, Some(true)) => "that user is frozen",
        _ => return None,
    };
    let help = "Activate or unfreeze the user, or let the app run as another user";
    Some(Wrong::probably(what, help, Confidence::High))
}

/// The id of a User record: key prefix 005, 15 or 18 letters and digits in all.
fn is_user_id(text: &str) -> bool {
    let letters = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.starts_with("005") && letters && matches!(text.len(), 15 | 18)
}

fn is_username(text: &str) -> bool {
    let parts = text.split_once('@');
    let whole = |part: &str| !part.is_empty() && !part.contains(|letter: char| letter.is_whitespace() || letter == '@');
    parts.is_some_and(|(local, domain)| whole(local) && whole(domain))
}

#[cfg(test)]
mod tests {
    use super::{is_user_id, is_username};

    #[test]
    fn ids_and_usernames() {
        assert!(is_user_id("0055g00000AbCdE") && is_user_id("0055g00000AbCdEAAV"));
        assert!(!is_user_id("0055g00000AbCdEA") && !is_user_id("0015g00000AbCdE"));
        assert!(is_username("etl@acme.example.uat"));
        for wrong in ["etl", "@acme.example", "etl@", "a b@acme.example", "a@b@c"] {
            assert!(!is_username(wrong), "{wrong}");
        }
    }
}
