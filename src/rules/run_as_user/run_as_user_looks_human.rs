//! A run-as user that seems to be a person, or an administrator's login.

use crate::flows::run_as_user;
use crate::model::{App, Located};
use crate::rules::finding::Finding;
use crate::rules::registry::Context;

/// Words by which people name service accounts.
const SERVICE_WORDS: [&str; 28] = [
    "api",
    "app",
    "auto",
    "automation",
    "batch",
    "bot",
    "cd",
    "ci",
    "connect",
    "connector",
    "crm",
    "deploy",
    "deployment",
    "erp",
    "etl",
    "feed",
    "hub",
    "int",
    "integration",
    "interface",
    "job",
    "pipeline",
    "robot",
    "service",
    "svc",
    "sync",
    "system",
    "user",
];

/// Names of administrators' logins.
const ADMINISTRATORS: [&str; 6] = ["admin", "administrator", "salesforce.admin", "sf.admin", "sfadmin", "sysadmin"];

const HELP: &str = "give the app an integration user of its own, and a name that says so, such as `erp.integration@…`";

fn looks_human(app: &App, user: &Located<String>, what: &str) -> Finding {
    let message = format!("`{}` runs as `{}`, which looks like {what}", app.component.name, user.value);
    Finding::new(user.place, message, HELP).value(&user.value)
}

pub(in crate::rules) fn check(app: &App, _: &Context<'_>) -> Vec<Finding> {
    let Some(user) = run_as_user(app) else { return Vec::new() };
    let local = user.value.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let what = if ADMINISTRATORS.contains(&local.as_str()) {
        "the login of an administrator"
    } else if is_persons_name(&local) {
        "the name of a person"
    } else {
        return Vec::new();
    };
    vec![looks_human(app, user, what)]
}

/// `first.last` or `first.middle.last`, and none of them a word of service accounts.
fn is_persons_name(local: &str) -> bool {
    let words: Vec<&str> = local.split('.').collect();
    let is_name = |word: &&str| {
        word.len() >= 2 && word.bytes().all(|letter| letter.is_ascii_alphabetic()) && !SERVICE_WORDS.contains(word)
    };
    (2..=3).contains(&words.len()) && words.iter().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::is_persons_name;

    #[test]
    fn names_of_people() {
        assert!(is_persons_name("jane.miller") && is_persons_name("jane.q.miller") == is_persons_name("j.miller"));
        for service in ["erp.integration", "jane", "billing-sync", "svc.jane", "jane.miller2", "a.b.c.d"] {
            assert!(!is_persons_name(service), "{service}");
        }
    }
}
