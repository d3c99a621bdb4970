//! How much an app is used, by the tokens that the org lists.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::rows::{BrokenCell, Row, timestamp};

/// Salesforce answers a query on tokens with at most this many records. Source: Object Reference, `OauthToken`.
const MOST_RECORDS: usize = 500;

/// Tokens of one app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AppTokens {
    /// Users who have some.
    pub users: usize,
    /// The last day on which one was used.
    pub last_used: Option<Date>,
    /// Whether Salesforce may have left out some.
    pub is_cut: bool,
}

/// One record.
#[derive(Debug)]
pub(super) struct TokenRow {
    app: String,
    user: Option<String>,
    last_used: Option<Date>,
}

impl TokenRow {
    pub(super) fn read(row: &Row) -> Result<Option<Self>, BrokenCell> {
        let time = row.text("LastUsedDate")?.map(|text| timestamp(text, "LastUsedDate")).transpose()?;
        let user = row.text("UserId")?.or(row.text("User.Username")?).map(str::to_owned);
        let last_used = time.map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).date());
        Ok(row.text("AppName")?.map(|app| Self { app: app.to_owned(), user, last_used }))
    }
}

/// Tokens by the label of their app.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    by_app: BTreeMap<String, AppTokens>,
    is_cut: bool,
}

impl Tokens {
    pub(super) fn new(rows: &[TokenRow]) -> Self {
        let is_cut = rows.len() >= MOST_RECORDS;
        let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut by_app: BTreeMap<String, AppTokens> = BTreeMap::new();
        for row in rows {
            users.entry(&row.app).or_default().extend(row.user.as_deref());
            let tokens = by_app.entry(row.app.clone()).or_insert(AppTokens { is_cut, ..AppTokens::default() });
            tokens.last_used = tokens.last_used.max(row.last_used);
        }
        for (app, tokens) in &mut by_app {
            tokens.users = users.get(app.as_str()).map_or(0, BTreeSet::len);
        }
        Self { by_app, is_cut }
    }

    /// The tokens of the app with a label; nothing if Salesforce may have left them out.
    pub fn of(&self, label: &str) -> Option<AppTokens> {
        let found = self.by_app.get(label).copied();
        found.or_else(|| (!self.is_cut).then(AppTokens::default))
    }
}
