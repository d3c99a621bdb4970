//! `calint facts`: which questions to ask the org, and what the answers say.
//!
//! calint prints queries and does not run them: it never has a credential of the org, and a person can read each query
//! before it runs. Names from the project end up in SOQL inside a shell command. A name with other than plain
//! characters is left out and listed instead of being escaped, because an escape would have to be right in both
//! languages at once.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

use jiff::Timestamp;

use crate::model::{
    App, AppKind, DatedBy, Declarations, Facts, FactsFile, FactsRequest, FactsSource, Model, Options, Replacing,
    Unanswered, read_facts,
};
use crate::report::{log_line, one_line};
use crate::schema::{AskedFor, PERMISSIONS, QUERIES, Query};
use crate::verdict::ExitCode;
use crate::workspace::{IgnoreFiles, Input, Library, Memory, Names, Needs, Uniform, Workspace};
use crate::{words, workspace};

use super::args::FactsArguments;
use super::command_error::CommandError;
use super::{output, plan};

/// How `date` writes the manifest of an export.
const MANIFEST: &str = r#"'+{"exported": "%Y-%m-%dT%H:%M:%SZ"}'"#;

/// Usernames and apps in one query. `sf` sends a query in the address of a request, and the length of an address is
/// limited.
const NAMES_IN_QUERY: usize = 100;

/// Prints the queries, or checks their answers.
pub(super) fn run(arguments: &FactsArguments) -> Result<ExitCode, CommandError> {
    let now = plan::now(arguments.now.as_deref())?;
    let request = request(arguments);
    let wanted = Wanted::of(&model(arguments, &request, now)?);
    if arguments.check.is_empty() {
        output::write_stdout(|out| wanted.write_queries(arguments, out))?;
        return Ok(ExitCode::Clean);
    }
    let mut library = Library::default();
    let mut names = Names::new(plan::working_directory()?);
    let facts = read_facts(&request, now, &mut names, &mut library).map_err(crate::RequestError::from)?;
    output::write_stdout(|out| wanted.write_check(&facts, now, out))?;
    for trouble in &library.troubles {
        let place = trouble.range.map(|range| format!(":{}:{}", range.start.line, range.start.column));
        output::say(&format!("{}{}: {}", trouble.path, place.unwrap_or_default(), trouble.message));
    }
    Ok(if library.troubles.is_empty() { ExitCode::Clean } else { ExitCode::Incomplete })
}

/// The answers to read: the ones that `--check` names, or else those of an earlier run. They may name further run-as
/// users.
fn request(arguments: &FactsArguments) -> FactsRequest {
    let earlier = FactsSource { org: None, path: arguments.into.clone() };
    let sources = match plan::facts_sources(&arguments.check) {
        sources if !sources.is_empty() => sources,
        _ if arguments.into.is_dir() => vec![earlier],
        none => none,
    };
    FactsRequest { sources, target: arguments.target.clone() }
}

/// The apps of the project, with the policies that the answers state.
fn model(arguments: &FactsArguments, facts: &FactsRequest, now: Timestamp) -> Result<Model, CommandError> {
    let working_directory = plan::working_directory()?;
    let scope = workspace::Request {
        named_links: workspace::NamedLinks::Follow,
        inputs: arguments.paths.iter().cloned().map(Input::Path).collect(),
        ignore_files: IgnoreFiles::Honour,
        needs: Needs::default(),
        exclude: Vec::new(),
        working_directory: working_directory.clone(),
    };
    let mut governor = Uniform::of(&scope);
    let workspace = Workspace::open(&scope, &mut governor, Memory::default()).map_err(crate::RequestError::from)?;
    let (facts, declared) = (facts.clone(), Declarations::default());
    let options = Options {
        api_version: None,
        facts,
        now,
        needs: Needs::default(),
        replacing: Replacing::default(),
        declared,
        working_directory,
    };
    Ok(Model::of(workspace.on_disk(), &options, &workspace.memory).map_err(crate::RequestError::from)?)
}

/// What the queries are about.
struct Wanted {
    /// Users that apps run as, once each.
    usernames: BTreeSet<String>,
    has_connected_apps: bool,
    external_client_apps: BTreeSet<String>,
    /// Names that no query is built with.
    left_out: BTreeSet<String>,
}

impl Wanted {
    fn of(model: &Model) -> Self {
        let apps = || model.projects.iter().flat_map(|project| &project.apps);
        let external = apps().filter(|app| app.kind == AppKind::ExternalClientApp).map(|app| &app.component.name);
        let handlers = model.projects.iter().flat_map(|project| &project.org.token_exchange_handlers);
        let of_handlers =
            handlers.flat_map(|handler| &handler.enablements).filter_map(|it| it.apex_execution_user.value());
        let users = apps().flat_map(users_of).chain(of_handlers).cloned();
        let (usernames, odd_users): (BTreeSet<String>, BTreeSet<String>) = users.partition(|name| is_plain(name));
        let (external_client_apps, odd_apps): (BTreeSet<String>, BTreeSet<String>) =
            external.cloned().partition(|name| is_plain(name));
        Self {
            usernames,
            has_connected_apps: apps().any(|app| app.kind == AppKind::ConnectedApp),
            external_client_apps,
            left_out: odd_users.into_iter().chain(odd_apps).collect(),
        }
    }

    fn asks(&self, query: &Query) -> bool {
        match query.asked_for {
            AskedFor::Users => !self.usernames.is_empty(),
            AskedFor::Apps => self.has_connected_apps,
            AskedFor::AllApps => self.has_connected_apps || !self.external_client_apps.is_empty(),
            AskedFor::ExternalClientApps => !self.external_client_apps.is_empty(),
        }
    }

