//! How much an app is used, by the tokens that the org lists.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::rows::{BrokenCell, Row, Whole, day};

/// Salesforce answers a query on tokens with this many records at a time, and with no more than [`MOST_RECORDS`] in
/// all. Source: Object Reference, `OauthToken`.
const RECORDS_AT_A_TIME: usize = 500;

/// Tokens beyond this number are in no answer.
const MOST_RECORDS: usize = 2500;

/// Tokens of one app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AppTokens {
    /// Users who have some.
    pub users: usize,
    /// The last day on which one was used.
    pub last_used: Option<Date>,
    /// Whether Salesforce may have left out some.
    pub is_cut: bool,
    /// Whether the org knows the app only by its tokens, because it is not installed.
    pub is_uninstalled: bool,
}

/// One record.
#[derive(Debug)]
pub(super) struct TokenRow {
    app: String,
    user: Option<String>,
    last_used: Option<Date>,
    /// Whether the app is installed; nothing if the org was not asked.
    is_installed: Option<bool>,
}

impl TokenRow {
    pub(super) fn read(row: &Row) -> Result<Option<Self>, BrokenCell> {
        let last_used = row.text("LastUsedDate")?.map(|text| day(text, "LastUsedDate")).transpose()?;
        let user = row.text("UserId")?.or(row.text("User.Username")?).map(str::to_owned);
        let is_installed = row.has("AppMenuItemId").then_some(row.text("AppMenuItemId")?.is_some());
        Ok(row.text("AppName")?.map(|app| Self { app: app.to_owned(), user, last_used, is_installed }))
    }
}

/// Tokens by the label of their app.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    by_app: BTreeMap<String, AppTokens>,
    is_cut: bool,
}

impl Tokens {
    /// Counts tokens. An answer of one full batch may be the first of several.
    pub(super) fn new(rows: &[TokenRow], answer: Whole) -> Self {
        let is_cut = answer == Whole::No || rows.len() == RECORDS_AT_A_TIME || rows.len() >= MOST_RECORDS;
        let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut by_app: BTreeMap<String, AppTokens> = BTreeMap::new();
        for row in rows {
            users.entry(&row.app).or_default().extend(row.user.as_deref());
            let tokens = by_app.entry(row.app.clone()).or_insert(AppTokens { is_cut, ..AppTokens::default() });
            tokens.last_used = tokens.last_used.max(row.last_used);
            tokens.is_uninstalled |= row.is_installed == Some(false);
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

    /// Whether Salesforce may have left out some.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The labels of apps that are not installed, with their tokens.
    pub fn of_uninstalled(&self) -> impl Iterator<Item = (&str, AppTokens)> {
        let apps = self.by_app.iter().filter(|(_, tokens)| tokens.is_uninstalled);
        apps.map(|(label, tokens)| (label.as_str(), *tokens))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_answers_are_taken_for_cut_ones() {
        let is_cut = |count: usize, answer: Whole| {
            let row = |_| TokenRow { app: "Sync".to_owned(), user: None, last_used: None, is_installed: None };
            Tokens::new(&(0..count).map(row).collect::<Vec<_>>(), answer).of("Other").is_none()
        };
        for (count, expected) in [(0, false), (499, false), (500, true), (501, false), (2499, false), (2500, true)] {
            assert_eq!(is_cut(count, Whole::Yes), expected, "{count}");
        }
        assert!(is_cut(1, Whole::No));
    }
}
