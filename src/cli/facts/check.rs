//! What the answers say, what is missing, and how old they are.

use std::io::{self, Write};

use jiff::Timestamp;

use crate::model::{DatedBy, Facts, FactsFile, Model, Organization, Unanswered, User};
use crate::report::log_line;
use crate::schema::{QUERIES, Query};
use crate::words;

use super::questions::Wanted;
use super::usage;

/// Columns of a record that a line names at most.
const SHOWN_COLUMNS: usize = 6;

/// Writes what the facts say, a line for each file, user, and app, and what is missing.
pub(super) fn write(
    wanted: &Wanted,
    (facts, model): (&Facts, &Model),
    now: Timestamp,
    out: &mut dyn Write,
) -> io::Result<()> {
    let files = facts.files.iter().map(|file| described(file, now));
    let none = facts.files.is_empty().then(|| "There are no exports here.".to_owned());
    let org = facts.org.organization.iter().map(org);
    let users = wanted.usernames.iter().filter_map(|name| facts.org.users.find(name)).map(user);
    let lines = files.chain(none).chain(org).chain(users).chain(usage::lines(model, &facts.org));
    for line in lines.map(|line| log_line(&line)).chain(missing(wanted, facts)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What the facts do not say.
pub(super) fn missing(wanted: &Wanted, facts: &Facts) -> Vec<String> {
    let asked = QUERIES.iter().filter(|query| wanted.asks(query) && !query.file.contains("{optional}"));
    let open = asked.filter(|query| !facts.files.iter().any(|file| is_about(file, query)));
    let queries = open.map(|query| format!("missing: {}, which says {}", query.object, query.tells));
    let unknown = wanted.usernames.iter().filter(|name| facts.org.users.find(name).is_none());
    queries.chain(unknown.map(|name| format!("missing: the user {name}"))).collect()
}

/// Whether a file answers a query, or says why there is no answer.
fn is_about(file: &FactsFile, query: &Query) -> bool {
    file.rows.keys().any(|object| object.name() == query.object)
        || matches!(file.unanswered, Some(Unanswered::NotReadable(other) | Unanswered::Failed(other)) if other == query)
}

/// The org that gave the answers.
fn org(org: &Organization) -> String {
    let kind = org.is_sandbox.map(|is_sandbox| if is_sandbox { "a sandbox" } else { "not a sandbox" });
    let instance = org.instance.as_ref().map(|instance| format!("on {instance}"));
    let more = [org.edition.clone(), kind.map(str::to_owned), instance];
    let more: Vec<String> = more.into_iter().flatten().collect();
    let more = if more.is_empty() { String::new() } else { format!(": {}", more.join(", ")) };
    format!("org {}{more}", org.describe())
}

/// What is known of a user that something runs as.
fn user(user: &User) -> String {
    let active = user.is_active.map(|is_active| if is_active { "active" } else { "inactive" });
    let frozen = match user.is_frozen {
        Some(true) => "frozen",
        Some(false) => "not frozen",
        None => "not known whether frozen",
    };
    let state: Vec<&str> = active.into_iter().chain([frozen]).collect();
    format!("user {}: {}", user.username, state.join(", "))
}

/// The records of objects that calint does not read. If there are no others, the columns help: a header may be wrong.
fn unread(file: &FactsFile) -> Option<String> {
    let records = words::count(file.unread, "record");
    let has_others = file.rows.values().any(|count| *count > 0);
    let columns: Vec<&String> = file.unread_columns.iter().take(SHOWN_COLUMNS).collect();
    match file.unread {
        0 => None,
        _ if has_others || columns.is_empty() => Some(format!("{records} of other objects")),
        _ => {
            let more = if columns.len() < file.unread_columns.len() { ", and others" } else { "" };
            let columns = words::quoted_list(&columns);
            Some(format!("{records} of no object that calint reads: the columns are {columns}{more}"))
        }
    }
}

/// A file of facts: what it contains, and how old it is.
fn described(file: &FactsFile, now: Timestamp) -> String {
    let rows = file.rows.iter().filter(|(_, count)| **count > 0);
    let rows = rows.map(|(object, count)| format!("{count} {}", object.name()));
    let rows: Vec<String> = rows.chain(unread(file)).collect();
    let content = match (&file.unanswered, file.none) {
        (Some(unanswered), _) => unanswered.describe(),
        (None, Some(none)) => format!("no records: {none}"),
        (None, None) if rows.is_empty() => match file.rows.keys().next() {
            Some(object) => format!("no {} records", object.name()),
            None => "no records, and the file's name does not say of which object".to_owned(),
        },
        (None, None) => rows.join(", "),
    };
    let age = file.age(now).map(|days| match days {
        0 => "; exported today".to_owned(),
        days => format!("; {} old", words::count(usize::try_from(days).unwrap_or(usize::MAX), "day")),
    });
    let by_file = file.exported.filter(|exported| exported.by == DatedBy::FileTime);
    let by_file = by_file.map_or("", |_| " by the time of the file");
    let is_old = file.age(now).is_some_and(|days| days > FactsFile::FRESH_DAYS);
    let old = if is_old { ": export it again" } else { "" };
    log_line(&format!("{}: {content}{}{by_file}{old}", file.path, age.unwrap_or_default()))
}
