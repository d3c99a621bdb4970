//! The file does not show who owns the app, or what it is for.

use crate::model::{App, Component, Located};
use crate::rules::finding::Finding;
use crate::rules::page::APP_OWNER_UNCLEAR as PAGE;
use crate::rules::people::is_persons_name;
use crate::rules::rule::Context;
use crate::schema::{FREE_MAIL, NO_MAIL, Severity};

/// Characters of the shortest description that can say something: two or three words.
const MIN_DESCRIPTION: usize = 15;

/// Words in a label by which people mark what was never meant to stay.
const PROVISIONAL: [&str; 6] = ["copy", "poc", "temp", "test", "testing", "tmp"];

/// Words by which people name the mailboxes of teams.
const TEAMS: [&str; 14] = [
    "admin",
    "admins",
    "dev",
    "devops",
    "group",
    "help",
    "info",
    "it",
    "ops",
    "platform",
    "salesforce",
    "security",
    "support",
    "team",
];

const MAILBOX: &str = "write the address of a team's mailbox, which stays when people leave";

fn no_mailbox(app: &App, email: &Located<String>, why: &str) -> Finding {
    let message = format!("the contact of `{}` is `{}`, {why}", app.component.name, email.value);
    Finding::new(email.place, message, MAILBOX).value(email.value.to_lowercase())
}

pub(in crate::rules) fn check(app: &App, context: &Context<'_>) -> Vec<Finding> {
    if is_stub(app) || app.has_standard_label() {
        return Vec::new();
    }
    let email = app.details.contact_email.given().and_then(|email| contact(app, email, context));
    email.into_iter().chain(purpose(app)).chain(label(app)).collect()
}

fn contact(app: &App, email: &Located<String>, context: &Context<'_>) -> Option<Finding> {
    let address = email.value.to_lowercase();
    let Some((mailbox, domain)) = address.split_once('@').filter(|(mailbox, domain)| is_address(mailbox, domain))
    else {
        return Some(no_mailbox(app, email, "which is not an email address").severity(Severity::Warning));
    };
    let is_within = |known: &&str| domain == *known || domain.strip_suffix(*known).is_some_and(|it| it.ends_with('.'));
    if NO_MAIL.iter().any(is_within) {
        return Some(no_mailbox(app, email, "which has no mailboxes").severity(Severity::Warning));
    }
    let is_of_team = mailbox.split('.').any(|word| TEAMS.contains(&word));
    let is_personal = FREE_MAIL.contains(&domain) || (is_persons_name(mailbox) && !is_of_team);
    let is_known = context.names(&PAGE, "mailboxes", &address);
    (is_personal && !is_known).then(|| no_mailbox(app, email, "which looks personal"))
}

fn is_address(mailbox: &str, domain: &str) -> bool {
    let is_plain =
        |part: &str| !part.is_empty() && !part.contains(|letter: char| letter.is_whitespace() || letter == '@');
    is_plain(mailbox) && is_plain(domain) && !domain.starts_with('.') && !domain.ends_with('.')
}

fn purpose(app: &App) -> Option<Finding> {
    let description = &app.details.description;
    let length = description.value().map_or(0, |text| text.chars().count());
    let is_told = description.is_unknown() || length >= MIN_DESCRIPTION;
    let what = if length == 0 { "no description" } else { "a description of a word or two" };
    let message = format!("`{}` has {what}, so its purpose is unclear", app.component.name);
    let help = "say in one line which program uses the app, and for what";
    (!is_told).then(|| Finding::new(description.place(), message, help).value("description"))
}

fn label(app: &App) -> Option<Finding> {
    let label = app.details.label.given()?;
    let lower = label.value.to_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
    let word = words.find(|word| PROVISIONAL.contains(word))?;
    let Component { name, .. } = &app.component;
    let message = format!("`{name}` looks temporary: its label `{}` contains \"{word}\"", label.value);
    Some(Finding::new(label.place, message, "delete the app, or rename it after its purpose").value("label"))
}

/// The file of an installed app tells little, and cannot be changed.
fn is_stub(app: &App) -> bool {
    app.oauth.is_none() && app.saml.is_none() && app.canvas.is_none() && app.external.is_none()
}
