//! The inventory that an organization keeps of its apps: a CSV file with a row for each.

use std::path::PathBuf;

use jiff::civil::Date;

/// Columns that an inventory has; `vendor` and `reviewed` may be left out.
const REQUIRED: [&str; 4] = ["app", "owner", "purpose", "criticality"];

/// All apps that are recorded.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// The file, absolute.
    pub file: PathBuf,
    /// In the order of the file.
    pub entries: Vec<InventoryEntry>,
}

/// What is recorded of an app. Blank where the cell is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InventoryEntry {
    /// Its developer name.
    pub app: String,
    /// Who answers for it.
    pub owner: String,
    /// What it is for.
    pub purpose: String,
    /// How bad its loss would be.
    pub criticality: String,
    /// Who made it, if it is a third party's.
    pub vendor: String,
    /// The day of the last review.
    pub reviewed: Option<Date>,
}

impl Inventory {
    /// Reads the text of a CSV file with a header.
    ///
    /// # Errors
    ///
    /// A column is missing, or a row or a date cannot be read; in one sentence without full stop.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| error.to_string())?.clone();
        let column = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name));
        if let Some(missing) = REQUIRED.iter().find(|name| column(name).is_none()) {
            return Err(format!("the column `{missing}` is missing; there are {}", REQUIRED.join(", ")));
        }
        let mut entries = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| error.to_string())?;
            let cell = |name: &str| column(name).and_then(|at| row.get(at)).unwrap_or_default().to_owned();
            let reviewed = cell("reviewed");
            let date = reviewed.parse::<Date>().ok();
            if date.is_none() && !reviewed.is_empty() {
                return Err(format!("`{reviewed}` of `{}` is not a date such as 2026-11-22", cell("app")));
            }
            entries.push(InventoryEntry {
                app: cell("app"),
                owner: cell("owner"),
                purpose: cell("purpose"),
                criticality: cell("criticality"),
                vendor: cell("vendor"),
                reviewed: date,
            });
        }
        Ok(Self { entries, ..Self::default() })
    }

    /// The row of an app, letter case ignored.
    pub fn find(&self, app: &str) -> Option<&InventoryEntry> {
        self.entries.iter().find(|entry| entry.app.eq_ignore_ascii_case(app))
    }
}

#[cfg(test)]
mod tests {
    use super::Inventory;

    #[test]
    fn rows_are_read_and_mistakes_are_told() {
        let text = "App,Owner,Purpose,Criticality,Reviewed\nBilling_Sync, team-crm ,Invoices,high,2026-03-01\n";
        let inventory = Inventory::parse(text).expect("it is one");
        let entry = inventory.find("billing_sync").expect("a row");
        assert_eq!((entry.owner.as_str(), entry.vendor.as_str()), ("team-crm", ""));
        assert!(entry.reviewed.is_some() && inventory.find("Other").is_none());
        assert!(Inventory::parse("app,owner\n").is_err_and(|error| error.contains("`purpose` is missing")));
        assert!(
            Inventory::parse(&text.replace("2026-03-01", "March")).is_err_and(|error| error.contains("not a date"))
        );
    }
}