    fn write_queries(&self, arguments: &FactsArguments, out: &mut dyn Write) -> io::Result<()> {
        let into = arguments.into.to_string_lossy();
        let org = arguments.org.as_ref().map(|org| format!(" --target-org {}", quoted(org))).unwrap_or_default();
        if !QUERIES.iter().any(|query| self.asks(query)) {
            return writeln!(out, "# No app here needs facts about the org.");
        }
        writeln!(out, "# These queries ask the org for what the files of this project do not contain.")?;
        writeln!(out, "# No query selects a token, a secret, or a column that calint does not read.")?;
        writeln!(
            out,
            "# Keep the names of the answers, and keep the answers of queries that fail: calint reads both."
        )?;
        for name in &self.left_out {
            writeln!(out, "# Left out, because a query cannot safely contain this name: {}", one_line(name))?;
        }
        writeln!(out, "mkdir -p {}", quoted(&into))?;
        let manifest = PathBuf::from(&*into).join("manifest.json");
        writeln!(out, "\n# The time of the export")?;
        writeln!(out, "date -u {MANIFEST} > {}", quoted(&manifest.to_string_lossy()))?;
        for query in QUERIES.iter().filter(|query| self.asks(query)) {
            writeln!(out, "\n# {}: {}", query.object, query.tells)?;
            if query.optional {
                writeln!(out, "# Some orgs cannot answer this query. calint works without the answer.")?;
            }
            for (file, soql) in self.filled_in(query) {
                let file = PathBuf::from(&*into).join(format!("{file}.json"));
                let file = quoted(&file.to_string_lossy());
                writeln!(out, "sf data query --json{org} --query \"{soql}\" > {file}")?;
            }
        }
        writeln!(out, "\n# Then: calint check --facts {}", quoted(&into))
    }

    /// The query with what the project has to ask for, in as many parts as it takes.
    fn filled_in(&self, query: &Query) -> Vec<(String, String)> {
        let names = if query.soql.contains("{usernames}") { &self.usernames } else { &self.external_client_apps };
        let has_names = query.soql.contains("{usernames}") || query.soql.contains("{apps}");
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let parts: Vec<&[&str]> = if has_names { names.chunks(NAMES_IN_QUERY).collect() } else { vec![&[]] };
        let columns = |optional: bool| PERMISSIONS.iter().filter(move |row| row.privileged && row.optional == optional);
        let all: Vec<String> = columns(false).map(|row| format!("Permissions{}", row.name)).collect();
        let optional: Vec<&str> =
            if query.file.contains("{optional}") { columns(true).map(|row| row.name).collect() } else { vec![""] };
        let mut filled = Vec::new();
        for name in optional {
            for (number, part) in parts.iter().enumerate() {
                let list = part.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
                let soql = query.soql.replace("{usernames}", &list).replace("{apps}", &list);
                let soql = soql.replace("{permissions}", &all.join(", ")).replace("{optional}", name);
                let number = if parts.len() > 1 { format!("-{}", number + 1) } else { String::new() };
                filled.push((format!("{}{number}", query.file.replace("{optional}", name)), soql));
            }
        }
        filled
    }

    fn write_check(&self, facts: &Facts, now: Timestamp, out: &mut dyn Write) -> io::Result<()> {
        for file in &facts.files {
            writeln!(out, "{}", described(file, now))?;
        }
        if facts.files.is_empty() {
            writeln!(out, "There are no exports here.")?;
        }
        for query in QUERIES.iter().filter(|query| self.asks(query) && !query.file.contains("{optional}")) {
            let answers = |file: &FactsFile| {
                file.rows.keys().any(|object| object.name() == query.object)
                    || matches!(file.unanswered, Some(Unanswered::NotReadable(other)) if other == query)
            };
            if !facts.files.iter().any(answers) {
                writeln!(out, "missing: {}, which says {}", query.object, query.tells)?;
            }
        }
        for username in self.usernames.iter().filter(|name| facts.org.users.find(name).is_none()) {
            writeln!(out, "missing: the user {username}")?;
        }
        Ok(())
    }
}

/// The users that an app runs as.
fn users_of(app: &App) -> impl Iterator<Item = &String> {
    let run_as = app.oauth.iter().filter_map(|client| client.oauth_client_credential_user.value());
    run_as.chain(app.plugin.execution_user.value())
}

/// Whether a name means nothing to a shell or to SOQL.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@._+-".contains(&byte))
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"@._+-/\\:".contains(&byte);
    let word = one_line(word);
    if !word.is_empty() && word.bytes().all(plain) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// A file of facts: what it contains, and how old it is.
fn described(file: &FactsFile, now: Timestamp) -> String {
    let rows = file.rows.iter().filter(|(_, count)| **count > 0);
    let rows = rows.map(|(object, count)| format!("{count} {}", object.name()));
    let unread = (file.unread > 0).then(|| format!("{} of other objects", words::count(file.unread, "record")));
    let rows: Vec<String> = rows.chain(unread).collect();
    let content = match (&file.unanswered, file.none) {
        (Some(unanswered), _) => unanswered.describe(),
        (None, Some(none)) => format!("no records: {none}"),
        (None, None) if rows.is_empty() => "no records, and the file's name does not say of which object".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::{is_plain, quoted};

    #[test]
    fn nothing_reaches_a_shell_unquoted() {
        assert_eq!(quoted("facts/prod"), "facts/prod");
        assert_eq!(quoted("my facts; rm -rf ~"), "'my facts; rm -rf ~'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        for name in ["$(id)", "a'b", "`id`", "a\"b", "a b", "a\\b", "a\nb"] {
            assert!(!is_plain(name), "{name}");
        }
    }
}
