//! The organization's inventory lacks an app, or says too little about it.

use jiff::civil::Date;

use crate::model::{App, Component, Inventory, InventoryEntry};
use crate::rules::finding::Finding;
use crate::rules::page;
use crate::rules::rule::Context;

/// Months after which an entry needs a new review.
const MONTHS: i32 = 12;

fn unknown(app: &App) -> Finding {
    let message = format!("`{}` has no entry in the inventory of apps", app.component.name);
    Finding::new(app.place, message, "add a row with its owner, its purpose and its criticality").value("entry")
}

fn incomplete(app: &App, missing: &[&str]) -> Finding {
    let missing = missing.join(", ");
    let message = format!("the inventory entry of `{}` lacks {missing}", app.component.name);
    Finding::new(app.place, message, format!("fill in {missing}")).value(missing)
}

fn stale(app: &App, reviewed: Option<Date>, today: Date) -> Finding {
    let name = &app.component.name;
    let message = match reviewed {
        Some(day) if day > today => format!(
            "the inventory says that `{name}` was reviewed on {day}, a day in the \
                                             future"
        ),
        Some(day) => format!("`{name}` was reviewed on {day}, more than {MONTHS} months ago"),
        None => format!("the inventory does not say when `{name}` was reviewed"),
    };
    Finding::new(app.place, message, "review the app, and write the day into `reviewed`").value("reviewed")
}

fn no_inventory(first: &App) -> Finding {
    let message = "the benchmark requires an inventory of apps, but calint.toml names no `inventory`";
    let help = "name a CSV file with the columns app, owner, purpose, criticality, vendor and reviewed";
    Finding::new(first.place, message, help).value("inventory")
}

pub(in crate::rules) fn check(context: &Context<'_>) -> Vec<(Component, Finding)> {
    let apps = || context.project.apps.iter().filter(|app| app.oauth.is_some());
    let Some(inventory) = &context.project.declared.inventory else {
        // An inventory is needed only if a benchmark asks for one.
        let first = apps().next().filter(|_| context.is_in_pack(&page::INVENTORY_ENTRY_MISSING));
        return first.map(|app| (app.component.clone(), no_inventory(app))).into_iter().collect();
    };
    let today = context.today();
    apps().filter_map(|app| Some((app.component.clone(), judge(app, inventory, today)?))).collect()
}

fn judge(app: &App, inventory: &Inventory, today: Date) -> Option<Finding> {
    let Some(entry) = inventory.find(&app.component.name) else { return Some(unknown(app)) };
    let missing = missing(entry);
    if !missing.is_empty() {
        return Some(incomplete(app, &missing));
    }
    let ends = |reviewed: Date| reviewed.checked_add(jiff::Span::new().months(MONTHS));
    let is_fresh = |reviewed: Date| reviewed <= today && ends(reviewed).is_ok_and(|end| end >= today);
    (!entry.reviewed.is_some_and(is_fresh)).then(|| stale(app, entry.reviewed, today))
}

fn missing(entry: &InventoryEntry) -> Vec<&'static str> {
    let cells = [("owner", &entry.owner), ("purpose", &entry.purpose), ("criticality", &entry.criticality)];
    cells.into_iter().filter(|(_, cell)| cell.is_empty()).map(|(name, _)| name).collect()
}
