//! Which questions the apps of a project raise, each as a query with the names of the project in it.
//!
//! Names from the project end up in SOQL inside a shell command. A name with other than plain characters is left out and
//! listed instead of being escaped, because an escape would have to be right in both languages at once.

use std::collections::BTreeSet;

use crate::model::{App, AppKind, Model};
use crate::schema::{AskedFor, PERMISSIONS, PermissionFacts, QUERIES, Query};

/// Why a name is in no query.
pub(super) const LEFT_OUT: &str = "Left out, because a query cannot safely contain this name";

/// What the queries are about.
pub(super) struct Wanted {
    /// Users that apps run as, once each.
    pub(super) usernames: BTreeSet<String>,
    has_connected_apps: bool,
    external_client_apps: BTreeSet<String>,
    /// Names that no query is built with.
    pub(super) left_out: BTreeSet<String>,
}

impl Wanted {
    /// What the apps of a model are about.
    pub(super) fn of(model: &Model) -> Self {
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

    /// Whether the project raises any question.
    pub(super) fn is_empty(&self) -> bool {
        !QUERIES.iter().any(|query| self.asks(query))
    }

    /// Whether the project raises the question.
    pub(super) fn asks(&self, query: &Query) -> bool {
        match query.asked_for {
            AskedFor::Users => !self.usernames.is_empty(),
            AskedFor::Apps => self.has_connected_apps,
            AskedFor::AllApps => self.has_connected_apps || !self.external_client_apps.is_empty(),
            AskedFor::ExternalClientApps => !self.external_client_apps.is_empty(),
        }
    }

    /// All queries that the project raises, in the order of their table. A query has the names of so many users or apps
    /// at most.
    pub(super) fn questions(&self, names_in_query: usize) -> Vec<Question> {
        let asked = QUERIES.iter().filter(|query| self.asks(query));
        asked.flat_map(|query| self.filled_in(query, names_in_query)).collect()
    }

    /// The query with what the project has to ask for, in as many parts as it takes.
    fn filled_in(&self, query: &'static Query, names_in_query: usize) -> Vec<Question> {
        let lists = self.lists(query, names_in_query);
        let optional = if query.file.contains("{optional}") { permissions(|row| row.optional) } else { vec![""] };
        let every: Vec<String> = permissions(|row| !row.optional).into_iter().map(column).collect();
        let mut filled = Vec::new();
        for permission in optional {
            for (number, list) in lists.iter().enumerate() {
                let soql = query.soql.replace("{usernames}", list).replace("{apps}", list);
                let soql = soql.replace("{permissions}", &every.join(", ")).replace("{optional}", permission);
                let number = if lists.len() > 1 { format!("-{}", number + 1) } else { String::new() };
                let file = format!("{}{number}", query.file.replace("{optional}", permission));
                let column = (!permission.is_empty()).then(|| column(permission));
                filled.push(Question { query, file, column, soql });
            }
        }
        filled
    }

    /// The names that a query asks for, as lists for SOQL; one empty list if it asks for none.
    fn lists(&self, query: &Query, names_in_query: usize) -> Vec<String> {
        let names = match query.soql {
            soql if soql.contains("{usernames}") => &self.usernames,
            soql if soql.contains("{apps}") => &self.external_client_apps,
            _ => return vec![String::new()],
        };
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        quoted.chunks(names_in_query).map(|part| part.join(", ")).collect()
    }
}

/// Some of the permissions that rules report.
fn permissions(are_wanted: impl Fn(&PermissionFacts) -> bool) -> Vec<&'static str> {
    let rows = PERMISSIONS.iter().filter(|row| row.privileged && are_wanted(row));
    rows.map(|row| row.name).collect()
}

/// The column of a permission.
fn column(permission: &str) -> String {
    format!("Permissions{permission}")
}

/// A query with the names of the project.
pub(super) struct Question {
    pub(super) query: &'static Query,
    /// The name of the answer's file, without suffix.
    pub(super) file: String,
    /// The column that some orgs lack, if the query asks for one.
    pub(super) column: Option<String>,
    pub(super) soql: String,
}

impl Question {
    /// How a script names what may go wrong: `needed`, `optional`, or the column that may be missing.
    pub(super) fn need(&self) -> &str {
        let of_query = if self.query.optional { "optional" } else { "needed" };
        self.column.as_deref().unwrap_or(of_query)
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

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn names_in_queries_mean_nothing_to_a_shell() {
        for name in ["$(id)", "a'b", "`id`", "a\"b", "a b", "a\\b", "a\nb", "a!b", "%PATH%", "a\u{2019}b"] {
            assert!(!is_plain(name), "{name}");
        }
    }
}
