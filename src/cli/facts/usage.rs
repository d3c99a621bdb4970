//! What the facts say of each app: its switches and its policy in the org, and how it is used.
//!
//! Each statement about use names the days that the query covered. No line says that an app is unused, because the days
//! before may say otherwise.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::{App, AppLogins, AppTokens, EcaPolicy, Logins, Model, OrgFacts, Project, RunAsUser, Tokens};
use crate::words;

/// A line for each app of which something is known, and what else the org says of use.
pub(super) fn lines(model: &Model, org: &OrgFacts) -> Vec<String> {
    let apps = model.projects.iter().flat_map(|project| project.apps.iter().map(move |app| (project, app)));
    let of_apps = apps.filter_map(|(project, app)| {
        let known: Vec<String> = setup(app, org).into_iter().chain(usage(app, project)).collect();
        (!known.is_empty()).then(|| format!("app {}: {}", app.component.name, known.join("; ")))
    });
    of_apps.chain(strangers(model, org)).chain(cut(org)).collect()
}

/// What Setup says of an app.
fn setup(app: &App, org: &OrgFacts) -> Vec<String> {
    let name = app.component.name.to_lowercase();
    let on_or_off = |is_on: bool| if is_on { "on" } else { "off" };
    let switches = org.switches.get(&name);
    let switch = switches.and_then(|it| it.is_enabled).map(|on| format!("switched {} in the org", on_or_off(on)));
    let oauth = switches.and_then(|it| it.is_oauth_plugin_enabled).map(|on| format!("OAuth {}", on_or_off(on)));
    let flow = org.policies.get(&name).and_then(client_credentials);
    let approved = app.details.label.value().and_then(|label| org.app_menu.get(label));
    let approved = approved.map(|are_approved| {
        let users = "only users whom an administrator approved may use it";
        if *are_approved { users } else { "any user may authorize it" }.to_owned()
    });
    [switch, oauth, flow, approved].into_iter().flatten().collect()
}

fn client_credentials(policy: &EcaPolicy) -> Option<String> {
    Some(match (policy.is_client_credential_allowed?, &policy.client_credential_user) {
        (false, _) => "client credentials not allowed".to_owned(),
        (true, RunAsUser::NotAsked) => "client credentials allowed".to_owned(),
        (true, RunAsUser::Nobody) => "client credentials allowed, without a run-as user".to_owned(),
        (true, RunAsUser::Named(user)) => format!("client credentials allowed, run as {user}"),
    })
}

/// How an app is used.
fn usage(app: &App, project: &Project) -> Vec<String> {
    let (tokens, logins) = (project.tokens_of(app), project.logins_of(app));
    let until = project.logins.as_ref().and_then(|logins| logins.until);
    let window = until.map_or_else(|| "before the export".to_owned(), |day| format!("to {day}"));
    let window = format!("in the {} {window}", words::count(Logins::DAYS, "day"));
    // A token is used without a login, too.
    let may_be_used = tokens.is_none_or(|tokens| is_within(tokens.last_used, until));
    let of_logins = logins.map(|logins| match (logins.let_in, logins.failed) {
        (0, 0) if !may_be_used => format!("no use {window}"),
        _ => logins_in_words(&logins, &window),
    });
    tokens.map(tokens_in_words).into_iter().chain(of_logins).collect()
}

/// Whether a day is one of those that the logins are about, or later.
fn is_within(day: Option<Date>, until: Option<Date>) -> bool {
    let days = i64::try_from(Logins::DAYS).unwrap_or_default();
    let first = until.and_then(|until| until.checked_sub(days.days()).ok());
    day.is_some_and(|day| first.is_none_or(|first| first <= day))
}

fn tokens_in_words(tokens: AppTokens) -> String {
    let least = if tokens.is_cut { "at least " } else { "" };
    let used = tokens.last_used.map(|day| format!(", the last used on {day}")).unwrap_or_default();
    match tokens.users {
        0 => "no user has a token".to_owned(),
        users => format!("{least}{}{used}", words::count_of(users, "user has tokens", "users have tokens")),
    }
}

fn logins_in_words(logins: &AppLogins, window: &str) -> String {
    let failed = match logins.failed {
        0 => String::new(),
        failed => format!(", and {} failed", words::count(failed, "attempt")),
    };
    let kinds: Vec<&String> = logins.kinds.iter().collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", words::list(&kinds)) };
    let latest = logins.last.map(|day| format!(", the last on {day}")).unwrap_or_default();
    match logins.let_in {
        0 => format!("no login {window}{failed}"),
        count => format!("{} {window}{kinds}{latest}{failed}", words::count(count, "login")),
    }
}

/// Apps that have tokens, and are neither in a file nor installed in the org.
fn strangers(model: &Model, org: &OrgFacts) -> Vec<String> {
    let apps = model.projects.iter().flat_map(|project| &project.apps);
    let labels: BTreeSet<&str> = apps.filter_map(|app| app.details.label.value()).map(String::as_str).collect();
    let uninstalled = org.tokens.iter().flat_map(Tokens::of_uninstalled);
    let strange = uninstalled.filter(|(label, _)| !labels.contains(label));
    let line =
        |(label, tokens)| format!("app `{label}`, in no file here and not installed: {}", tokens_in_words(tokens));
    strange.map(line).collect()
}

/// What Salesforce left out.
fn cut(org: &OrgFacts) -> Vec<String> {
    let tokens = org.tokens.as_ref().is_some_and(Tokens::is_cut);
    let logins = org.logins.as_ref().is_some_and(Logins::is_cut);
    let line = |object| {
        format!("{object}: cut by Salesforce, so the answer proves nothing about apps that it does not contain")
    };
    let cut = [(tokens, "OauthToken"), (logins, "LoginHistory")];
    cut.into_iter().filter(|(is_cut, _)| *is_cut).map(|(_, object)| line(object)).collect()
}
