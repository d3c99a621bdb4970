//! The name of a run-as user that cannot be a username.

use crate::model::{App, Component, Field, TokenExchangeHandler};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

const HELP: &str = "write the exact username of the user in the target org, such as integration@acme.example";

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let apps = context.project.apps.iter().flat_map(of_app);
    let handlers = context.project.token_exchange_handlers.iter().flat_map(of_handler);
    apps.chain(handlers).collect()
}

fn of_app(app: &App) -> Vec<(Component, Finding)> {
    let spelling = app.spelling;
    let run_as = app.oauth.iter().map(|client| (spelling.run_as_user, &client.oauth_client_credential_user));
    let plugin = (spelling.plugin_user, &app.plugin.execution_user);
    run_as.chain([plugin]).filter_map(|(element, user)| judge(&app.component, element, user)).collect()
}

fn of_handler(handler: &TokenExchangeHandler) -> Vec<(Component, Finding)> {
    let users = handler.enablements.iter().map(|enablement| &enablement.apex_execution_user);
    users.filter_map(|user| judge(&handler.component, "apexExecutionUser", user)).collect()
}

fn judge(component: &Component, element: &str, user: &Field<String>) -> Option<(Component, Finding)> {
    let user = user.given()?;
    let what = if is_user_id(&user.value) {
        "is a record id, which differs between orgs"
    } else if !is_username(&user.value) {
        "is no username, which has the form of an e-mail address"
    } else {
        return None;
    };
    let message = format!("`{element}` of `{}` is `{}`: that {what}", component.name, user.value);
    Some((component.clone(), Finding::new(user.place, message, HELP).value(&user.value)))
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
