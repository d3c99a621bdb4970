//! How often people and machines logged in to an app, by the org's login history.
//!
//! The history is asked for a number of days, so it proves use, and never that an app is unused: what it says is true of
//! these days alone. It also names apps by their label, and it does not distinguish logins by JWT bearer, SAML, and device
//! flow.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::rows::{BrokenCell, Row, Whole, day};

/// Salesforce answers a query that groups with at most this many records.
const MOST_GROUPS: usize = 2000;

/// The status of a login that was let in.
const SUCCESS: &str = "Success";

/// Logins to one app.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppLogins {
    /// How many were let in.
    pub let_in: usize,
    /// How many failed.
    pub failed: usize,
    /// The last day with one that was let in.
    pub last: Option<Date>,
    /// The kinds of those that were let in, such as `OauthRefreshToken`.
    pub kinds: BTreeSet<String>,
}

/// One record: a login, or a group of logins that are alike.
#[derive(Debug)]
pub(super) struct LoginRow {
    app: String,
    kind: Option<String>,
    is_let_in: bool,
    count: usize,
    last: Option<Date>,
}

impl LoginRow {
    /// Reads a record; nothing if it names no app.
    pub(super) fn read(row: &Row) -> Result<Option<Self>, BrokenCell> {
        let Some(app) = row.text("Application")? else { return Ok(None) };
        let time = row.text("lastLogin")?.or(row.text("LoginTime")?);
        let kind = row.text("LoginSubType")?.or(row.text("LoginType")?);
        Ok(Some(Self {
            app: app.to_owned(),
            kind: kind.map(str::to_owned),
            is_let_in: row.text("Status")?.is_none_or(|status| status.eq_ignore_ascii_case(SUCCESS)),
            count: row.word("logins").and_then(|count| count.parse().ok()).unwrap_or(1),
            last: time.map(|text| day(text, "lastLogin")).transpose()?,
        }))
    }
}

/// Logins by the label of their app.
#[derive(Debug, Clone, Default)]
pub struct Logins {
    by_app: BTreeMap<String, AppLogins>,
    is_cut: bool,
    /// The last day that the history is about, if the time of the export is known.
    pub until: Option<Date>,
}

impl Logins {
    /// Days that the printed query asks for.
    pub const DAYS: usize = 90;

    pub(super) fn new(rows: &[LoginRow], answer: Whole, until: Option<Date>) -> Self {
        let mut by_app: BTreeMap<String, AppLogins> = BTreeMap::new();
        for row in rows {
            let of_app = by_app.entry(row.app.clone()).or_default();
            if row.is_let_in {
                of_app.let_in = of_app.let_in.saturating_add(row.count);
                of_app.last = of_app.last.max(row.last);
                of_app.kinds.extend(row.kind.clone());
            } else {
                of_app.failed = of_app.failed.saturating_add(row.count);
            }
        }
        Self { by_app, is_cut: answer == Whole::No || rows.len() >= MOST_GROUPS, until }
    }

    /// The logins to the app with a label; nothing if Salesforce may have left them out.
    pub fn of(&self, label: &str) -> Option<AppLogins> {
        let found = self.by_app.get(label).cloned();
        found.or_else(|| (!self.is_cut).then(AppLogins::default))
    }

    /// Whether Salesforce may have left out some.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::QUERIES;

    use super::Logins;

    #[test]
    fn the_query_asks_for_as_many_days_as_are_said() {
        let query = QUERIES.iter().find(|query| query.object == "LoginHistory").expect("a query");
        assert!(query.soql.contains(&format!("LAST_N_DAYS:{} ", Logins::DAYS)), "{}", query.soql);
    }
}
